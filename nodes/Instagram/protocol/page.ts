/** A page for people who follow a link of a workflow. It makes no request to anybody else. */
import { createHash } from 'crypto';

/**
 * @param title as plain text
 * @param paragraphs HTML, made with {@link paragraph}
 */
export function page(title: string, ...paragraphs: string[]): string {
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

export const paragraph = (text: string): string => `<p>${escapeHtml(text)}</p>`;

/**
 * @returns the source by which a Content-Security-Policy allows exactly this inline script (W3C: CSP Level 3)
 */
export const contentHash = (script: string): string =>
	`sha256-${createHash('sha256').update(script).digest('base64')}`;
