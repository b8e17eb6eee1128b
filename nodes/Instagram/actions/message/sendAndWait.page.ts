/** The pages behind the buttons of Send and Wait. */
import { contentHash, escapeHtml, page, paragraph } from '../../protocol/page';

const BUSY = 'busy';
const REFUSED = 'refused';
const UNKNOWN = 'unknown';

/**
 * Presses the button without leaving the page. While an execution goes on, n8n answers a second press by
 * itself, without asking the node, and with JSON (409), as it answers everything that it refuses; people get
 * words instead. Without scripts the form does the same, but for these words.
 */
const PRESS = `
const form = document.querySelector('form');
const say = (what) => document.querySelector('main').replaceChildren(document.getElementById(what).content);
form.addEventListener('submit', async (event) => {
	event.preventDefault();
	form.querySelector('button').disabled = true;
	try {
		const answer = await fetch(location.href, { method: 'POST' });
		const isPage = /^text\\/html/.test(answer.headers.get('content-type') ?? '');
		if (answer.ok && isPage) {
			const { documentElement } = new DOMParser().parseFromString(await answer.text(), 'text/html');
			document.replaceChild(document.adoptNode(documentElement), document.documentElement);
		} else if (answer.status === 409) say('${BUSY}');
		else say(answer.status >= 400 && answer.status < 500 ? '${REFUSED}' : '${UNKNOWN}');
	} catch {
		say('${UNKNOWN}');
	}
});
`;

/** The only script that runs on {@link confirmPage}, and the only address it may call is the page's own. */
export const CONFIRM_PAGE_POLICY = [
	"default-src 'none'",
	"style-src 'unsafe-inline'",
	`script-src '${contentHash(PRESS)}'`,
	"connect-src 'self'",
	"frame-ancestors 'none'",
].join('; ');

const words = (id: string, title: string, text: string) =>
	`<template id="${id}"><h1>${escapeHtml(title)}</h1>${paragraph(text)}</template>`;

/**
 * The page that the link opens, for programs that preview links too, so opening it decides nothing; its
 * button does.
 */
export function confirmPage(label: string, question: string): string {
	return page(
		label,
		paragraph(question),
		`<form method="post"><button type="submit">${escapeHtml(label)}</button></form>`,
		words(
			BUSY,
			'Already answered',
			'Somebody answered this question a moment ago, so your answer was not recorded.',
		),
		words(
			REFUSED,
			'Nothing was recorded',
			'n8n did not accept the answer. Open the link in the message again.',
		),
		words(
			UNKNOWN,
			'Your answer may not have arrived',
			'Open the link in the message again: it says whether the question is still open.',
		),
		`<script>${PRESS}</script>`,
	);
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
