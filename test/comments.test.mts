/** Comments wrap where prettier wraps the code. It leaves comments alone, so this looks at them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import prettier from '../.prettierrc.json';

const ROOT = resolve(__dirname, '..');
const FOLDERS = ['nodes', 'credentials', 'simulator', 'scripts', 'test'];
/** As wide as prettier takes a tab for. */
const TAB = '  ';

/** Lines of comments that are longer than a line of code may be, as "file:line". */
function longLinesIn(path: string, text: string): string[] {
	return text.split('\n').flatMap((line, index) => {
		const isComment = /^\s*(?:\/\*\*|\*|\/\/) /.test(line);
		// a link cannot be broken
		if (!isComment || /https?:\/\/\S{60}/.test(line)) return [];
		return line.replaceAll('\t', TAB).length > prettier.printWidth ? [`${path}:${index + 1}`] : [];
	});
}

const sources = FOLDERS.flatMap((folder) =>
	readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => /\.m?ts$/.test(name))
		.map((name) => join(folder, name)),
);

describe('comments', () => {
	it('are no wider than the code', () => {
		expect(sources.length).toBeGreaterThan(500);
		expect(sources.flatMap((path) => longLinesIn(path, readFileSync(join(ROOT, path), 'utf8')))).toEqual([]);
	});

	it.each([
		['a block', `/** ${'long '.repeat(25)}*/`],
		['a line in it', `\t * ${'long '.repeat(25)}`],
		['a line of its own', `\t// ${'long '.repeat(25)}`],
	])('would be found: %s', (_what, comment) => {
		expect(longLinesIn('file.ts', comment)).toEqual(['file.ts:1']);
	});
});
