/**
 * Random histories with random polls, restarts and faults: every event comes exactly once, in the order of
 * time within a conversation and a post. What Instagram does not let one read back (more than 20 messages of
 * a conversation between two polls, what was deleted in between) does not occur here; other tests show what
 * is said about it.
 */
import fc from 'fast-check';

import { createPolling } from '../../support/polling.mts';
import { useWorld } from '../../support/world.mts';

const world = useWorld({ waitless: true });
const SECOND = 1000;
const MINUTE = 60 * SECOND;

type Step =
	| { readonly kind: 'comment'; readonly post: number; readonly own: boolean }
	| { readonly kind: 'reply'; readonly post: number }
	| { readonly kind: 'message'; readonly person: number; readonly own: boolean }
	| { readonly kind: 'post' }
	| { readonly kind: 'deleteOld'; readonly post: number }
	| { readonly kind: 'hide'; readonly post: number }
	| { readonly kind: 'poll' }
	| {
			readonly kind: 'fault';
			readonly path: string;
			readonly effect: 'status' | 'reset' | 'throttle' | 'meanwhile';
	  }
	| { readonly kind: 'restart' }
	| { readonly kind: 'killInPoll'; readonly path: string }
	| { readonly kind: 'publish' }
	| { readonly kind: 'reactivate' }
	| { readonly kind: 'pass'; readonly ms: number };

const PATHS = ['/media', '/comments', '/conversations', '/messages'];
const small = fc.nat({ max: 3 });
const path = fc.constantFrom(...PATHS);

const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 6,
		arbitrary: fc.record({ kind: fc.constant('comment' as const), post: small, own: fc.boolean() }),
	},
	{ weight: 4, arbitrary: fc.record({ kind: fc.constant('reply' as const), post: small }) },
	{
		weight: 6,
		arbitrary: fc.record({ kind: fc.constant('message' as const), person: small, own: fc.boolean() }),
	},
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('post' as const) }) },
	{ weight: 2, arbitrary: fc.record({ kind: fc.constant('deleteOld' as const), post: small }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('hide' as const), post: small }) },
	{ weight: 6, arbitrary: fc.record({ kind: fc.constant('poll' as const) }) },
	{
		weight: 2,
		arbitrary: fc.record({
			kind: fc.constant('fault' as const),
			path,
			effect: fc.constantFrom('status' as const, 'reset' as const, 'throttle' as const, 'meanwhile' as const),
		}),
	},
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('killInPoll' as const), path }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('publish' as const) }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('reactivate' as const) }) },
	{
		weight: 5,
		arbitrary: fc.record({
			kind: fc.constant('pass' as const),
			ms: fc.constantFrom(300, SECOND, 20 * SECOND, MINUTE, 60 * MINUTE),
		}),
	},
);

async function live(steps: readonly Step[]): Promise<void> {
	await world.open();
	const { simulator, account } = world;
	const { instagram, clock, faults } = simulator;
	const people = [0, 1, 2, 3].map((index) => instagram.createPerson({ username: `person${index}` }));
	const posts = [0, 1, 2, 3].map(() => instagram.createMedia(account));
	/** What has to come, by conversation or post, in the order of time. */
	const ledger = new Map<string, string[]>();
	let count = 0;
	/** Comments that have been given out, and may be deleted without being missed. */
	const given = () => new Set(trigger.items().map(({ text }) => text));
	const note = (place: string, text: string) => ledger.set(place, [...(ledger.get(place) ?? []), text]);
	const next = () => `text ${(count += 1)}`;

	const trigger = createPolling(world, { events: ['comments', 'messages'], options: { includeOwn: true } });
	clock.advance(MINUTE);
	await trigger.activate();
	clock.advance(2 * SECOND);

	const comment = async (index: number, own: boolean, isReply: boolean) => {
		const media = posts[index % posts.length]!;
		const [parent] = instagram.comments(media);
		const text = next();
		note(media.id, text);
		const from = own ? account : people[0]!;
		await instagram.comment({ from, media, text, parentId: isReply ? parent?.id : undefined });
	};
	const write = async (index: number, own: boolean) => {
		const person = people[index % people.length]!;
		const text = next();
		note(person.id, text);
		if (own) await instagram.sendFromInstagramApp({ from: account, to: person, text });
		else await instagram.sendDirectMessage({ from: person, to: account, text });
	};
	const act = async (one: Step): Promise<unknown> => {
		switch (one.kind) {
			case 'comment':
				return await comment(one.post, one.own, false);
			case 'reply':
				return await comment(one.post, false, true);
			case 'message':
				return await write(one.person, one.own);
			case 'post':
				return posts.push(instagram.createMedia(account));
			case 'hide':
				return instagram.comments(posts[one.post % posts.length]!).map((each) => (each.hidden = true));
			case 'deleteOld': {
				const old = instagram
					.comments(posts[one.post % posts.length]!)
					.find(
						({ text, replies }) => given().has(text) && replies.every((reply) => given().has(reply.text)),
					);
				return old && instagram.deleteComment(old);
			}
			case 'pass':
				return clock.advance(one.ms);
			case 'poll':
				return await trigger.poll();
			case 'restart':
				clock.advance(20 * SECOND);
				return await trigger.restart();
			case 'publish':
				return await trigger.publish();
			case 'reactivate':
				trigger.deactivate();
				clock.advance(20 * SECOND);
				return await trigger.activate();
			case 'killInPoll': {
				faults.failNext(
					{ path: one.path },
					{ kind: 'meanwhile', effect: 'before', run: () => trigger.kill() },
				);
				await trigger.poll();
				faults.clear();
				clock.advance(20 * SECOND);
				return await trigger.restart();
			}
			case 'fault':
				return fail(one);
		}
	};
	const fail = ({ path: at, effect }: Extract<Step, { kind: 'fault' }>) => {
		const error = { message: 'no', type: 'OAuthException', code: effect === 'throttle' ? 80002 : 10 };
		if (effect === 'meanwhile')
			return faults.failNext(
				{ path: at },
				{ kind: 'meanwhile', effect: 'before', run: async () => await comment(1, false, false) },
			);
		if (effect === 'reset')
			return faults.failNext({ path: at, times: 5 }, { kind: 'reset', effect: 'before' });
		return faults.failNext({ path: at }, { kind: 'status', status: 400, body: { error }, effect: 'before' });
	};

	for (const one of steps) await act(one).catch(() => undefined);
	// the end: nothing is wrong any more, and a day passes, within which every post is read in full
	faults.clear();
	clock.advance(26 * 60 * MINUTE);
	await trigger.restart();
	for (let polls = 0; polls < posts.length + 3; polls += 1) {
		clock.advance(20 * MINUTE);
		await trigger.poll();
	}
	const came = trigger.items().map(({ text }) => text as string);
	expect([...came].sort()).toEqual([...ledger.values()].flat().sort());
	expect(new Set(trigger.items().map(({ eventId }) => eventId)).size).toBe(came.length);
	expect(trigger.log.filter((line) => line.includes('missed'))).toEqual([]);
	// in the order of time within each conversation; under a post, a reply that was found a day late may follow
	for (const person of people) {
		const mine = ledger.get(person.id) ?? [];
		expect(came.filter((text) => mine.includes(text))).toEqual(mine);
	}
}

it('every event comes exactly once', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 18 }), async (steps) => await live(steps)),
		{ numRuns: 40, endOnFailure: true },
	);
}, 300_000);
