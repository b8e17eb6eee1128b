import { ask, errorOf, messageOf, scene } from './support.mts';
import type { Answer, Scene } from './support.mts';

let s: Scene;
beforeAll(async () => {
	s = await scene();
});
afterAll(() => s.simulator.close());

test.each(['/v25.0/me/', '/v25.0//me', '//me', '/%6de', '/me?fields=id&fields=id'])(
	'%s is /me',
	async (path) => {
		expect((await s.get(path)).json).toEqual({ id: s.account.appScopedId });
	},
);

test.each([
	['/v99.0/me', '/v99.0/me'],
	['/me/media/x/y', '/x/y'],
	['/me/nope', '/nope'],
])('%s has unknown path components', async (path, rest) => {
	const answer = await s.get(path);
	expect([errorOf(answer), messageOf(answer)]).toEqual(['2500', `Unknown path components: ${rest}`]);
});

test('a percent sign that encodes nothing is part of the id, and of the journal', async () => {
	expect(messageOf(await s.get('/v25.0/%ff'))).toContain("Object with ID '%ff' does not exist");
	expect(s.simulator.journal.entries().at(-1)?.path).toBe('/v25.0/%ff');
});

test.each<[string, number, string, string]>([
	['www.instagram.com', 404, 'text/html; charset=utf-8', "Sorry, this page isn't available."],
	['rupload.facebook.com', 404, 'text/html; charset=utf-8', "Sorry, this page isn't available."],
	['media.example.test', 404, 'text/plain; charset=utf-8', 'Not found'],
	['graph.facebook.com', 400, 'application/json; charset=UTF-8', 'Invalid OAuth access token'],
	['nobody.example.test', 421, 'text/plain; charset=utf-8', 'Say which host you mean'],
])('what is not there, on %s', async (host, status, contentType, text) => {
	for (const [method, path] of [
		['GET', '/a/b/c'],
		['PUT', '/oauth/access_token'],
	]) {
		const answer = await ask(s.simulator, path ?? '', { host, method });
		expect([answer.status, answer.headers['content-type']]).toEqual([status, contentType]);
		expect(answer.text).toContain(text);
	}
});

test('control is not on a simulated host', async () => {
	expect((await s.get('/_sim/clock')).status).toBe(400);
	const without = await ask(s.simulator, '/_sim/clock', { host: 'localhost:1' });
	expect(Object.keys(without.json)).toEqual(['now']);
});

test('HEAD says what GET would, without a body', async () => {
	const head = (host: string, path: string): Promise<Answer> =>
		ask(s.simulator, path, { host, method: 'HEAD' });
	const file = await ask(s.simulator, '/photo.jpg', { host: 'media.example.test' });
	expect(await head('media.example.test', '/photo.jpg')).toMatchObject({
		status: 200,
		headers: { 'content-length': String(file.bytes.length), 'content-type': 'image/jpeg' },
		text: '',
	});
	expect((await head('www.instagram.com', '/oauth/authorize')).status).toBe(400);
});

test.each(['{bad', '[1]', ''])('a JSON body without members has no parameters: %j', async (body) => {
	const media = s.simulator.instagram.createMedia(s.account);
	const headers = { 'content-type': 'application/json' };
	const answer = await ask(s.simulator, `/${media.id}/comments`, {
		token: s.token,
		method: 'POST',
		headers,
		body,
	});
	expect(messageOf(answer)).toBe('The parameter message is required.');
	expect(s.simulator.journal.entries().at(-1)?.bodyText).toBe(body);
});
