/** The pages behind the buttons of Send and Wait. No script, no request to anybody else. */

function page(title: string, ...paragraphs: string[]): string {
	return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>
body { margin: 0; padding: 2rem 1rem; background: #fafafa; color: #262626; font: 1rem/1.5 system-ui, sans-serif; text-align: center }
main { max-width: 28rem; margin: auto; padding: 1.5rem; background: #fff; border: 1px solid #dbdbdb; border-radius: .75rem }
h1 { margin: 0 0 1rem; font-size: 1.25rem }
p { overflow-wrap: anywhere; white-space: pre-line }
button { width: 100%; padding: .75rem; border: 0; border-radius: .5rem; background: #0064e0; color: #fff; font: inherit; font-weight: 600 }
</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${paragraphs.join('\n')}
</main>
</body>
</html>`;
}

export function escapeHtml(text: string): string {
	const entities: Record<string, string> = {
		'&': '&amp;',
		'<': '&lt;',
		'>': '&gt;',
		'"': '&quot;',
		"'": '&#39;',
	};
	return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

const paragraph = (text: string) => `<p>${escapeHtml(text)}</p>`;

/** Opened by the link, also by programs that look at links: it decides nothing, its button does. */
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
