/**
 * 200 texts to 200 people: the node, the same node one by one, and n8n's own HTTP Request node with the same
 * 200 requests, in one run and with the same latency. Meta takes 100 messages a second, so nobody can be
 * faster than two seconds and have all of them arrive.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { WorkflowExecute } from 'n8n-core';
import {
	NodeHelpers,
	Workflow,
	type INode,
	type INodeParameters,
	type INodeTypes,
	type IVersionedNodeType,
} from 'n8n-workflow';

import { ensureN8n } from '../../scripts/n8n/install.mts';
import { silent } from '../../scripts/machine/report.mts';
import type { Person } from '../../simulator/index.mts';
import { additionalDataFor, startingAt } from '../support/engine.mts';
import { startWorld, type TestWorld } from '../support/world.mts';
import type { Bench, Row } from './run.mts';

const load = createRequire(import.meta.url);

const PEOPLE = 200;
/** There and back. */
const LATENCY_MS = 100;

interface Result {
	readonly tookMs: number;
	readonly arrived: number;
}

async function createPeople(world: TestWorld): Promise<Person[]> {
	const people = Array.from({ length: PEOPLE }, (_, index) =>
		world.simulator.instagram.createPerson({ username: `person.${index}` }),
	);
	for (const person of people)
		await world.simulator.instagram.sendDirectMessage({ from: person, to: world.account, text: 'Hi' });
	return people;
}

/** How long a run takes, and how many of its messages reach their person. */
async function measure(
	world: TestWorld,
	people: readonly Person[],
	text: string,
	run: () => Promise<void>,
): Promise<Result> {
	const startedMs = performance.now();
	await run();
	const tookMs = performance.now() - startedMs;
	const got = (person: Person) =>
		world.simulator.instagram
			.messages(world.account, person)
			.some((message) => message.fromAccount && message.text === text);
	return { tookMs, arrived: people.filter(got).length };
}

async function withNode(world: TestWorld, people: readonly Person[], text: string): Promise<Result> {
	const items = people.map((person) => ({
		json: { to: world.simulator.instagram.igsid(person, world.account) },
	}));
	const parameters = { resource: 'message', operation: 'send', recipientId: '={{ $json.to }}', text };
	return await measure(world, people, text, async () => {
		const { error } = await world.run(parameters, items);
		if (error) throw error;
	});
}

async function oneByOne(world: TestWorld, people: readonly Person[], text: string): Promise<Result> {
	// the very object that the node has: an import would make a second one
	const { sendMessage: declared } = load('../../nodes/Instagram/actions/message/send.operation.ts') as {
		sendMessage: { overlap: string };
	};
	const { overlap } = declared;
	declared.overlap = 'orderedWrite';
	try {
		return await withNode(world, people, text);
	} finally {
		declared.overlap = overlap;
	}
}

/** n8n's own node, as it comes or in batches, from the n8n that the end-to-end tests run. */
async function withHttpRequest(
	world: TestWorld,
	people: readonly Person[],
	text: string,
	options: INodeParameters = {},
): Promise<Result> {
	const { folder } = await ensureN8n(silent);
	const file = join(
		folder,
		'node_modules',
		'n8n-nodes-base',
		'dist',
		'nodes',
		'HttpRequest',
		'HttpRequest.node.js',
	);
	const { HttpRequest } = load(file) as { HttpRequest: new () => IVersionedNodeType };
	const type = new HttpRequest();
	const nodeTypes: INodeTypes = {
		getByName: () => type,
		getByNameAndVersion: (_name, version) => NodeHelpers.getVersionedNodeType(type, version),
		getKnownTypes: () => ({}),
	};
	const accessToken = world.store.stored.get('instagramBusinessTokenApi')?.accessToken as string;
	const node: INode = {
		id: 'http',
		name: 'HTTP Request',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		position: [0, 0],
		onError: 'continueRegularOutput',
		parameters: {
			method: 'POST',
			url: `https://graph.instagram.com/v25.0/${world.account.id}/messages`,
			sendHeaders: true,
			headerParameters: { parameters: [{ name: 'Authorization', value: `Bearer ${accessToken}` }] },
			sendBody: true,
			specifyBody: 'json',
			jsonBody: `={{ JSON.stringify({ recipient: { id: $json.to }, message: { text: "${text}" } }) }}`,
			options,
		},
	};
	const items = people.map((person) => ({
		json: { to: world.simulator.instagram.igsid(person, world.account) },
	}));
	return await measure(world, people, text, async () => {
		const workflow = new Workflow({ id: 'http', nodes: [node], connections: {}, active: false, nodeTypes });
		const runData = startingAt(node, items);
		const { data } = await new WorkflowExecute(
			additionalDataFor(world.store, 'http'),
			'trigger',
			runData,
		).processRunExecutionData(workflow);
		if (data.resultData.error) throw data.resultData.error;
	});
}

const inSeconds = ({ tookMs, arrived }: Result) =>
	`${(tookMs / 1000).toFixed(2)} s, ${arrived} of ${PEOPLE} arrived`;

/** What Meta's limit of 100 texts a second allows, and one round trip. */
const ALLOWED = { tookMs: (PEOPLE / 100) * 1000 + LATENCY_MS };

type Timed = Pick<Result, 'tookMs'>;

function against(what: string, one: Timed, other: Timed, most?: number): Row {
	const ratio = one.tookMs / other.tookMs;
	return {
		what,
		figure: `${ratio.toFixed(3)}`,
		...(most !== undefined && { target: `at most ${most.toFixed(3)}`, met: ratio <= most }),
	};
}

export const bench: Bench = {
	name: `Messaging: ${PEOPLE} texts to ${PEOPLE} people, ${LATENCY_MS} ms there and back`,
	async run() {
		const world = await startWorld({ speed: 1, latencyMs: LATENCY_MS / 2 });
		try {
			const people = await createPeople(world);
			await withNode(world, people.slice(0, 5), 'warm-up');
			const parallel = await withNode(world, people, 'parallel');
			const single = await oneByOne(world, people, 'one by one');
			const http = await withHttpRequest(world, people, 'http');
			const batched = await withHttpRequest(world, people, 'http in batches', {
				batching: { batch: { batchSize: 10, batchInterval: 100 } },
			});
			// the HTTP Request node again, where Meta had no limit
			world.simulator.switches.messagingRateLimits = false;
			const unlimited = await withHttpRequest(world, people, 'http without a limit');
			return [
				{
					what: 'the node',
					figure: inSeconds(parallel),
					target: 'all arrive',
					met: parallel.arrived === PEOPLE,
				},
				{
					what: 'the node, one by one',
					figure: inSeconds(single),
					target: 'all arrive',
					met: single.arrived === PEOPLE,
				},
				{ what: 'n8n HTTP Request node', figure: inSeconds(http) },
				{ what: 'n8n HTTP Request node, 10 every 100 ms', figure: inSeconds(batched) },
				{ what: 'n8n HTTP Request node, if Meta had no limit of 100 a second', figure: inSeconds(unlimited) },
				against('the node against 100 a second and one round trip', parallel, ALLOWED, 1.15),
				against('the node against one by one', parallel, single, 1 / 8),
				against('the node against HTTP Request', parallel, http),
				against('the node against HTTP Request in batches', parallel, batched),
				against('the node against HTTP Request without a limit', parallel, unlimited),
			];
		} finally {
			await world.close();
		}
	},
};
