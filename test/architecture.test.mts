/**
 * Holds the house to its plan (docs/architecture.md): who may import whom, where effects live, how long a
 * file may be. The list of floors, this test and the picture change together.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';

const ROOT = resolve(__dirname, '..');

interface Import {
	readonly from: string;
	/** A path in the checkout, or the name of a package. */
	readonly to: string;
}

function filesBelow(folder: string, endings: readonly string[]): string[] {
	return readdirSync(join(ROOT, folder)).flatMap((name) => {
		const path = `${folder}/${name}`;
		if (statSync(join(ROOT, path)).isDirectory()) return filesBelow(path, endings);
		return endings.some((ending) => name.endsWith(ending)) ? [path] : [];
	});
}

function parse(path: string): ts.SourceFile {
	return ts.createSourceFile(path, readFileSync(join(ROOT, path), 'utf8'), ts.ScriptTarget.Latest, true);
}

function resolveImport(from: string, specifier: string): string {
	if (!specifier.startsWith('.')) return specifier;
	const target = relative(ROOT, resolve(ROOT, dirname(from), specifier))
		.split(sep)
		.join('/');
	const found = ['', '.ts', '.mts', '/index.ts', '/index.mts'].map((ending) => target + ending).find(isFile);
	if (found === undefined) throw new Error(`${from} imports ${specifier}, which is not there`);
	return found;
}

function isFile(path: string): boolean {
	return statSync(join(ROOT, path), { throwIfNoEntry: false })?.isFile() ?? false;
}

/** Imports and re-exports of a file, type imports and `import()` included. */
function importsOf(path: string): Import[] {
	const imports: Import[] = [];
	const visit = (node: ts.Node) => {
		const specifier =
			ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
				? node.moduleSpecifier
				: ts.isCallExpression(node) &&
					  (node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === 'require')
					? node.arguments[0]
					: ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
						? node.argument.literal
						: undefined;
		if (specifier && ts.isStringLiteral(specifier)) {
			imports.push({ from: path, to: resolveImport(path, specifier.text) });
		}
		ts.forEachChild(node, visit);
	};
	visit(parse(path));
	return imports;
}

/** The floors of `nodes/Instagram/`, from the ground up. A room imports rooms of lower floors only. */
const FLOORS: ReadonlyArray<readonly string[]> = [
	['protocol'],
	['protocol/errors', 'protocol/media'],
	['protocol/<subject>'],
	['transport'],
	['login'],
	['graph'],
	['run'],
	['panel', 'publishing', 'messaging', 'insights'],
	['actions/<resource>', 'trigger', 'polling', 'methods'],
	['actions/router'],
	['roof'],
];

/** What else a room may import. */
const LIBRARIES = (room: string) => (room.startsWith('protocol') ? ['crypto'] : ['n8n-workflow']);

/**
 * The room a file stands in: a folder, where `protocol/` and `actions/` have rooms of their own for each of
 * their folders.
 */
function roomOf(path: string): string {
	const inNode = /^nodes\/Instagram\/(.*)$/.exec(path)?.[1];
	if (inNode === undefined) return path.split('/')[0] ?? path;
	const [room = '', second = '', third] = inNode.split('/');
	if (second === '') return 'roof';
	if (room === 'actions') return third === undefined ? 'actions/router' : `actions/${second}`;
	return room === 'protocol' && third !== undefined ? `protocol/${second}` : room;
}

/** @throws when a room stands on no floor, so that none is added without a thought */
function floorOf(room: string): number {
	const generic = room.replace(/^(actions|protocol)\/.*/, (_name, house: string) =>
		house === 'actions' ? 'actions/<resource>' : 'protocol/<subject>',
	);
	const floors = [room, generic].map((name) => FLOORS.findIndex((floor) => floor.includes(name)));
	const floor = floors.find((found) => found >= 0);
	if (floor === undefined) throw new Error(`The room ${room} stands on no floor`);
	return floor;
}

const PRODUCT = [...filesBelow('nodes', ['.ts']), ...filesBelow('credentials', ['.ts'])];
const SIMULATOR = filesBelow('simulator', ['.mts']);
const AROUND = [...SIMULATOR, ...filesBelow('scripts', ['.mts']), ...filesBelow('test', ['.mts'])];
const PRODUCT_IMPORTS = PRODUCT.flatMap(importsOf);

