/** The table of errors, made from the catalogue so that the two cannot part. */
import { ERROR_CATALOGUE } from '../../../nodes/Instagram/protocol/errors/classify';

export function errorTable(): string {
	const rows = ERROR_CATALOGUE.map(({ code, subcode, what, remedy }) => {
		const numbers = [code, subcode].filter((number) => number !== undefined).join('/');
		return `| ${numbers} | ${what} | ${remedy} |`;
	});
	return ['| code | what happened | what to do |', '|---|---|---|', ...rows].join('\n');
}
