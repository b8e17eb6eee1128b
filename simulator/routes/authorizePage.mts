import type { Account } from '../state/model.mts';

const LABELS: Record<string, string> = {
	instagram_business_basic: 'View profile and access media',
	instagram_business_content_publish: 'Access and publish content',
	instagram_business_manage_comments: 'Access and manage comments',
	instagram_business_manage_messages: 'Access and manage messages',
	instagram_business_manage_insights: 'View insights',
};

/** The page "Allow app to access @username", with a box per permission; basic cannot be unticked. */
export function authorizePage(given: {
	appName: string;
	scopes: readonly string[];
	accounts: readonly Account[];
	signedIn: Account;
}): string {
	const app = escapeHtml(given.appName);
	const boxes = given.scopes.map((scope) => {
		const fixed = scope === 'instagram_business_basic';
		const kept = fixed ? `<input type="hidden" name="permission" value="${scope}">` : '';
		return `<li><label><input type="checkbox" name="permission" value="${scope}" checked${fixed ? ' disabled' : ''}> ${escapeHtml(LABELS[scope] ?? scope)} <code>${scope}</code></label>${kept}</li>`;
	});
	const options = given.accounts.map(
		(account) =>
			`<option value="${account.id}"${account.id === given.signedIn.id ? ' selected' : ''}>@${escapeHtml(account.username)}</option>`,
	);
	return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Instagram: allow access</title>
<style>body{font:16px sans-serif;max-width:30em;margin:3em auto;padding:0 1em}button{font:inherit;padding:.5em 1.5em}ul{list-style:none;padding:0}code{color:#666}</style></head>
<body><h1>Allow ${app} to access @${escapeHtml(given.signedIn.username)}?</h1>
<form method="post">
<p><label>Account <select name="account">${options.join('')}</select></label></p>
<p>${app} will be able to:</p><ul>
${boxes.join('\n')}
</ul>
<button type="submit" name="decision" value="allow">Allow</button>
<button type="submit" name="decision" value="cancel">Cancel</button>
</form></body></html>
`;
}

function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