/** The imports that the floors do not allow, readable. */
function forbiddenEdges(imports: readonly Import[]): string[] {
	return imports.filter((edge) => !isAllowed(edge)).map(({ from, to }) => `${from} -> ${to}`);
}

function isAllowed({ from, to }: Import): boolean {
	const room = roomOf(from);
	if (!isProduct(to)) return LIBRARIES(room).includes(to);
	if (roomOf(to) === room) return true;
	if (room === 'credentials') return roomOf(to).startsWith('protocol') || to === BOUNDED_MAP;
	return floorOf(roomOf(to)) < floorOf(room);
}

/** Memory, and no effect: the one thing of the transport that a credential type may use. */
const BOUNDED_MAP = 'nodes/Instagram/transport/boundedMap.ts';

const isProduct = (path: string) => path.startsWith('nodes/') || path.startsWith('credentials/');

/** The first circle in a graph, or `undefined`. */
function circleIn(edges: ReadonlyArray<readonly [string, string]>): string[] | undefined {
	const next = new Map<string, Set<string>>();
	for (const [from, to] of edges) if (from !== to) next.set(from, (next.get(from) ?? new Set()).add(to));
	const done = new Set<string>();
	const walk = (node: string, path: string[]): string[] | undefined => {
		if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
		if (done.has(node)) return undefined;
		for (const target of next.get(node) ?? []) {
			const circle = walk(target, [...path, node]);
			if (circle) return circle;
		}
		done.add(node);
		return undefined;
	};
	for (const node of next.keys()) {
		const circle = walk(node, []);
		if (circle) return circle;
	}
	return undefined;
}

/** Where identifiers or texts occur in code (comments left out). */
function occurrences(paths: readonly string[], wanted: (node: ts.Node) => boolean): string[] {
	const found: string[] = [];
	for (const path of paths) {
		const visit = (node: ts.Node) => {
			if (wanted(node)) found.push(`${path}: ${node.getText().slice(0, 60)}`);
			ts.forEachChild(node, visit);
		};
		visit(parse(path));
	}
	return found;
}

describe('the rooms of the product', () => {
	it('import from lower floors only', () => {
		expect(forbiddenEdges(PRODUCT_IMPORTS)).toEqual([]);
	});

	const at = (path: string) => `nodes/Instagram/${path}`;

	it.each([
		[
			'a resource that imports another',
			'actions/post/post.resource.ts',
			'actions/message/message.resource.ts',
		],
		['a resource that imports the router', 'actions/post/post.resource.ts', 'actions/router.ts'],
		['a room that imports one beside it', 'publishing/publish.ts', 'panel/parameters.ts'],
		['a room that imports one above it', 'graph/graph.ts', 'run/operation.ts'],
		['transport that imports a login', 'transport/request.ts', 'login/session.ts'],
		['a rule that imports the one that builds on it', 'protocol/json.ts', 'protocol/errors/classify.ts'],
		['a subject that imports the one beside it', 'protocol/events/kind.ts', 'protocol/insights/windows.ts'],
		['a trigger that imports the other', 'trigger/receive.ts', 'polling/poll.ts'],
	])('would notice %s', (_breach, from, to) => {
		expect(forbiddenEdges([{ from: at(from), to: at(to) }])).toHaveLength(1);
	});

	it.each([
		['a rule that imports n8n', at('protocol/json.ts'), 'n8n-workflow'],
		['a room that imports a module of Node', at('transport/request.ts'), 'node:fs'],
		['a credential that imports an effect', 'credentials/X.credentials.ts', at('transport/clock.ts')],
		['the product importing the simulator', at('graph/graph.ts'), 'simulator/index.mts'],
	])('would notice %s', (_breach, from, to) => {
		expect(forbiddenEdges([{ from, to }])).toHaveLength(1);
	});

	it('would notice a room that stands on no floor', () => {
		expect(() => floorOf('shared')).toThrow('stands on no floor');
	});

	it('have no circle, between files or between folders', () => {
		const edges = PRODUCT_IMPORTS.filter(({ to }) => isFile(to)).map(({ from, to }) => [from, to] as const);
		expect(circleIn(edges)).toBeUndefined();
		expect(circleIn(edges.map(([from, to]) => [dirname(from), dirname(to)] as const))).toBeUndefined();
	});

	it('would notice a circle', () => {
		expect(
			circleIn([
				['a', 'b'],
				['b', 'c'],
				['c', 'a'],
			]),
		).toEqual(['a', 'b', 'c', 'a']);
	});
});

