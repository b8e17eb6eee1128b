/**
 * What the panel shows and what the code reads are the same: a field that nobody reads is a promise that the node breaks, and a read of a
 * field that the panel does not have fails always.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import ts from 'typescript';

import { Instagram } from '../nodes/Instagram/Instagram.node';
import { InstagramPollingTrigger } from '../nodes/Instagram/InstagramPollingTrigger.node';
import { InstagramTrigger } from '../nodes/Instagram/InstagramTrigger.node';

const load = createRequire(__filename);
const ROOT = resolve(__dirname, '..');
const NODES = join(ROOT, 'nodes/Instagram');

interface Source {
	/** `name` → `label` of the Field constants in a file. */
	readonly fields: Map<string, string>;
	/** Every literal text and property name in it. */
	readonly words: Set<string>;
	readonly imports: string[];
}

const sources = new Map<string, Source>();

function read(path: string): Source {
	const known = sources.get(path);
	if (known) return known;
	const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
	const source: Source = { fields: new Map(), words: new Set(), imports: [] };
	const textOf = (object: ts.ObjectLiteralExpression, name: string) => {
		const property = object.properties.find((candidate) => candidate.name?.getText() === name);
		return property && ts.isPropertyAssignment(property) && ts.isStringLiteralLike(property.initializer)
			? property.initializer.text
			: undefined;
	};
	const visit = (node: ts.Node, inDeclaration: boolean) => {
		let declares = inDeclaration;
		if (ts.isObjectLiteralExpression(node)) {
			const [name, label] = [textOf(node, 'name'), textOf(node, 'label')];
			if (name !== undefined && label !== undefined) source.fields.set(name, label);
			declares ||= textOf(node, 'displayName') !== undefined;
		}
		// what only stands in the declaration of the panel is not read by that
		if (!declares && (ts.isStringLiteralLike(node) || ts.isIdentifier(node))) source.words.add(node.text);
		ts.forEachChild(node, (child) => visit(child, declares));
	};
	visit(file, false);
	for (const statement of file.statements) {
		if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
		const specifier = statement.moduleSpecifier.text;
		const target = resolve(dirname(path), `${specifier}.ts`);
		if (specifier.startsWith('.') && existsSync(target)) source.imports.push(target);
	}
	sources.set(path, source);
	return source;
}

/** A file and everything below it that may read parameters. */
function reachable(path: string, seen = new Set<string>()): Set<string> {
	if (
		seen.has(path) ||
		/\/(protocol|transport)\//.test(relative(NODES, path)) ||
		path.includes('/transport/')
	)
		return seen;
	seen.add(path);
	for (const target of read(path).imports) reachable(target, seen);
	return seen;
}

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

describe.each(operations)('%s: %s', (resource, operation) => {
	const path = join(NODES, 'actions', resource, `${operation}.operation.ts`);

	it('stands in a file of its name', () => expect(existsSync(path)).toBe(true));

	it('reads every field that the panel shows, under the name that the panel gives it', () => {
		const files = [...reachable(path)].map(read);
		const fields = new Map(files.flatMap(({ fields: own }) => [...own]));
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
		const missing = [...read(path).fields.keys()].filter((name) => !shown.has(name));
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

	it.each([
		['InstagramTrigger', new InstagramTrigger()],
		['InstagramPollingTrigger', new InstagramPollingTrigger()],
	])('gives every field of the %s to code that reads it', (name, trigger) => {
		const files = [...reachable(join(NODES, `${name}.node.ts`))].map(read);
		const words = new Set(files.flatMap(({ words: own, fields }) => [...own, ...fields.keys()]));
		const unread = trigger.description.properties
			.flatMap((property) => declaredBy(property))
			.map(({ path }) => path)
			.filter((path) => !words.has(path) && !words.has(path.split('.').at(-1) ?? ''));
		expect(unread).toEqual([]);
	});
});
