/**
 * The example workflows as files: what a person imports has to fit the nodes of today, and must not bring
 * anything of another n8n.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { NodeHelpers, type INode, type INodeParameters, type INodeTypeDescription } from 'n8n-workflow';

import { Instagram } from '../nodes/Instagram/Instagram.node';
import { InstagramPollingTrigger } from '../nodes/Instagram/InstagramPollingTrigger.node';
import { InstagramTrigger } from '../nodes/Instagram/InstagramTrigger.node';
import { MEDIA_METRIC_NAMES } from '../nodes/Instagram/protocol/insights/mediaInsights';
import { toCamelCase } from '../nodes/Instagram/protocol/simplify';
import { VOCABULARY } from '../nodes/Instagram/protocol/vocabulary';
import { OUTPUTS } from './support/docs/outputs.mts';

const FOLDER = resolve(__dirname, '../examples');
const OURS = 'n8n-nodes-instagram-login.';
const TYPES: Readonly<Record<string, INodeTypeDescription>> = Object.fromEntries(
	[new Instagram(), new InstagramTrigger(), new InstagramPollingTrigger()].map(({ description }) => [
		description.name,
		description,
	]),
);
/** What n8n adds to the panel of a node that is an agent's tool, or polls. */
const FIELDS_OF_N8N = ['descriptionType', 'toolDescription', 'pollTimes'];

interface Workflow {
	readonly name: string;
	readonly nodes: readonly INode[];
	readonly connections: Record<string, Record<string, Array<Array<{ node: string }>>>>;
}

const examples = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.json'))
	.map((file) => file.slice(0, -'.json'.length));
const read = (name: string) => readFileSync(join(FOLDER, `${name}.json`), 'utf8');
const parse = (text: string) => JSON.parse(text) as Workflow;

const nameOf = ({ type }: INode) => type.slice(OURS.length).replace(/Tool$/, '');
const isOurs = ({ type }: INode) => type.startsWith(OURS);

const operationOf = ({ parameters }: INode) =>
	[parameters.resource, parameters.operation].filter((part) => typeof part === 'string').join('.');

function newestVersion({ version, defaultVersion }: INodeTypeDescription): number {
	return defaultVersion ?? Math.max(...[version].flat());
}

/** Paths of what a file sets and the panel does not have, or does not show. */
function surplus(given: unknown, known: unknown, path = ''): string[] {
	if (typeof given !== 'object' || given === null) {
		return JSON.stringify(given) === JSON.stringify(known) ? [] : [path];
	}
	return Object.entries(given).flatMap(([name, value]) =>
		surplus(value, (known as Record<string, unknown> | undefined)?.[name], path ? `${path}.${name}` : name),
	);
}

function notInThePanel(node: INode): string[] {
	const description = TYPES[nameOf(node)];
	if (!description) return [`${node.type} is no node of ours`];
	const given: INodeParameters = Object.fromEntries(
		Object.entries(node.parameters).filter(([name]) => !FIELDS_OF_N8N.includes(name)),
	);
	if (node.parameters.resource !== undefined && !(operationOf(node) in OUTPUTS)) return ['operation'];
	const known = NodeHelpers.getNodeParameters(description.properties, given, true, false, node, description);
	const issues = NodeHelpers.getNodeParametersIssues(
		description.properties,
		{ ...node, parameters: known ?? {} },
		description,
	);
	return [...surplus(given, known ?? {}), ...Object.keys(issues?.parameters ?? {})];
}

/** The keys that a node of ours gives out. */
function keysOf(node: INode): ReadonlySet<string> {
	if (nameOf(node).endsWith('Trigger')) return EVENT_KEYS;
	const keys = (OUTPUTS[operationOf(node)] ?? '').split(' ');
	return new Set([...keys, ...(keys.includes('metrics') ? MEDIA_METRIC_NAMES.map(toCamelCase) : [])]);
}

/**
 * What docs/trigger.md says about items of a trigger; a test of its own keeps the page and the code together.
 */
