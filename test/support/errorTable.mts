/** The README's table of errors, made from the catalogue so that the two cannot part. */
import { ERROR_CATALOGUE } from '../../nodes/Instagram/protocol/errors/classify';

const START = '<!-- errors: made from nodes/Instagram/protocol/errors by `npm run docs`; a test compares -->';
const END = '<!-- /errors -->';

export function errorTable(): string {
	const rows = ERROR_CATALOGUE.map(({ code, subcode, what, remedy }) => {
		const numbers = [code, subcode].filter((number) => number !== undefined).join('/');
		return `| ${numbers} | ${what} | ${remedy} |`;
	});
	return ['| code | what happened | what to do |', '|---|---|---|', ...rows].join('\n');
}

/** The README with the table as the catalogue has it. */
export function withErrorTable(readme: string): string {
	const [start, end] = [readme.indexOf(START), readme.indexOf(END)];
	if (start < 0 || end < 0) throw new Error('the README has lost the marks around its table of errors');
	return `${readme.slice(0, start + START.length)}\n\n${errorTable()}\n\n${readme.slice(end)}`;
}
