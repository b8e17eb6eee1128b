import { ask, scene, useScene } from './support.mts';

const s = useScene();

const IMAGE = { image_url: 'https://media.example.test/photo.jpg' };
const body = { error: { message: 'An unknown error occurred', type: 'OAuthException', code: 2 } };

test('a status before: nothing happened', async () => {
	s.simulator.faults.failNext(
		{ method: 'POST', path: '/media' },
		{ kind: 'status', status: 500, body, effect: 'before' },
	);
	const answer = await s.post('/me/media', IMAGE);
	expect(answer.status).toBe(500);
	expect(answer.json).toEqual(body);
	expect(s.simulator.instagram.containers(s.account)).toHaveLength(0);
	expect((await s.post('/me/media', IMAGE)).status).toBe(200);
});

test('a status after: it took effect all the same', async () => {
	const { json } = await s.post('/me/media', IMAGE);
	s.simulator.faults.failNext(
		{ path: /media_publish$/ },
		{ kind: 'status', status: 502, body: '<html>', effect: 'after' },
	);
	const answer = await s.post('/me/media_publish', { creation_id: json['id'] });
	expect([answer.status, answer.text]).toEqual([502, '<html>']);
	expect(s.simulator.instagram.publishedMedia(s.account)).toHaveLength(1);
});

test('reset and hang cut the connection, before or after', async () => {
	const { json } = await s.post('/me/media', IMAGE);
	const publish = (): Promise<unknown> => s.post('/me/media_publish', { creation_id: json['id'] });
	s.simulator.faults.failNext({ path: '/media_publish' }, { kind: 'reset', effect: 'before' });
	await expect(publish()).rejects.toThrow(/socket hang up|ECONNRESET/);
	expect(s.simulator.instagram.publishedMedia(s.account)).toHaveLength(0);
	s.simulator.faults.failNext({ path: '/media_publish' }, { kind: 'hang', ms: 30, effect: 'after' });
	await expect(publish()).rejects.toThrow(/socket hang up|ECONNRESET/);
	expect(s.simulator.instagram.publishedMedia(s.account)).toHaveLength(1);
	expect(s.simulator.journal.entries().map((entry) => entry.status)).toEqual([200, 0, 0]);
});

test('matches method, host and path, as many times as asked', async () => {
	const fault = { kind: 'status', status: 503, body, effect: 'before' } as const;
	s.simulator.faults.failNext({ method: 'GET', host: 'graph.instagram.com', path: '/me', times: 2 }, fault);
	expect((await s.post('/me/media', IMAGE)).status).toBe(200);
	expect((await s.get('/me')).status).toBe(503);
	expect((await s.get('/v25.0/me')).status).toBe(503);
	expect((await s.get('/me')).status).toBe(200);
	s.simulator.faults.failNext({}, fault);
	s.simulator.faults.clear();
	expect((await s.get('/me')).status).toBe(200);
});

test('the journal keeps every request to a Meta host, and its answer', async () => {
	await s.post('/v25.0/me/media?x=1', IMAGE);
	await ask(s.simulator, '/photo.jpg', { host: 'media.example.test' });
	const [entry, ...others] = s.simulator.journal.entries();
	expect(others).toHaveLength(0);
	expect(entry).toMatchObject({
		host: 'graph.instagram.com',
		method: 'POST',
		path: '/v25.0/me/media',
		query: { x: '1' },
		body: IMAGE,
		bodyText: JSON.stringify(IMAGE),
		status: 200,
	});
	expect(entry?.headers['authorization']).toBe(`Bearer ${s.token}`);
	s.simulator.journal.clear();
	expect(s.simulator.journal.entries()).toEqual([]);
});

test('closing does not wait for an answer that hangs', async () => {
	const other = await scene();
	other.simulator.faults.failNext({ path: '/me' }, { kind: 'hang', ms: 600_000, effect: 'before' });
	const cut = expect(other.get('/me')).rejects.toThrow(/socket hang up|ECONNRESET/);
	await ask(other.simulator, '/refresh_access_token');
	await other.simulator.close();
	await cut;
});

test('a request without a simulated host is told what to do', async () => {
	const answer = await ask(s.simulator, '/me', { host: '127.0.0.1' });
	expect(answer.status).toBe(421);
	expect(answer.text).toContain('graph.instagram.com');
	const forwarded = await ask(s.simulator, '/me', {
		host: '127.0.0.1',
		token: s.token,
		headers: { 'x-forwarded-host': 'graph.instagram.com' },
	});
	expect(forwarded.status).toBe(200);
});