const EVENT_KEYS = new Set([
	...Object.keys(VOCABULARY),
	...[...readFileSync(resolve(FOLDER, '../docs/trigger.md'), 'utf8').matchAll(/^\| (`[^|]+) \|/gm)].flatMap(
		([, names = '']) => [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
	),
]);

function texts(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

/** Nodes that hand on the items that they get. */
const PASS_ON = ['n8n-nodes-base.if', 'n8n-nodes-base.filter', 'n8n-nodes-base.removeDuplicates'];

/** The nodes whose items are `$json` in a node. */
function sourcesOf({ nodes, connections }: Workflow, node: INode): INode[] {
	return nodes
		.filter((one) => (connections[one.name]?.main ?? []).flat().some(({ node: to }) => to === node.name))
		.flatMap((one) =>
			PASS_ON.includes(one.type) ? sourcesOf({ nodes, connections, name: '' }, one) : [one],
		);
}

/** `Node: key` for every key that is mapped from a node of ours which does not give it out. */
function unknownKeys(workflow: Workflow): string[] {
	return workflow.nodes.flatMap((node) =>
		texts(node.parameters).flatMap((text) => {
			const named = [...text.matchAll(/\$\('([^']+)'\)\.(?:item|first\(\))\.json\.(\w+)/g)].map(
				([, from = '', key = '']) => ({
					from: workflow.nodes.filter(({ name }) => name === from),
					key,
				}),
			);
			const direct = [...text.matchAll(/\$json\.(\w+)/g)].map(([, key = '']) => ({
				from: sourcesOf(workflow, node),
				key,
			}));
			return [...named, ...direct]
				.filter(
					({ from, key }) => from.length === 0 || from.some((one) => isOurs(one) && !keysOf(one).has(key)),
				)
				.map(({ key }) => `${node.name}: ${key}`);
		}),
	);
}

describe.each(examples)('examples/%s.json', (name) => {
	const text = read(name);
	const workflow = parse(text);
	const ours = workflow.nodes.filter(isOurs);

	it('brings nothing of another n8n: no webhook path, no credential, no data', () => {
		expect(text).not.toMatch(/"(webhookId|credentials|pinData|instanceId)"/);
	});

	it('says in a note what it does, what to change, and which permission it takes', () => {
		const notes = workflow.nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		expect(notes).toHaveLength(1);
		expect(notes[0]?.parameters.content).toMatch(
			/^## .+\n.+\n\n\*\*Change\*\*\n(- .+\n)+\n\*\*Permission\*\*: .+$/,
		);
	});

	it('names nodes in its note that are there', () => {
		const note = texts(workflow.nodes.find(({ type }) => type.endsWith('.stickyNote'))?.parameters).join(
			'\n',
		);
		const named = [...note.matchAll(/^- (.+)$/gm)].flatMap(([, line = '']) =>
			[...line.matchAll(/\*([^*]+)\*/g)].map(([, word = '']) => word.replace(/ > .*/, '')),
		);
		const known = new Set([
			...workflow.nodes.map((node) => node.name),
			...texts(workflow.nodes.map(({ parameters }) => parameters.dataTableId ?? '')),
			...Object.values(TYPES).flatMap(({ properties }) => properties.map(({ displayName }) => displayName)),
			'Webhook URLs',
			'Posts',
		]);
		expect(named.filter((word) => !known.has(word))).toEqual([]);
	});

	it('has the newest version of each node of ours', () => {
		for (const node of ours)
			expect([node.name, node.typeVersion]).toEqual([
				node.name,
				newestVersion(TYPES[nameOf(node)] as INodeTypeDescription),
			]);
	});

	it('sets only what the panel shows, and all that it requires', () => {
		expect(ours.flatMap((node) => notInThePanel(node).map((path) => `${node.name}: ${path}`))).toEqual([]);
	});

	it('maps only what comes out', () => {
		expect(unknownKeys(workflow)).toEqual([]);
	});
});

describe('What a stranger writes', () => {
	/** Nodes that a node leads to. */
	function after({ nodes, connections }: Workflow, start: INode, seen = new Set<INode>()): Set<INode> {
		for (const { node: name } of Object.values(connections[start.name] ?? {}).flat(2)) {
			const next = nodes.find((node) => node.name === name);
			if (!next || seen.has(next)) continue;
			seen.add(next);
			after({ nodes, connections, name: '' }, next, seen);
		}
		return seen;
	}

	it.each(examples)('publishes nothing: %s', (name) => {
		const workflow = parse(read(name));
		const open = workflow.nodes.filter((node) => {
			const { senderIds } = (node.parameters.options ?? {}) as { senderIds?: unknown[] };
			return isOurs(node) && nameOf(node).endsWith('Trigger') && !senderIds?.length;
		});
		const reached = open.flatMap((trigger) => [...after(workflow, trigger)]);
		const publishing = reached.filter(
			(node) => isOurs(node) && /^(post|container)\./.test(operationOf(node)),
		);
		expect(publishing.map((node) => node.name)).toEqual([]);
	});
});

it('The page of the examples lists each of them, with its picture', () => {
	const page = readFileSync(join(FOLDER, 'README.md'), 'utf8');
	const listed = [...page.matchAll(/^\| \[([\w-]+)\]\(\1\.json\).*examples\/\1\.png\) \|$/gm)].map(
		([, name]) => name,
	);
	expect([...listed].sort()).toEqual([...examples].sort());
});

describe('These tests', () => {
	const [trigger, publish] = parse(read('ask-before-publishing')).nodes.filter(isOurs);
	if (!trigger || !publish) throw new Error('The example has lost its nodes.');

	it.each([
		[
			'a field that does not exist',
			{ resource: 'user', operation: 'get', userName: 'x', userId: '1' },
			'userName',
		],
		['a hidden field', { resource: 'user', operation: 'get', userId: '1', imageUrl: 'x' }, 'imageUrl'],
		[
			'an unknown field of a collection',
			{ resource: 'container', operation: 'publish', containerId: '1', additionalFields: { caption: 'x' } },
			'additionalFields.caption',
		],
		['an operation that does not exist', { resource: 'user', operation: 'getAll' }, 'operation'],
	])('notice %s', (_what, parameters, path) => {
		expect(notInThePanel({ ...publish, parameters })).toContain(path);
	});

	it('notice a key that does not come out', () => {
		const connections = { [trigger.name]: { main: [[{ node: publish.name }]] } };
		const reader = {
			...publish,
			parameters: { text: "={{ $json.senderID }}{{ $('Nobody').item.json.id }}" },
		};
		expect(unknownKeys({ name: '', nodes: [trigger, reader], connections })).toEqual([
			`${publish.name}: id`,
			`${publish.name}: senderID`,
		]);
	});
});
