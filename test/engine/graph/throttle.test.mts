/**
 * After one throttle answer everybody waits, and then leaves one after the other, no faster than Meta allows.
 */
import type { INodeParameters } from 'n8n-workflow';

import type { Fault } from '../../../simulator/index.mts';
import { measureInWaits, STANDING_STILL } from '../../support/virtualTime.mts';
import { useWorld } from '../../support/world.mts';

const world = useWorld();
const instagram = () => world.simulator.instagram;

beforeEach(async () => {
	await world.open({ speed: STANDING_STILL, latencyMs: 40 });
	measureInWaits(world);
});

// so that nothing is loaded while calls are counted
beforeAll(async () => {
	await world.open();
	for (const name of Object.keys(CALLS)) await run(name, 1);
});

const throttled = (subcode?: number): Fault => ({
	kind: 'status',
	status: 400,
	body: {
		error: { message: 'x', type: 'OAuthException', code: 613, error_subcode: subcode, fbtrace_id: 'T' },
	},
	effect: 'before',
});

const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const message = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'message',
	operation: 'send',
	recipientId: '={{ $json.id }}',
	text: 'Hello',
	...more,
});
const SOUND = { mediaSource: 'url', mediaUrl: 'https://media.example.test/voice.m4a' };

/** What is sent, to how many, and what the items name. */
const CALLS: Record<
	string,
	{ readonly parameters: INodeParameters; readonly ids: (count: number) => Promise<string[]> }
> = {
	'reads of conversations': {
		parameters: { resource: 'conversation', operation: 'get', conversationId: byId('={{ $json.id }}') },
		ids: async (count) =>
			(await customers(count)).map((person) => instagram().conversation(world.account, person).id),
	},
	messages: {
		parameters: message(),
		ids: async (count) => (await customers(count)).map((person) => instagram().igsid(person, world.account)),
	},
	'sounds and videos': {
		parameters: message({ messageType: 'audio', ...SOUND }),
		ids: async (count) => (await customers(count)).map((person) => instagram().igsid(person, world.account)),
	},
	reactions: {
		parameters: {
			resource: 'message',
			operation: 'sendAction',
			recipientId: '={{ $json.id }}',
			senderAction: 'typing_on',
		},
		ids: async (count) => (await customers(count)).map((person) => instagram().igsid(person, world.account)),
	},
	'private replies': {
		parameters: {
			resource: 'comment',
			operation: 'sendPrivateReply',
			commentId: byId('={{ $json.id }}'),
			text: 'Hello',
		},
		ids: async (count) => {
			const media = instagram().createMedia(world.account);
			return instagram()
				.seedComments(media, count, world.person)
				.map(({ id }) => id);
		},
	},
};

async function customers(count: number) {
	const people = Array.from({ length: count }, (_unused, index) =>
		instagram().createPerson({ username: `customer.${index}` }),
	);
	for (const person of people)
		await instagram().sendDirectMessage({ from: person, to: world.account, text: 'Hi' });
	return people;
}

async function run(name: string, count: number) {
	const { parameters, ids } = CALLS[name]!;
	const items = (await ids(count)).map((id) => ({ json: { id } }));
	world.clearRequests();
	const startedMs = world.simulator.clock.now();
	const result = await world.run(parameters, items);
	return { ...result, tookMs: world.simulator.clock.now() - startedMs };
}

const statuses = () => world.requests().map(({ status }) => status);

it.each(Object.keys(CALLS))('12 %s with one throttle answer take 13 calls', async (name) => {
	world.simulator.faults.failNext({}, throttled(2534040));
	const { error, items, tookMs } = await run(name, 12);
	expect(error).toBeUndefined();
	expect(items).toHaveLength(12);
	// what was under way when the answer came is done; nobody else is refused
	expect(statuses().filter((status) => status !== 200)).toEqual([400]);
	expect(statuses()).toHaveLength(13);
	// the pause of 15 s, give or take a quarter, and the row after it
	expect(tookMs).toBeLessThan(27_000);
});

it.each([
	['reads of conversations', 'Instagram counted too many reads of conversations; it allows 2 a second'],
	['messages', 'Instagram counted too many messages; it allows 100 a second'],
	['sounds and videos', 'Instagram counted too many sounds and videos; it allows 10 a second'],
	[
		'private replies',
		'Instagram counted too many private replies; it allows 750 an hour under posts and reels',
	],
])('%s that Meta goes on to refuse end in an error that names them', async (name, says) => {
	world.simulator.faults.failNext({ times: 4 }, throttled());
	const { error } = await run(name, 1);
	expect(error?.message).toBe(says);
	expect(world.requests()).toHaveLength(4);
});

it('a pause of hours says what was too much', async () => {
	const usage = { call_count: 100, estimated_time_to_regain_access: 180 };
	world.simulator.faults.failNext(
		{},
		{
			kind: 'status',
			status: 200,
			body: {},
			headers: { 'x-business-use-case-usage': JSON.stringify({ 1: [usage] }) },
			effect: 'before',
		},
	);
	await run('messages', 1);
	const { error } = await run('messages', 1);
	expect(error?.message).toMatch(
		/^Instagram asks to stop all calls for about 3 hours, until .*, because the account has made too many calls$/,
	);
});

describe('several processes', () => {
	const times = () =>
		world
			.requests()
			.filter(({ path }) => !path.endsWith('/me') && !path.includes('access_token'))
			.map(({ at }) => at);
	const shortestGapMs = () =>
		Math.min(
			...times()
				.slice(1)
				.map((at, index) => at - times()[index]!),
		);

	it.each([
		['oAuth2', 'instagramBusinessLoginOAuth2Api'],
		['accessToken', 'instagramBusinessTokenApi'],
	] as const)('share what Meta allows, as the credential says (%s)', async (credential, type) => {
		await world.open({ speed: STANDING_STILL, latencyMs: 40, credential });
		measureInWaits(world);
		world.store.stored.set(type, { ...world.store.stored.get(type), workers: 4 });
		await run('reads of conversations', 3);
		expect(shortestGapMs()).toBeGreaterThanOrEqual(4 * 600);
		await run('messages', 3);
		expect(shortestGapMs()).toBeGreaterThanOrEqual(4 * 11);
	});

	it.each([0, -1, 2.5, 'many'])('cannot be %p', async (workers) => {
		const type = 'instagramBusinessLoginOAuth2Api';
		world.store.stored.set(type, { ...world.store.stored.get(type), workers });
		const { error } = await run('messages', 1);
		expect(error?.message).toBe('Number of Workers in the credential must be a whole number of at least 1');
		expect(world.requests()).toEqual([]);
	});

	it.each([undefined, '', null, 1, '1'])('are one where the field says %p', async (workers) => {
		const type = 'instagramBusinessLoginOAuth2Api';
		world.store.stored.set(type, { ...world.store.stored.get(type), workers } as never);
		const { error } = await run('messages', 1);
		expect(error).toBeUndefined();
	});
});
