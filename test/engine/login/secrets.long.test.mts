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
