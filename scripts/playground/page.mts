/** One page, without a framework: it asks what there is to see once a second, and shows texts as texts. */
export const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Simulated Instagram</title>
<link rel="icon" href="data:,">
<style>
body { font: 15px/1.45 system-ui, sans-serif; margin: 0 auto; max-width: 68rem; padding: 1.5rem; color: #222; background: #fafafa }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin: 0 0 .5rem } code { background: #eee; padding: .1em .3em; border-radius: 3px }
main { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 1.5rem; align-items: start }
section { background: #fff; border: 1px solid #ddd; border-radius: 8px; padding: 1rem }
form { display: grid; grid-template-columns: minmax(0, 1fr); gap: .5rem } input, select, button { font: inherit; padding: .4rem .6rem; border: 1px solid #ccc; border-radius: 5px }
button { background: #0069d9; color: #fff; border: 0; cursor: pointer }
.bubble { border-radius: 12px; padding: .35rem .7rem; margin: .2rem 0; width: fit-content; max-width: 85%; background: #eee; white-space: pre-wrap }
.own { margin-left: auto; background: #d8ebff } .hidden { text-decoration: line-through; color: #888 } .reply { margin-left: 1.5rem }
figure { margin: 0 0 1rem; border-top: 1px solid #eee; padding-top: 1rem } img { max-width: 100%; max-height: 16rem; border-radius: 5px }
.hint { color: #666 }
</style>
</head>
<body>
<h1>Simulated Instagram of @<span id="account">…</span></h1>
<p class="hint">Nothing here leaves this machine. Write something as somebody, and see what the workflows in n8n make of it.</p>
<details><summary>Connect an account yourself</summary>
<p>In n8n create a credential <b>Instagram Business Login OAuth2 API</b> with Client ID <code id="appId"></code> and Client Secret
<code id="appSecret"></code>, a webhook verify token of your choice, and press <b>Connect</b>.</p></details>
<main>
<section>
<h2>Write</h2>
<form id="write">
<input name="username" value="curious.person" required pattern="[A-Za-z0-9._]{1,30}" title="letters, digits, dots and underscores" aria-label="Write as">
<select name="to" aria-label="Where"><option value="">a direct message</option></select>
<input name="text" placeholder="What you write" required aria-label="Text">
<button>Send</button>
</form>
</section>
<section><h2>Conversations</h2><div id="conversations"></div></section>
<section><h2>Posts</h2><div id="posts"></div></section>
</main>
<script>
const byId = (id) => document.getElementById(id);
const element = (tag, text, className) => {
	const made = document.createElement(tag);
	if (text !== undefined) made.textContent = text;
	if (className) made.className = className;
	return made;
};
const form = byId('write');
form.addEventListener('submit', async (event) => {
	event.preventDefault();
	const { username, to, text } = Object.fromEntries(new FormData(form));
	form.text.value = '';
	const what = to === '' ? { username, text } : { username, text, mediaId: to };
	await fetch(to === '' ? '/messages' : '/comments', {
		method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(what),
	});
	show();
});
let shown = '';
async function show() {
	const text = await (await fetch('/state')).text();
	if (text === shown) return;
	shown = text;
	const { account, conversations, posts } = JSON.parse(text);
	byId('account').textContent = account;
	byId('conversations').replaceChildren(...conversations.flatMap(({ with: person, messages }) => [
		element('h3', '@' + person),
		...messages.map(({ from, text }) => element('div', text, from === account ? 'bubble own' : 'bubble')),
	]));
	byId('posts').replaceChildren(...posts.map(({ kind, caption, picture, comments }) => {
		const figure = element('figure');
		if (picture) figure.append(Object.assign(element('img'), { src: picture, alt: 'The post' }));
		figure.append(element('div', kind.toLowerCase(), 'hint'), element('div', caption));
		for (const { from, text, hidden, isReply } of comments)
			figure.append(element('div', '@' + from + ': ' + text + (hidden ? ' (hidden)' : ''), (hidden ? 'hidden ' : '') + (isReply ? 'reply' : '')));
		return figure;
	}));
	const chosen = form.to.value;
	form.to.replaceChildren(new Option('a direct message', ''), ...posts.filter(({ kind }) => kind !== 'STORY').map(({ id, caption }) => new Option('a comment under: ' + (caption || id).slice(0, 40), id)));
	form.to.value = posts.some(({ id }) => id === chosen) ? chosen : '';
}
fetch('/app').then((answer) => answer.json()).then(({ id, secret }) => { byId('appId').textContent = id; byId('appSecret').textContent = secret; });
show();
setInterval(show, 1000);
</script>
</body>
</html>
`;
