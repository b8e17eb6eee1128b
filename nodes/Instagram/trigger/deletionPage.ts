/** The page that Meta shows to a person who has asked for the deletion of their data. */
import { page, paragraph } from '../protocol/page';

/**
 * It says what is certain: the request came, and n8n has it. The trigger cannot know when the workflow has
 * finished.
 */
export function deletionPage(code: string, requestedAtMs: number): string {
	return page(
		'Your request to delete your data',
		paragraph(
			`Received on ${timeInWords(requestedAtMs)}, and handed on at once to the program that deletes what is stored about you.`,
		),
		paragraph(
			'This page cannot see when that program has finished. If you want to be sure, ask the people whose app or account you used, and give them this code:',
		),
		paragraph(code),
	);
}

export const UNKNOWN_CODE_PAGE = page(
	'There is no such request',
	paragraph(
		'No deletion request with this code is known. Open the whole link that Instagram gave you, or make the request again in Instagram under Settings > Website permissions > Apps and websites.',
	),
);

function timeInWords(timeMs: number): string {
	const [, day, month, year, time] =
		/^\w+, (\d+) (\w+) (\d+) (\d+:\d+)/.exec(new Date(timeMs).toUTCString()) ?? [];
	return `${Number(day)} ${month} ${year} at ${time} (UTC)`;
}
