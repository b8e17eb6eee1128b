/**
 * What the panel shows and what the code reads are the same: a field that nobody reads is a promise that the
 * node breaks, and a read of a field that the panel does not have fails always.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';
import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { Instagram } from '../nodes/Instagram/Instagram.node';
import { InstagramPollingTrigger } from '../nodes/Instagram/InstagramPollingTrigger.node';
import { InstagramTrigger } from '../nodes/Instagram/InstagramTrigger.node';
import { fieldsReadBy, parseSource, readersFrom, sourceAt } from './support/fieldReads.mts';

const load = createRequire(__filename);
const ROOT = resolve(__dirname, '..');
const NODES = join(ROOT, 'nodes/Instagram');

interface Declared {
	readonly path: string;
	readonly label: string;
	/** Inside a fixedCollection, whose entries are read as a whole. */
	readonly nested: boolean;
}

const isCollection = (option: INodeProperties | INodePropertyOptions | INodePropertyCollection) =>
	'values' in option && Array.isArray(option.values);

function declaredBy(property: INodeProperties, prefix = '', nested = false): Declared[] {
	if (property.type === 'notice') return [];
	const path = `${prefix}${property.name}`;
	const options = property.options ?? [];
	if (property.type === 'collection') {
		return (options as INodeProperties[]).flatMap((option) => declaredBy(option, `${path}.`, nested));
	}
	if (property.type === 'fixedCollection') {
		const inner = options
			.filter(isCollection)
			.flatMap((option) =>
				(option as INodePropertyCollection).values.flatMap((value) => declaredBy(value, `${path}.`, true)),
			);
		return [{ path, label: property.displayName, nested: true }, ...inner];
	}
	return [{ path, label: property.displayName, nested }];
}

const action = new Instagram();
const { properties } = action.description;
const resources = (properties.find(({ name }) => name === 'resource')?.options ??
	[]) as INodePropertyOptions[];

const operations = resources.flatMap((resource) => {
	const menu = properties.find(
		({ name, displayOptions }) =>
			name === 'operation' && displayOptions?.show?.resource?.[0] === resource.value,
	);
	return ((menu?.options ?? []) as INodePropertyOptions[]).map(
		(operation) => [String(resource.value), String(operation.value)] as const,
	);
});

const fieldsOf = (resource: string, operation: string) =>
	properties.filter(
		({ displayOptions }) =>
			displayOptions?.show?.resource?.includes(resource) &&
			displayOptions.show.operation?.includes(operation),
	);

const triggers = [
	['InstagramTrigger', new InstagramTrigger()],
	['InstagramPollingTrigger', new InstagramPollingTrigger()],
] as const;

/**
 * For each file that may read parameters: what the operations and triggers above it show, as `name` and as
 * `name: label`.
 */
const shownTo = new Map<string, Set<string>>();
for (const [path, properties] of [
	...operations.map(
		([resource, operation]) =>
			[join(NODES, 'actions', resource, `${operation}.operation.ts`), fieldsOf(resource, operation)] as const,
	),
	...triggers.map(
		([name, trigger]) => [join(NODES, `${name}.node.ts`), trigger.description.properties] as const,
	),
]) {
	const shown = properties
		.flatMap((property) => declaredBy(property))
		.flatMap(({ path: name, label }) => [name, `${name}: ${label}`]);
	for (const reader of readersFrom(path)) {
		shownTo.set(reader, new Set([...(shownTo.get(reader) ?? []), ...shown]));
	}
}

describe.each(operations)('%s: %s', (resource, operation) => {
	const path = join(NODES, 'actions', resource, `${operation}.operation.ts`);

	it('stands in a file of its name', () => expect(existsSync(path)).toBe(true));

	it('reads every field that the panel shows, under the name that the panel gives it', () => {
		const files = [...readersFrom(path)].map(sourceAt);
		const fields = new Set(files.flatMap(fieldsReadBy).map(({ name }) => name));
		const words = new Set(files.flatMap(({ words: own }) => [...own]));
		const unread = fieldsOf(resource, operation)
			.flatMap((property) => declaredBy(property))
			.filter(
				({ path: name, nested }) => !fields.has(name) && !(nested && words.has(name.split('.').at(-1) ?? '')),
			)
			.map(({ path: name }) => name);
		expect(unread).toEqual([]);
	});

	it('reads no field that the panel does not show', () => {
		const shown = new Set(
			fieldsOf(resource, operation)
				.flatMap((property) => declaredBy(property))
				.map(({ path: name }) => name),
		);
		const missing = fieldsReadBy(sourceAt(path)).filter(({ name }) => !shown.has(name));
		expect(missing).toEqual([]);
	});
});

