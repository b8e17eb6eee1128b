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
	/** Absent where Instagram asks for the login first. */
	signedIn: Account | undefined;
	/** The login page offers the login with Facebook. */
	offersFacebook: boolean;
}): string {
	const app = escapeHtml(given.appName);
	const boxes = given.scopes.map((scope) => {
		const fixed = scope === 'instagram_business_basic';
		const kept = fixed ? `<input type="hidden" name="permission" value="${scope}">` : '';
		return `<li><label><input type="checkbox" name="permission" value="${scope}" checked${fixed ? ' disabled' : ''}> ${escapeHtml(LABELS[scope] ?? scope)} <code>${scope}</code></label>${kept}</li>`;
	});
	const options = given.accounts.map(
		(account) =>
			`<option value="${account.id}"${account.id === given.signedIn?.id ? ' selected' : ''}>@${escapeHtml(account.username)}</option>`,
	);
	const who = given.signedIn && escapeHtml(given.signedIn.username);
	const heading = who === undefined ? 'Log in to Instagram' : `Allow ${app} to access @${who}?`;
	const nobody = who === undefined ? '<option value="" selected>Log in as</option>' : '';
	const facebook = given.offersFacebook ? '<p><a href="#">Log in with Facebook</a></p>\n' : '';
	const login = who === undefined ? facebook : '';
	return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Instagram: allow access</title>
<style>body{font:16px sans-serif;max-width:30em;margin:3em auto;padding:0 1em}button{font:inherit;padding:.5em 1.5em}ul{list-style:none;padding:0}code{color:#666}</style></head>
<body><h1>${heading}</h1>
<form method="post">
${login}<p><label>Account <select name="account" required>${nobody}${options.join('')}</select></label></p>
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
