/**
 * One name for one thing: who searches for a function or a type of the product finds it, and nothing else.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

const ROOT = resolve(__dirname, '..');

const files = ['nodes', 'credentials'].flatMap((folder) =>
	readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => join(folder, name)),
);

/** Functions, types and classes of a file, and the constants that it exports. */
function namesIn(text: string): string[] {
	const file = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);
	return file.statements.flatMap((statement) => {
		if (ts.isVariableStatement(statement)) {
			const isExported = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
			return statement.declarationList.declarations
				.filter(({ initializer }) => isExported || (initializer && ts.isArrowFunction(initializer)))
				.map(({ name }) => name.getText());
		}
		const isNamed =
			ts.isFunctionDeclaration(statement) ||
			ts.isInterfaceDeclaration(statement) ||
			ts.isTypeAliasDeclaration(statement) ||
			ts.isClassDeclaration(statement);
		return isNamed && statement.name ? [statement.name.text] : [];
	});
}

/** Names that stand in several files, with these. */
function twinsAmong(texts: ReadonlyMap<string, string>): string[] {
	const places = new Map<string, string[]>();
	for (const [path, text] of texts) {
		for (const name of new Set(namesIn(text))) places.set(name, [...(places.get(name) ?? []), path]);
	}
	return [...places]
		.filter(([, paths]) => paths.length > 1)
		.map(([name, paths]) => `${name}: ${paths.join(', ')}`);
}

describe('the names of the product', () => {
	it('each stand for one thing', () => {
		expect(files.length).toBeGreaterThan(200);
		expect(twinsAmong(new Map(files.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')])))).toEqual(
			[],
		);
	});

	it.each([
		['function', 'function readA() {}', 'export async function readA() {}'],
		['arrow function', 'const readA = () => 1;', 'export const readA = 2;'],
		['type', 'interface A {}', 'type A = string;'],
	])('would show a %s that stands twice', (_what, first, second) => {
		expect(
			twinsAmong(
				new Map([
					['a.ts', first],
					['b.ts', second],
				]),
			),
		).toEqual([expect.stringContaining('a.ts, b.ts')]);
	});
});
