/**
 * Holds the house to its plan (docs/architecture.md): who may import whom, where effects live, how long a file may be. The table, this
 * test and the picture change together.
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

/** The room a file stands in; `actions/<resource>` is a room of its own for each resource. */
function roomOf(path: string): string {
	const inNode = /^nodes\/Instagram\/(.*)$/.exec(path)?.[1];
	if (inNode === undefined) return path.split('/')[0] ?? path;
	if (!inNode.includes('/')) return 'roof';
	const [room, second] = inNode.split('/');
	if (room !== 'actions') return room ?? inNode;
	return second?.endsWith('.ts') ? 'actions/router' : `actions/${second}`;
}

const EVERY_RESOURCE = 'actions/<resource>';
const generic = (room: string) => (/^actions\/(?!router)/.test(room) ? EVERY_RESOURCE : room);

/** Which rooms a room may import; the table of docs/architecture.md. */
const MAY_IMPORT: Record<string, readonly string[]> = {
	protocol: ['crypto'],
	transport: ['protocol', 'n8n-workflow'],
	shared: ['protocol', 'transport', 'n8n-workflow'],
	methods: ['shared', 'transport', 'protocol', 'n8n-workflow'],
	trigger: ['shared', 'transport', 'protocol', 'n8n-workflow'],
	[EVERY_RESOURCE]: ['shared', 'transport', 'protocol', 'n8n-workflow'],
	'actions/router': ['shared', 'transport', 'n8n-workflow'],
	roof: [EVERY_RESOURCE, 'actions/router', 'trigger', 'methods', 'shared', 'n8n-workflow'],
	credentials: ['protocol', 'n8n-workflow'],
};

const PRODUCT = [...filesBelow('nodes', ['.ts']), ...filesBelow('credentials', ['.ts'])];
const SIMULATOR = filesBelow('simulator', ['.mts']);
const AROUND = [...SIMULATOR, ...filesBelow('scripts', ['.mts']), ...filesBelow('test', ['.mts'])];
const PRODUCT_IMPORTS = PRODUCT.flatMap(importsOf);

/** The imports that the rules of the rooms do not allow, readable. */
function forbiddenEdges(imports: readonly Import[]): string[] {
	return imports
		.filter(({ from, to }) => {
			const [fromRoom, toRoom] = [roomOf(from), isFile(to) ? roomOf(to) : to];
			if (fromRoom === toRoom) return false;
			return (
				!(MAY_IMPORT[generic(fromRoom)] ?? []).includes(generic(toRoom)) ||
				(generic(fromRoom) === EVERY_RESOURCE && generic(toRoom) === EVERY_RESOURCE)
			);
		})
		.map(({ from, to }) => `${from} -> ${to}`);
}

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
	it('import only what the table allows', () => {
		expect(forbiddenEdges(PRODUCT_IMPORTS)).toEqual([]);
	});

	it('would notice a resource that imports another, and a rule that imports n8n', () => {
		const at = (path: string) => `nodes/Instagram/${path}`;
		const [post, message] = ['actions/post/post.resource.ts', 'actions/message/message.resource.ts'].map(at);
		expect(forbiddenEdges([{ from: post!, to: message! }])).toHaveLength(1);
		expect(forbiddenEdges([{ from: at('protocol/json.ts'), to: 'n8n-workflow' }])).toHaveLength(1);
		expect(forbiddenEdges([{ from: at('transport/graph.ts'), to: at('shared/operation.ts') }])).toHaveLength(
			1,
		);
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
	const FLOORS = ['state', 'delivery', 'routes', 'root'];
	const floorOf = (path: string) => (path.split('/').length === 2 ? 'root' : (path.split('/')[1] ?? 'root'));

	it('imports nothing of the package', () => {
		const imports = SIMULATOR.flatMap(importsOf).filter(
			({ to }) => isFile(to) && !to.startsWith('simulator/'),
		);
		expect(imports).toEqual([]);
	});

	it('imports from lower floors only', () => {
		const upwards = SIMULATOR.flatMap(importsOf)
			.filter(({ to }) => isFile(to))
			.filter(({ from, to }) => FLOORS.indexOf(floorOf(from)) < FLOORS.indexOf(floorOf(to)));
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