describe('effects', () => {
	const inNodes = PRODUCT.filter((path) => path.startsWith('nodes/'));
	const outside = (...allowed: string[]) =>
		inNodes.filter((path) => !allowed.some((end) => path.endsWith(end)));
	const isIdentifier = (names: readonly string[]) => (node: ts.Node) =>
		ts.isIdentifier(node) &&
		names.includes(node.text) &&
		!(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node);

	it('reach the network through transport/request.ts only', () => {
		const helpers = [
			'httpRequest',
			'httpRequestWithAuthentication',
			'request',
			'requestWithAuthentication',
			'fetch',
		];
		const called = (node: ts.Node) =>
			(ts.isPropertyAccessExpression(node) && helpers.slice(0, 2).includes(node.name.text)) ||
			(ts.isPropertyAccessExpression(node) &&
				node.expression.getText().endsWith('helpers') &&
				helpers.includes(node.name.text)) ||
			(ts.isCallExpression(node) && node.expression.getText() === 'fetch');
		expect(occurrences(outside('transport/request.ts'), called)).toEqual([]);
	});

	it("name Meta's hosts in protocol/hosts.ts only", () => {
		const host = /(graph|api|www)\.(instagram|facebook)\.com/;
		const named = (node: ts.Node) =>
			(ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node)) && host.test(node.text);
		const addresses = occurrences(
			[...outside('protocol/hosts.ts'), ...PRODUCT.filter((path) => !inNodes.includes(path))],
			named,
		);
		// texts for people ("Log in on instagram.com") name no host of the API
		expect(addresses).toEqual([]);
	});

	it('take time and chance from transport/clock.ts only', () => {
		const dateNow = (node: ts.Node) =>
			(ts.isPropertyAccessExpression(node) && ['Date.now', 'Math.random'].includes(node.getText())) ||
			(ts.isNewExpression(node) &&
				node.expression.getText() === 'Date' &&
				(node.arguments ?? []).length === 0) ||
			(ts.isImportSpecifier(node) && node.name.text === 'sleep') ||
			isIdentifier(['setTimeout', 'setInterval', 'setImmediate'])(node);
		expect(occurrences(outside('transport/clock.ts'), dateNow)).toEqual([]);
		expect(
			occurrences(
				SIMULATOR.filter((path) => !path.startsWith('simulator/state/')),
				dateNow,
			),
		).toEqual([]);
	});
});

describe('the simulator', () => {
	const FLOORS_OF_SIMULATOR = ['state', 'delivery', 'people', 'routes', 'root'];
	const floor = (path: string) =>
		FLOORS_OF_SIMULATOR.indexOf(path.split('/').length === 2 ? 'root' : (path.split('/')[1] ?? 'root'));

	it('imports nothing of the package', () => {
		const imports = SIMULATOR.flatMap(importsOf).filter(
			({ to }) => isFile(to) && !to.startsWith('simulator/'),
		);
		expect(imports).toEqual([]);
	});

	it('imports from lower floors only', () => {
		const upwards = SIMULATOR.flatMap(importsOf)
			.filter(({ to }) => isFile(to))
			.filter(({ from, to }) => floor(from) < floor(to));
		expect(upwards).toEqual([]);
	});
});

describe('files', () => {
	it('are short enough to be read at once', () => {
		const long = [...PRODUCT, ...AROUND].filter(
			(path) => readFileSync(join(ROOT, path), 'utf8').split('\n').length > 350,
		);
		expect(long).toEqual([]);
	});

	it('keep scripts away from the source of the package', () => {
		const imports = filesBelow('scripts', ['.mts']).flatMap(importsOf);
		expect(imports.filter(({ to }) => /^(nodes|credentials|test)\//.test(to))).toEqual([]);
	});
});
