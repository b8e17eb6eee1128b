/** What the documents of the project say about its files, its names and each other is there. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

import { exampleOutputs, type Examples } from './support/docs/exampleOutputs.mts';
import { describedInPanel, resourcesOfPanel } from './support/docs/reference.mts';
import { MADE_PAGES, readPage } from './support/docs/pages.mts';

const ROOT = resolve(__dirname, '..');

/** Files of the checkout that git knows, or would. */
const FILES = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
	cwd: ROOT,
	encoding: 'utf8',
})
	.split('\n')
	.filter((path) => path !== '' && existsSync(join(ROOT, path)));
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const PAGES = FILES.filter((path) => path.endsWith('.md'));
const SOURCE = FILES.filter(
	(path) => /\.(ts|mts|cts|js|mjs|cjs|json)$/.test(path) && !/package-lock|documents\.test/.test(path),
);

const withoutFences = (text: string) => text.replace(/^```[\s\S]*?^```/gm, '');
const fences = (text: string) =>
	[...text.matchAll(/^```[^\n]*\n([\s\S]*?)^```/gm)].map(([, inside = '']) => inside);
const codeWords = (text: string) =>
	[...withoutFences(text).matchAll(/`([^`\n]+)`/g)].map(([, word = '']) => word);

/** Every identifier and text of the code, so that asking for one is cheap. */
const NAMES = new Set(SOURCE.flatMap((path) => read(path).match(/[\w$]+/g) ?? []));

/** A folder or a file whose path ends in `place`. */
function isThere(place: string): boolean {
	const path = place.replace(/^\//, '');
	return path.endsWith('/')
		? FILES.some((file) => `/${dirname(file)}/`.includes(`/${path}`))
		: FILES.some((file) => `/${file}`.endsWith(`/${path}`));
}

/** What of the house a page names that is not there. */
function missingIn(text: string): string[] {
	const words = [
		...codeWords(text),
		...fences(text).flatMap((inside) => inside.match(/[\w.<>*/-]+(\/|\.m?ts)\b|[\w-]+\//g) ?? []),
	];
	return words.filter((word) => {
		if (/[<>*{}\s"]|^_sim|^\./.test(word) || word.startsWith('/_sim')) return false;
		if (/\/$|\.(ts|mts|mjs|json|js)$/.test(word)) return !isThere(word);
		return /^[a-z]+[A-Z]\w*$|^[A-Z]\w*[a-z]\w*$/.test(word) && !NAMES.has(word);
	});
}

describe('docs/architecture.md and the decisions', () => {
	const pages = PAGES.filter((path) => /^docs\/(architecture|glossary|adr\/.*)\.md$/.test(path));

	it.each(pages)('%s names only what is there', (page) => {
		expect(missingIn(read(page))).toEqual([]);
	});

	it('would notice a function, a file and a folder that are not there', () => {
		const page =
			'Asks `retryDecisionOfOldTimes`, in `transport/nowhere.ts`.\n```\n  sharedThings/   everything\n```\n';
		expect(missingIn(page)).toEqual(['retryDecisionOfOldTimes', 'transport/nowhere.ts', 'sharedThings/']);
	});
});

/** GitHub's anchor of a heading. */
const anchorOf = (heading: string) =>
	heading
		.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
		.replace(/[`*_]/g, '')
		.trim()
		.toLowerCase()
		.replace(/[^\p{L}\p{N} -]/gu, '')
		.replace(/ /g, '-');

const anchorsOf = (page: string) =>
	[...withoutFences(read(page)).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

/** Relative links of a page whose file or anchor does not exist. */
function deadLinks(page: string, text: string): string[] {
	const links = [...withoutFences(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
	return links.filter((link) => {
		if (/^[a-z]+:/.test(link)) return false;
		const [path = '', anchor] = link.split('#');
		const target = path === '' ? page : relative(ROOT, resolve(ROOT, dirname(page), path));
		if (!existsSync(join(ROOT, target))) return true;
		return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).includes(anchor);
	});
}

describe('what is made from the code', () => {
	let examples: Examples;
	beforeAll(async () => {
		examples = await exampleOutputs();
	}, 120_000);

	it.each(MADE_PAGES.map((page) => [page.path, page] as const))(
		'%s is what `npm run docs` writes',
		(path, page) => {
			const current = readPage(ROOT, path);
			expect(current).toBe(page.make(current, examples));
		},
	);
});

describe('what a person writes', () => {
	const made = (page: string) => MADE_PAGES.some(({ path }) => path === page && path !== 'README.md');
	const written = PAGES.filter((page) => /^(README|docs\/[\w-]+)\.md$/.test(page) && !made(page));
	// tables may list what the panel offers
	const prose = (text: string) => text.replace(/^\|.*$/gm, '');
	const plain = (text: string) => text.replace(/<[^>]+>|[*_`]/g, '').replace(/\s+/g, ' ');
	const sentences = [
		...new Set(describedInPanel().flatMap((text) => plain(text).split(/(?<=[.?!])\s/))),
	].filter((sentence) => sentence.length > 40);

	it.each(written)('%s says no sentence that the panel says', (page) => {
		expect(sentences.length).toBeGreaterThan(100);
		expect(sentences.filter((sentence) => plain(prose(read(page))).includes(sentence))).toEqual([]);
	});
});

describe('what a page calls an operation', () => {
	const resources = resourcesOfPanel();
	const names = resources.map(({ name }) => name).join('|');
	const plain = (text: string) => text.replace(/[*_`]/g, '').replace(/\s+/g, ' ');

	/** What follows "Message > " and is no operation of it; `…` stands for any. */
	function unknownIn(text: string): string[] {
		const mentions = plain(text).matchAll(new RegExp(`\\b(${names}) > (?=[A-Z])([\\w -]{1,40})`, 'g'));
		return [...mentions].flatMap(([mention, resource, rest = '']) => {
			const { operations = [] } = resources.find(({ name }) => name === resource) ?? {};
			const isOne = operations.some(({ name }) => rest.toLowerCase().startsWith(name.toLowerCase()));
			return isOne ? [] : [mention];
		});
	}

	it.each(PAGES)('in %s is in the menu', (page) => {
		expect(unknownIn(read(page))).toEqual([]);
	});

	it('would notice one that is not', () => {
		expect(unknownIn('Run _Message > Forward_, then **Account > Get**.')).toEqual(['Message > Forward']);
	});

	it('in the first steps is what the list of nodes shows', () => {
		const actions = resources.flatMap(({ operations }) => operations.map(({ action }) => action));
		const steps = read('README.md').split('## The first workflow')[1]?.split('## Read on')[0] ?? '';
		const bold = [...steps.matchAll(/\*\*((?:Create|Send|Get) [^*]+)\*\*/g)].map(([, name]) => name);
		expect(bold.length).toBeGreaterThan(1);
		expect(bold.filter((name) => !actions.includes(name ?? ''))).toEqual([]);
	});
});

describe('links', () => {
	it.each(PAGES)('of %s lead somewhere', (page) => {
		expect(deadLinks(page, read(page))).toEqual([]);
	});

	it('would notice a file and a heading that are not there', () => {
		expect(
			deadLinks('README.md', '[a](docs/none.md) [b](#nothing-here) [c](docs/glossary.md#words)'),
		).toEqual(['docs/none.md', '#nothing-here']);
	});
});
