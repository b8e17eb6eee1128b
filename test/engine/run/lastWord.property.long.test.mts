/**
 * Whatever happens in whichever try: what n8n shows last never claims less than Instagram's ledger holds. 600
 * random histories over comments, replies, private replies, messages, flows and deletions, with 2 to 5 tries
 * and every On Error.
 */
import fc from 'fast-check';
import type { INodeParameters } from 'n8n-workflow';

import type { Fault, Person } from '../../../simulator/index.mts';
import { type RunOptions, useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'file', waitless: true });
const instagram = () => world.simulator.instagram;
const ITEMS = 3;
const HISTORIES = 600;

const failure = (code: number, subcode?: number) => ({
	error: { message: 'x', type: 'IGApiException', code, error_subcode: subcode, fbtrace_id: 'T' },
});
const effect = fc.constantFrom('before' as const, 'after' as const);
const fault: fc.Arbitrary<Fault> = fc.oneof(
	fc.record({ kind: fc.constant('reset' as const), effect }),
	fc.record({
		kind: fc.constant('status' as const),
		status: fc.constantFrom(200, 500, 502, 503),
		body: fc.constantFrom<unknown>('<html>Sorry</html>', '', failure(1), failure(2), failure(100)),
		effect,
	}),
	fc
		.constantFrom(failure(613, 2534040), failure(4), failure(190), failure(100, 2534015), failure(10))
		.map((body) => ({ kind: 'status' as const, status: 400, body, effect: 'before' as const })),
);
/** A fault of a write, of a read, or of a whole try: the credential cannot be read. */
const event = fc.oneof(
	{ weight: 5, arbitrary: fc.record({ method: fc.constant('POST'), fault }) },
	{ weight: 2, arbitrary: fc.record({ method: fc.constant('GET'), fault }) },
	{ weight: 2, arbitrary: fc.record({ method: fc.constant('DELETE'), fault }) },
);
const history = fc.record({
	kind: fc.constantFrom(
		'comment' as const,
		'commentByLink' as const,
		'reply' as const,
		'privateReply' as const,
		'message' as const,
		'longMessage' as const,
		'postByLink' as const,
		'flow' as const,
		'deletion' as const,
	),
	events: fc.array(event, { minLength: 1, maxLength: 9 }),
	maxTries: fc.integer({ min: 2, max: 5 }),
	onError: fc.constantFrom('stop' as const, 'continue' as const, 'errorOutput' as const),
	/** From this read of the credential on, counted from the first write, it cannot be read. */
	credentialFailsAfter: fc.option(fc.integer({ min: 0, max: 12 }), { freq: 4 }),
	/** An item of which the node can make nothing, in every try. */
	brokenItem: fc.option(fc.integer({ min: 0, max: ITEMS - 1 }), { freq: 3 }),
});

interface Scene {
	readonly parameters: INodeParameters;
	readonly items: ReadonlyArray<{ readonly json: Record<string, string> }>;
	/** How many acts Instagram's ledger holds for an item. */
	done(itemIndex: number): number;
	/** How many acts an item is. */
	readonly parts: number;
}

let people: Person[];
let round = 0;

beforeAll(async () => {
	people = [world.person, ...['second', 'third'].map((username) => instagram().createPerson({ username }))];
});

const idOf = (person: Person) => instagram().igsid(person, world.account);
const sentTo = (person: Person, mark: string) =>
	instagram()
		.messages(world.account, person)
		.filter((message) => message.fromAccount && JSON.stringify(message).includes(mark)).length;

async function sceneOf(kind: string, broken: number | null): Promise<Scene> {
	round += 1;
	for (const person of people)
		await instagram().sendDirectMessage({ from: person, to: world.account, text: 'Hi' });
	const medias = people.map(() => instagram().createMedia(world.account, { caption: 'Summer' }));
	const comments = await Promise.all(
		people.map(async (person, at) => {
			const { comment } = await instagram().comment({ from: person, media: medias[at]!, text: 'How?' });
			return comment;
		}),
	);
	const mark = (at: number) => `<${round}.${at}>`;
	const links = medias.map(({ shortcode }) => `https://www.instagram.com/p/${shortcode}/`);
	const itemsOf = (values: readonly string[]) =>
		values.map((value, at) => ({ json: { value: at === broken ? 'broken' : value, text: mark(at) } }));
	const byId = { __rl: true, mode: 'id', value: '={{ $json.value }}' };
	const byUrl = { ...byId, mode: 'url' };
	const send = { resource: 'message', operation: 'send', recipientId: '={{ $json.value }}' };
	const flowIds = () => instagram().welcomeFlows(world.account);

	switch (kind) {
		case 'comment':
		case 'commentByLink':
			return {
				parameters: {
					resource: 'comment',
					operation: 'create',
					mediaId: kind === 'comment' ? byId : byUrl,
					message: '={{ $json.text }}',
				},
				items: itemsOf(kind === 'comment' ? medias.map(({ id }) => id) : links),
				done: (at) =>
					instagram()
						.comments(medias[at]!)
						.filter(({ text }) => text === mark(at)).length,
				parts: 1,
			};
		case 'reply':
			return {
				parameters: {
					resource: 'comment',
					operation: 'reply',
					commentId: byId,
					message: '={{ $json.text }}',
				},
				items: itemsOf(comments.map(({ id }) => id)),
				done: (at) => instagram().comments(medias[at]!)[0]?.replies.length ?? 0,
				parts: 1,
			};
		case 'privateReply':
			return {
				parameters: {
					resource: 'comment',
					operation: 'sendPrivateReply',
					commentId: byId,
					text: '={{ $json.text }}',
				},
				items: itemsOf(comments.map(({ id }) => id)),
				done: (at) => sentTo(people[at]!, mark(at)),
				parts: 1,
			};
		case 'message':
			return {
				parameters: { ...send, text: '={{ $json.text }}' },
				items: itemsOf(people.map(idOf)),
				done: (at) => sentTo(people[at]!, mark(at)),
				parts: 1,
			};
		case 'longMessage':
			return {
				parameters: {
					...send,
					// three messages, each with the mark of its item
					text: `={{ [1, 2, 3].map(() => $json.text + 'x'.repeat(900) + '.').join(' ') }}`,
					additionalFields: { splitLongText: true },
				},
				items: itemsOf(people.map(idOf)),
				done: (at) => sentTo(people[at]!, mark(at)),
				parts: 3,
			};
		case 'postByLink': {
			const before = people.map((person) => sentTo(person, ''));
			return {
				parameters: { ...send, messageType: 'post', mediaId: { ...byUrl, value: links[0]! } },
				items: itemsOf(people.map(idOf)),
				done: (at) => sentTo(people[at]!, '') - before[at]!,
				parts: 1,
			};
		}
		case 'flow':
			return {
				parameters: {
					resource: 'welcomeFlow',
					operation: 'create',
					name: '={{ $json.value === "broken" ? "" : $json.text }}',
					text: 'Hi',
				},
				items: itemsOf(people.map(() => 'flow')),
				done: (at) => flowIds().filter(({ name }) => name === mark(at)).length,
				parts: 1,
			};
		default:
			return {
				parameters: { resource: 'comment', operation: 'delete', commentId: byId },
				items: itemsOf(comments.map(({ id }) => id)),
				done: (at) => (instagram().comments(medias[at]!).length === 0 ? 1 : 0),
				parts: 1,
			};
	}
}

