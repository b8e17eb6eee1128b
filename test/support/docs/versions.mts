/** For the README: which n8n it needs, and what comes with later ones. */
import { laterN8n, supportedN8n } from '../../../scripts/n8n/versions.mts';

export function versionsOfN8n(): string {
	const tried = supportedN8n.map(({ version }) => version);
	const oldest = (tried[0] ?? '').split('.').slice(0, 2).join('.');
	const rows = Object.values(laterN8n).map(({ since, what }) => `| ${since} | ${what} |`);
	return [
		`It needs n8n ${oldest} or newer, and was tried with ${tried.slice(0, -1).join(', ')} and ${tried.at(-1)}.`,
		'',
		'| n8n since | what comes with it |',
		'|---|---|',
		...rows,
	].join('\n');
}
