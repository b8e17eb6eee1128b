/**
 * Whatever goes wrong, token and secret stay inside: not in errors, items, hints, nor in any URL but the two
 * token endpoints.
 */
import type { INodeParameters } from 'n8n-workflow';

import type { Fault } from '../../../simulator/index.mts';
import { parsePastedToken } from '../../../nodes/Instagram/protocol/pastedToken';
import { useWorld } from '../../support/world.mts';

const world = useWorld();

const GET: INodeParameters = { resource: 'account', operation: 'get' };
const SEND: INodeParameters = {
	resource: 'message',
	operation: 'send',
	messageType: 'text',
	recipientId: '1',
	text: 'x',
};
const POST: INodeParameters = {
	resource: 'post',
	operation: 'createImage',
	mediaSource: 'url',
	imageUrl: 'https://media.example.test/photo.jpg',
};

/** Everything of a value that could be printed, stored or sent on: own properties, causes, stacks. */
function everythingIn(value: unknown, seen = new Set<unknown>()): string {
	if (typeof value !== 'object' || value === null) return String(value);
	if (seen.has(value)) return '';
	seen.add(value);
	return Object.getOwnPropertyNames(value)
		.map((key) => `${key}=${everythingIn((value as Record<string, unknown>)[key], seen)}`)
		.join('\n');
}

function secrets(): string[] {
	const login = world.store.stored.get('instagramBusinessLoginOAuth2Api')!;
	const { access_token: token } = login.oauthTokenData as { access_token: string };
	const pasted = parsePastedToken(world.store.stored.get('instagramBusinessTokenApi'), 0)!;
	return [token, pasted.pasted, pasted.accessToken, login.clientSecret as string];
}

/** A text of Meta's that repeats the token, as some of its older messages do. */
const telling = (token: string) => ({
	error: {
		message: `Bad access_token=${token} (${token})`,
		type: 'OAuthException',
		code: 100,
		fbtrace_id: 'x',
	},
});

describe.each(['oAuth2', 'accessToken'] as const)('with the credential %s', (credential) => {
	const faults: Array<[string, (token: string) => Fault]> = [
		[
			'an error that repeats the token',
			(token) => ({ kind: 'status', status: 400, body: telling(token), effect: 'before' }),
		],
		['HTML', () => ({ kind: 'status', status: 502, body: '<html>', effect: 'before' })],
		[
			'a dead token',
			() => ({ kind: 'status', status: 401, body: { error: { code: 190, message: 'x' } }, effect: 'before' }),
		],
		['a reset connection', () => ({ kind: 'reset', effect: 'after' })],
	];

	it.each(
		faults.flatMap(([name, fault]) =>
			[GET, SEND, POST].map((call) => [name, call.operation as string, fault, call] as const),
		),
	)('%s, in %s', async (_name, _operation, fault, call) => {
		for (const continueOnFail of [false, true]) {
			await world.open({ credential });
			const known = secrets();
			world.simulator.faults.failNext(
				{ host: 'graph.instagram.com', path: /v25\.0/, times: 9 },
				fault(known[0]!),
			);
			const { items, error, hints } = await world.run(call, undefined, { continueOnFail });
			const told = everythingIn({ items, error, hints });
			expect(error !== undefined || JSON.stringify(items).includes('error')).toBe(true);
			for (const secret of [...known, ...secrets()]) expect(told).not.toContain(secret);
		}
	});

	it('gives out no token with the inner lists of an answer, whose links to the next page hold it', async () => {
		await world.open({ credential });
		const { instagram } = world.simulator;
		const media = instagram.createMedia(world.account, { caption: 'Summer' });
		const { comment } = await instagram.comment({ from: world.person, media, text: 'How much?' });
		for (let count = 0; count < 30; count += 1)
			await instagram.comment({ from: world.person, media, text: 'Me too', parentId: comment.id });
		const { items, error } = await world.run({
			resource: 'comment',
			operation: 'getMany',
			mediaId: media.id,
			returnAll: true,
			simplify: false,
			additionalFields: { includeReplies: true },
		});
		expect(error).toBeUndefined();
		const answers = items.flatMap(({ json }) => (json.replies as { paging?: object } | undefined) ?? []);
		expect(answers[0]?.paging).toHaveProperty(
			'next',
			expect.stringMatching(/access_token=\[hidden\]&.*after=/),
		);
		for (const secret of secrets()) expect(everythingIn(items)).not.toContain(secret);
	});

	it.each([
		[
			'a message',
			{ resource: 'message', operation: 'get', messageId: 'aWdfZAG1' },
			(page: object) => ({ id: 'aWdfZAG1', attachments: { data: [{ id: '1' }], paging: page } }),
		],
		[
			'a list',
			{ resource: 'welcomeFlow', operation: 'getMany', returnAll: false, limit: 1 },
			(page: object) => [{ id: '1', shares: [{ data: [], paging: page }] }],
		],
	])('gives out no token with the links inside of %s', async (_name, call, answerWith) => {
		await world.open({ credential });
		const next = `https://graph.instagram.com/v25.0/1/shares?access_token=${secrets()[0]}&limit=25`;
		const body = answerWith({ cursors: { after: 'x' }, next, previous: next });
		world.simulator.faults.failNext(
			{ host: 'graph.instagram.com', path: /aWdfZAG1|flows/ },
			{ kind: 'status', status: 200, body, effect: 'before' },
		);
		const { items, error } = await world.run({ ...call, simplify: false });
		expect(error).toBeUndefined();
		expect(JSON.stringify(items)).toContain('"after":"x"');
		for (const secret of secrets()) expect(everythingIn(items)).not.toContain(secret);
	});

	it('sends the token in the header only, but to the two token endpoints', async () => {
		await world.open({ credential, token: 'short' });
		await world.run(GET);
		await world.run(POST);
		const urls = world
			.requests()
			.filter(({ path }) => !/access_token$/.test(path))
			.map(({ path, query, bodyText }) => path + JSON.stringify(query) + bodyText);
		expect(urls.length).toBeGreaterThan(3);
		for (const secret of secrets()) for (const url of urls) expect(url).not.toContain(secret);
		for (const { headers, path } of world.requests()) {
			if (!/access_token$/.test(path)) expect(headers.authorization).toMatch(/^Bearer IG/);
		}
	});
});