const MAY_BE = /may have been (sent|written|created|deleted)/;
const PARTS = /(\d) of 3 parts were sent/;

/**
 * How much a text claims of an item: at least so many acts; `Infinity` where it says that it does not know.
 */
function claimOf(text: string, parts: number): number {
	if (MAY_BE.test(text)) return parts;
	return Number(PARTS.exec(text)?.[1] ?? 0);
}

it('what is shown last claims at least what was done, and nothing is done twice', async () => {
	const failures = { lost: 0, done: 0, stopped: 0 };
	await fc.assert(
		fc.asyncProperty(
			history,
			async ({ kind, events, maxTries, onError, credentialFailsAfter, brokenItem }) => {
				const scene = await sceneOf(kind, brokenItem);
				world.simulator.faults.clear();
				for (const one of events) world.simulator.faults.failNext({ method: one.method }, one.fault);
				const restore = failCredential(credentialFailsAfter);
				const options: RunOptions = {
					executionId: `history ${round}`,
					retryOnFail: true,
					maxTries,
					continueOnFail: onError === 'continue',
					errorOutput: onError === 'errorOutput',
				};
				const result = await world.run(scene.parameters, [...scene.items], options).finally(restore);

				for (let at = 0; at < ITEMS; at += 1) {
					const done = scene.done(at);
					expect(done).toBeLessThanOrEqual(scene.parts);
					if (done > 0) failures.done += 1;
					if (result.error) {
						failures.stopped += 1;
						expect(claimInStop(result.error, at, scene.parts)).toBeGreaterThanOrEqual(done);
					} else {
						const shown = result.items.filter(
							({ pairedItem }) => JSON.stringify(pairedItem) === `{"item":${at}}`,
						);
						expect(shown).toHaveLength(1);
						const said = shown[0]?.json.error;
						if (typeof said !== 'string') expect(done).toBe(scene.parts);
						else {
							if (MAY_BE.test(said)) failures.lost += 1;
							expect(claimOf(said, scene.parts)).toBeGreaterThanOrEqual(done);
						}
					}
				}
			},
		),
		{ numRuns: HISTORIES },
	);
	// the histories are such that there is something to be hidden
	expect(Math.min(...Object.values(failures))).toBeGreaterThan(HISTORIES / 20);
}, 600_000);

/** What the error of a run that stops says of an item: it was done, it may have been, or nothing. */
function claimInStop(
	error: NonNullable<Awaited<ReturnType<typeof world.run>>['error']>,
	at: number,
	parts: number,
) {
	const { doneItems = '', failedItems = '' } =
		(error.context.data as { error?: Record<string, string> } | undefined)?.error ?? {};
	if (doneItems.split(',').includes(String(at))) {
		expect(error.description).toMatch(/Done in this run/);
		return parts;
	}
	if (!failedItems.split(',').includes(String(at))) return claimOf(error.message, parts);
	const named = new RegExp(`Item ${at} failed too: ([^]*?)(?= Item \\d+ failed too|$)`).exec(
		error.description ?? '',
	);
	return claimOf(named?.[1] ?? '', parts);
}

/** Lets the credential fail from its n-th read after the first write on. */
function failCredential(after: number | null): () => void {
	const { store } = world;
	const original = store.getDecrypted.bind(store);
	let reads = 0;
	store.getDecrypted = async (...args: Parameters<typeof original>) => {
		if (after !== null && world.requests().some(({ method }) => method !== 'GET') && (reads += 1) > after)
			throw new Error('The database is away');
		return await original(...args);
	};
	world.clearRequests();
	return () => {
		store.getDecrypted = original;
	};
}
