/** The pages behind the buttons of Send and Wait. */
import { escapeHtml, page, paragraph } from '../../protocol/page';

/**
 * The page that the link opens, for programs that preview links too, so opening it decides nothing; its
 * button does.
 */
export function confirmPage(label: string, question: string): string {
	const form = `<form method="post"><button type="submit">${escapeHtml(label)}</button></form>`;
	return page(label, paragraph(question), form);
}

export function recordedPage(label: string): string {
	return page(
		'Got it, thanks',
		paragraph(`Your answer was recorded: ${label}`),
		paragraph('This page can be closed now.'),
	);
}

export const CLOSED_PAGE = page(
	'Nothing was recorded',
	paragraph('This question is no longer open. If there is a newer message, use the buttons of that one.'),
);
