import { ask, errorOf, messageOf, useScene } from './support.mts';

const s = useScene();

test('/me: id is app-scoped, user_id is the IG_ID, both as strings', async () => {
	const answer = await s.get('/v25.0/me?fields=id,user_id,username,account_type,name');
	expect(answer.json).toEqual({
		id: s.account.appScopedId,
		user_id: s.account.id,
		username: 'brand',
		account_type: 'BUSINESS',
		name: 'Brand',
	});
	expect(s.account.id).toMatch(/^1784140\d{10}$/);
});

test.each(['me', 'id', 'appScopedId'])('the account is reached by %s, versioned or not', async (which) => {
	const id = which === 'me' ? 'me' : which === 'id' ? s.account.id : s.account.appScopedId;
	for (const version of ['', '/v20.0', '/v25.0', '/v26.0']) {
		expect((await s.get(`${version}/${id}`)).json).toEqual({ id: s.account.appScopedId });
	}
});

test('a token as parameter is as good as a Bearer header', async () => {
	expect((await ask(s.simulator, `/me?access_token=${s.token}`)).status).toBe(200);
});

test('absent values are left out, unknown fields and paths refused', async () => {
	expect((await s.get('/me?fields=biography,profile_picture_url')).json).toEqual({
		id: s.account.appScopedId,
	});
	expect(messageOf(await s.get('/me?fields=email'))).toBe(
		'Tried accessing nonexisting field (email) on node type (User)',
	);
	expect(errorOf(await s.get('/me/impressions/day'))).toBe('2500');
	expect(errorOf(await s.get('/me/nonsense'))).toBe('2500');
	expect(errorOf(await s.get('/v99.0/me'))).toBe('2500');
	expect(errorOf(await s.get('/17841400000000001'))).toBe('100/33');
	expect(messageOf(await ask(s.simulator, '/me', { token: s.token, method: 'DELETE' }))).toMatch(
		/^Unsupported delete request\. Object with ID 'me'/,
	);
});

test('another account is out of reach', async () => {
	const other = s.simulator.instagram.createAccount({ username: 'other' });
	expect(errorOf(await s.get(`/${other.id}`))).toBe('100/33');
});

test('switches: documented list, numeric id', async () => {
	s.simulator.switches.meResponse = 'data';
	s.simulator.switches.numericUserId = true;
	const answer = await s.get('/me?fields=user_id');
	expect(answer.text).toContain(`"user_id":${s.account.id}`);
	expect(Array.isArray(answer.json['data'])).toBe(true);
});

test.each([
	['GET', 'me/content_publishing_limit', 'instagram_business_content_publish'],
	['POST', 'me/media', 'instagram_business_content_publish'],
	['POST', 'me/media_publish', 'instagram_business_content_publish'],
	['POST', 'me/messages', 'instagram_business_manage_messages'],
	['GET', 'me/conversations', 'instagram_business_manage_messages'],
	['GET', 'me/messenger_profile', 'instagram_business_manage_messages'],
	['POST', 'me/mentions', 'instagram_business_manage_comments'],
])('%s %s needs %s', async (method, path, scope) => {
	const all = ['basic', 'content_publish', 'manage_comments', 'manage_messages', 'manage_insights'].map(
		(one) => `instagram_business_${one}`,
	);
	const { app, account, person } = s;
	const token = s.simulator.instagram.issueToken({
		app,
		account,
		kind: 'long',
		scopes: all.filter((one) => one !== scope),
	});
	const json =
		method === 'POST'
			? { recipient: { id: s.simulator.instagram.igsid(person, account) }, message: { text: 'x' } }
			: undefined;
	const answer = await ask(s.simulator, `/v25.0/${path}`, { method, token, json });
	expect(answer.json['error']).toMatchObject({
		code: 10,
		message: 'Application does not have permission for this action',
	});
});

test('usage headers come only after enough calls, then the throttle', async () => {
	s.simulator.switches.usageHeadersAfterCalls = 3;
	s.simulator.switches.callsPer24h = 5;
	expect((await s.get('/me')).headers['x-business-use-case-usage']).toBeUndefined();
	await s.get('/me');
	const third = await s.get('/me');
	expect(JSON.parse(String(third.headers['x-business-use-case-usage']))).toEqual({
		[s.account.id]: [
			{
				type: 'instagram',
				call_count: 60,
				total_cputime: 15,
				total_time: 15,
				estimated_time_to_regain_access: 0,
			},
		],
	});
	await s.get('/me');
	const throttled = await s.get('/me');
	expect(errorOf(throttled)).toBe('80002/2446079');
	const usage = JSON.parse(String(throttled.headers['x-business-use-case-usage'])) as Record<
		string,
		{ estimated_time_to_regain_access: number }[]
	>;
	expect(usage[s.account.id]?.[0]?.estimated_time_to_regain_access).toBe(1440);
	s.simulator.clock.advance(86_400_000);
	expect((await s.get('/me')).status).toBe(200);
});

test('an IG token on graph.facebook.com cannot be parsed', async () => {
	expect(errorOf(await ask(s.simulator, '/v25.0/me', { host: 'graph.facebook.com', token: s.token }))).toBe(
		'190',
	);
});