describe.each(resources.map(({ value }) => String(value)))('the menu of %s', (resource) => {
	it('offers what there is code for, and all of it', () => {
		const path = join(NODES, 'actions', resource, `${resource}.resource.ts`);
		const { [resource]: declared } = load(path) as Record<string, { operations: Record<string, unknown> }>;
		const offered = operations.filter(([of]) => of === resource).map(([, operation]) => operation);
		expect(Object.keys(declared!.operations).sort()).toEqual([...offered].sort());
	});
});

describe('the panel', () => {
	it('names each operation of a menu once, and each has code', () => {
		expect(operations.length).toBeGreaterThan(2);
		expect(new Set(operations.map(String)).size).toBe(operations.length);
	});

	it('describes every operation for people and for AI agents', () => {
		const entries = properties
			.filter(({ name }) => name === 'operation')
			.flatMap(({ options }) => (options ?? []) as INodePropertyOptions[]);
		for (const { action: label, description } of entries) {
			expect(label).toMatch(/^[A-Z]/);
			expect(description?.length).toBeGreaterThan(15);
		}
	});

	it('names an event in Webhook Subscription as the trigger does', () => {
		const entriesOf = (all: INodeProperties[], name: string) =>
			(all.find((property) => property.name === name)?.options ?? []) as INodePropertyOptions[];
		const events = entriesOf(new InstagramTrigger().description.properties, 'events');
		const subscribable = entriesOf(properties, 'subscribedFields');
		expect(subscribable.length).toBeGreaterThan(10);
		expect(events).toEqual(expect.arrayContaining(subscribable));
	});

	it.each(triggers)('gives every field of the %s to code that reads it', (name, { description }) => {
		const files = [...readersFrom(join(NODES, `${name}.node.ts`))].map(sourceAt);
		const words = new Set(
			files.flatMap((source) => [...source.words, ...fieldsReadBy(source).map((field) => field.name)]),
		);
		const unread = description.properties
			.flatMap((property) => declaredBy(property))
			.map(({ path }) => path)
			.filter((path) => !words.has(path) && !words.has(path.split('.').at(-1) ?? ''));
		expect(unread).toEqual([]);
	});

	it('orders the fields of a collection by their labels, wherever they are declared', () => {
		const collections = [action, ...triggers.map(([, trigger]) => trigger)]
			.flatMap(({ description }) => description.properties)
			.filter(({ type }) => type === 'collection');
		expect(collections.length).toBeGreaterThan(10);
		for (const { options } of collections) {
			const labels = (options as INodeProperties[]).map(({ displayName }) => displayName);
			expect(labels).toEqual([...labels].sort((a, b) => a.localeCompare(b)));
		}
	});
});

describe('a field', () => {
	const files = [...shownTo.keys()];

	const readers = files.filter((path) => fieldsReadBy(sourceAt(path)).length > 0);

	it.each(readers.map((path) => [relative(NODES, path), path]))(
		'is read in %s as one of the panels above it shows it',
		(_file, path) => {
			const shown = shownTo.get(path)!;
			const unknown = fieldsReadBy(sourceAt(path)).filter(
				({ name, label }) => !shown.has(label === undefined ? name : `${name}: ${label}`),
			);
			expect(unknown).toEqual([]);
		},
	);

	it('is named once, where it is declared', () => {
		expect(files.length).toBeGreaterThan(60);
		expect(
			files.flatMap((path) =>
				sourceAt(path).literalFields.map((name) => `${relative(NODES, path)}: ${name}`),
			),
		).toEqual([]);
	});

	it.each([
		['a name and a label of its own', `const TEXT = { name: 'text', label: 'Text' };`, ['text']],
		['fieldOf', `const A = { displayName: 'A', name: 'a' }; const B = fieldOf(A); read(B);`, []],
	])('that has %s is told apart', (_what, text, expected) => {
		expect(parseSource(join(NODES, 'made-up.ts'), text).literalFields).toEqual(expected);
	});

	it.each([
		['is used', `const A = fieldOf(A_FIELD, 'options'); read(A);`, ['options.a']],
		['is not used', `const A = fieldOf(A_FIELD, 'options');`, []],
		['has a further property', `const A = { ...fieldOf(A_FIELD), whenEmpty: true }; read(A);`, ['a']],
	])('counts as read when its constant %s', (_when, text, expected) => {
		const declaration = `const A_FIELD = { displayName: 'A', name: 'a', type: 'string' };`;
		const source = parseSource(join(NODES, 'made-up.ts'), `${declaration} ${text}`);
		expect(fieldsReadBy(source).map(({ name }) => name)).toEqual(expected);
	});

	it('is not read by fieldOf without a declaration that can be found', () => {
		const source = parseSource(join(NODES, 'made-up.ts'), 'const A = fieldOf(make()); read(A);');
		expect(() => fieldsReadBy(source)).toThrow('fieldOf(make())');
	});
});
