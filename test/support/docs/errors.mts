/** The tables of errors by what a person sees, made from the code so that the two cannot part. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

import { ERROR_CATALOGUE } from '../../../nodes/Instagram/protocol/errors/classify.ts';

const NODES = join(import.meta.dirname, '../../../nodes/Instagram');

interface Entry {
	readonly what: string;
	readonly remedy: string;
	readonly codes: readonly string[];
}

const byText = (a: Entry, b: Entry) => a.what.localeCompare(b.what, 'en');

/** What Meta refuses, in our words; one line for all numbers that say the same. */
export function errorTable(): string {
	const entries = new Map<string, Entry>();
	for (const { code, subcode, what, remedy } of ERROR_CATALOGUE) {
		const number = [code, subcode].filter((part) => part !== undefined).join('/');
		const key = `${what}|${remedy}`;
		entries.set(key, { what, remedy, codes: [...(entries.get(key)?.codes ?? []), number] });
	}
	const rows = [...entries.values()]
		.sort(byText)
		.map(({ what, remedy, codes }) => `| ${what} | ${remedy} | ${codes.join(', ')} |`);
	return ['| you see | what to do | code |', '|---|---|---|', ...rows].join('\n');
}

/** What the package itself refuses, or says of what it met. */
export function ownErrorTable(): string {
	const files = readdirSync(NODES, { recursive: true, encoding: 'utf8' }).filter((path) =>
		path.endsWith('.ts'),
	);
	const entries = new Map(files.flatMap(refusalsIn).map((entry) => [entry.what, entry]));
	const rows = [...entries.values()].sort(byText).map(({ what, remedy }) => `| ${what} | ${remedy} |`);
	return ['| you see | what to do |', '|---|---|', ...rows].join('\n');
}

/** Texts of errors that a file makes, as far as they stand there; what is filled in is an ellipsis. */
function refusalsIn(path: string): Entry[] {
	const text = readFileSync(join(NODES, path), 'utf8');
	const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
	const found: Entry[] = [];
	const visit = (node: ts.Node) => {
		if (ts.isNewExpression(node) && node.expression.getText() === 'UserFixableError') {
			const [what, remedy] = (node.arguments ?? []).map(wording);
			if (what !== undefined && remedy !== undefined && /^["\p{L}]/u.test(what))
				found.push({ what, remedy, codes: [] });
		}
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found;
}

function wording(node: ts.Expression): string | undefined {
	if (ts.isStringLiteralLike(node)) return node.text;
	if (!ts.isTemplateExpression(node)) return undefined;
	const parts = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
	return parts.join('…').replace(/…+/g, '…').replaceAll('|', '\\|').trim();
}
