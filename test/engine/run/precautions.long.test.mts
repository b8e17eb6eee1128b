/**
 * What the node reads only to be careful never stops what it was asked to do, and costs no time: it is asked
 * for once, whatever comes of it.
 */
import type { Fault, FaultMatch } from '../../../simulator/index.mts';
import { posts as rows } from '../../support/postRows.mts';
import { CAPTIONED, captions, PHOTO } from '../../support/posts.mts';
import { useTriggers } from '../../support/triggers.mts';
import { jumpOverWaits, measureInWaits, STANDING_STILL } from '../../support/virtualTime.mts';

const { world, trigger, delivery } = useTriggers();
const instagram = () => world.simulator.instagram;
const posts = () => instagram().publishedMedia(world.account);
const graphError = (code: number, message: string) => ({
	error: { message, type: 'OAuthException', code, fbtrace_id: 'T' },
});
const status = (code: number, body: unknown): Fault => ({
	kind: 'status',
	status: code,
	body,
	effect: 'before',
});
/** Longer than anybody waits for a precaution. */
const SLOW_MS = 6000;

const TROUBLES: Readonly<Record<string, Fault>> = {
	'is forbidden': status(403, graphError(10, 'Application does not have permission for this action')),
	'gets the answer of an app without testers': status(
		400,
		graphError(100, 'Unsupported request - method type: get'),
	),
	'is answered with 503 every time': status(503, '<html>'),
	'is answered unreadably': status(200, '<html>'),
	'meets a limit of calls': status(400, graphError(80002, 'x')),
	'gets no answer, since the network is down': { kind: 'reset', effect: 'before' },
};

interface Precaution {
	/** The request that is made to be careful. */
	readonly asked: FaultMatch;
	/** Does what is to be done in spite of it, and checks that it was done. */
	act(): Promise<void>;
}

/** Each in the world that is open. */
const PRECAUTIONS: Readonly<Record<string, () => Promise<Precaution>>> = {
	'the quota before a post': async () => ({
		asked: { path: '/content_publishing_limit' },
		async act() {
			const { error } = await world.run(PHOTO);
			expect(error).toBeUndefined();
			expect(posts()).toHaveLength(1);
		},
	}),
	'the permalink of a new post': async () => ({
		asked: { method: 'GET', query: /permalink/ },
		async act() {
			const { error, items } = await world.run(PHOTO);
			expect(error).toBeUndefined();
			expect(items[0]!.json).toMatchObject({ id: posts()[0]!.id, published: true });
		},
	}),
	'the container of a neighbour whose publishing was not answered': async () => {
		const items = captions('published', 'unanswered', 'neighbour');
		const options = { executionId: `run of ${world.account.id}`, retryOnFail: true, maxTries: 2 };
		const publish = { method: 'POST', path: '/media_publish' };
		const meanwhile = (run: () => void): Fault => ({ kind: 'meanwhile', effect: 'before', run });
		world.simulator.faults.failNext(
			publish,
			meanwhile(() => undefined),
		);
		// Meta has a fault while it publishes, and then the container cannot be read
		world.simulator.faults.failNext(
			publish,
			meanwhile(() => {
				world.simulator.faults.failNext({ query: /status_code/, times: 9 }, status(403, graphError(10, 'x')));
				throw new Error('a fault');
			}),
		);
		const { error } = await world.run(CAPTIONED, items, options);
		const [, id] = /^Instagram may have published the post \(container (\d+)\)/.exec(error?.message ?? '')!;
		world.simulator.faults.clear();
		return {
			asked: { method: 'GET', path: `/${id}`, query: /status_code/ },
			async act() {
				const again = await world.run(CAPTIONED, items, { ...options, continueOnFail: true });
				expect(again.items[1]!.json.error).toContain(
					`Instagram may have published the post (container ${id})`,
				);
				expect(again.items[2]!.json).toMatchObject({ published: true });
			},
		};
	},
	'when the window for messages closed': async () => {
		world.simulator.clock.advance(30 * 60 * 60_000);
		const recipientId = instagram().igsid(world.person, world.account);
		return {
			asked: { path: '/conversations' },
			async act() {
				const parameters = { resource: 'message', operation: 'send', recipientId, text: 'Hello' };
				const { error } = await world.run(parameters);
				expect(error?.message).toBe('The 24-hour window for messages to this person has closed');
			},
		};
	},
	'the profile of a sender': async () => {
		const target = trigger({ options: { includeSenderProfile: true } });
		return {
			asked: { method: 'GET', query: /follower_count/ },
			async act() {
				const sender = { id: instagram().igsid(world.person, world.account) };
				const body = delivery({ sender, message: { mid: 'm1', text: 'Hello' } });
				const { items } = await target.deliver(body);
				expect(items?.map(({ json }) => json.text)).toEqual(['Hello']);
			},
		};
	},
	'the items of an album that a filter names': async () => {
		const { id } = instagram().createMedia(world.account);
		const target = trigger({ events: ['comments'], options: { mediaIds: rows(id) } });
		return { asked: { method: 'GET', query: /children/ }, act: async () => await target.activate() };
	},
};

const asked = ({ method, path, query }: FaultMatch) =>
	world.requests().filter((request) => {
		const text = decodeURIComponent(new URLSearchParams(request.query).toString());
		const isPath =
			typeof path === 'string' ? request.path.endsWith(path) : (path?.test(request.path) ?? true);
		return isPath && (method === undefined || request.method === method) && (query?.test(text) ?? true);
	});

describe.each(Object.entries(PRECAUTIONS))('%s', (_what, prepare) => {
	it.each(Object.entries(TROUBLES))('%s: the act is done at once', async (_how, fault) => {
		await world.open({ speed: STANDING_STILL });
		measureInWaits(world);
		const precaution = await prepare();
		world.clearRequests();
		world.simulator.faults.failNext({ ...precaution.asked, times: 99 }, fault);
		const beforeMs = world.simulator.clock.now();
		await precaution.act();
		expect(asked(precaution.asked).length).toBe(1);
		expect(world.simulator.clock.now() - beforeMs).toBe(0);
	});

	it('is slow: the act is done before it answers', async () => {
		await world.open({ speed: 1 });
		jumpOverWaits(world);
		const precaution = await prepare();
		world.clearRequests();
		world.simulator.faults.failNext(precaution.asked, { kind: 'hang', ms: SLOW_MS, effect: 'before' });
		await precaution.act();
		// the journal holds what was answered
		expect(asked(precaution.asked).length).toBe(0);
	});
});
