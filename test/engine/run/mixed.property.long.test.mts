/**
 * Several kinds of things in one run, runs that are cancelled, and a neighbour that is: what n8n shows last
 * never claims less than Instagram's ledger holds, and nothing is done twice. 200 random histories;
 * lastWord.property and post/lastWord have those of one operation.
 */
import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Account, Fault } from '../../../simulator/index.mts';
import { untilQuiet } from '../../support/edge.mts';
import { BAD_FATES, startOverIn } from '../../support/fates.mts';
import { HOST } from '../../support/posts.mts';
import { useWorld } from '../../support/world.mts';

const HISTORIES = 200;
const world = useWorld({ per: 'file', waitless: true });
const instagram = () => world.simulator.instagram;

type Act = 'photo' | 'container' | 'text' | 'image' | 'quickReplies' | 'privateReply';

/** Each item says itself what it is. */
const POST: INodeParameters = {
	resource: 'post',
	operation: 'createImage',
	imageUrl: `${HOST}/photo.jpg`,
	caption: '={{ $json.text }}',
	publishNow: '={{ $json.publishNow }}',
};
const SEND: INodeParameters = {
	resource: 'message',
	operation: 'send',
	recipientType: '={{ $json.commentId ? "comment" : "person" }}',
	recipientId: '={{ $json.recipientId }}',
	commentId: '={{ $json.commentId }}',
	messageType: '={{ $json.messageType }}',
	text: '={{ $json.text }}',
	mediaUrl: `${HOST}/photo.jpg`,
	quickReplies: { quickReply: [{ title: 'Prices', payload: 'PRICES' }] },
};
const WORKS: ReadonlyArray<readonly [INodeParameters, readonly Act[]]> = [
	[POST, ['photo', 'photo', 'container']],
	[SEND, ['text', 'image', 'quickReplies', 'privateReply']],
];

const LOST = ['connection reset after', '500 after', 'code 2 after', 'unreadable after'];
const fate = fc.oneof(
	{ weight: 3, arbitrary: fc.constant(undefined) },
	{ weight: 3, arbitrary: fc.constantFrom(...LOST) },
	{ weight: 3, arbitrary: fc.constantFrom(...Object.keys(BAD_FATES)) },
);
/** What the items of two executions of one workflow are. */
const work = fc.constantFrom(...WORKS).chain(([parameters, choices]) => {
	const acts = fc.array(fc.constantFrom(...choices), { minLength: 2, maxLength: 4 });
	return fc.record({ parameters: fc.constant(parameters), own: acts, others: acts });
});
const history = fc.record({
	work,
	writes: fc.array(fate, { maxLength: 12 }),
	reads: fc.array(fate, { maxLength: 6 }),
	maxTries: fc.integer({ min: 2, max: 5 }),
	onError: fc.constantFrom('stop', 'continue', 'error output'),
	/** After so many requests somebody stops the execution. */
	cancelledAfter: fc.option(fc.integer({ min: 1, max: 12 }), { freq: 3 }),
	/** Another execution of the same workflow, which is stopped after so many requests of both. */
	neighbourCancelledAfter: fc.option(fc.integer({ min: 1, max: 12 }), { freq: 3 }),
});

let fates: { writes: Array<string | undefined>; reads: Array<string | undefined> };
let onRequest = () => {};

beforeAll(() => {
	type Take = { take(request: { host: string; method: string }): Fault | undefined };
	jest.spyOn(world.simulator.faults as unknown as Take, 'take').mockImplementation(({ host, method }) => {
		if (host !== 'graph.instagram.com') return undefined;
		onRequest();
		const next = (method === 'GET' ? fates.reads : fates.writes).shift();
		return next === undefined ? undefined : BAD_FATES[next];
	});
});

interface Planned {
	readonly json: IDataObject;
	/** How often Instagram's ledger holds what the item asks for. */
	done(): number;
	/** How often it holds it when all went well; never more. */
	readonly whole: number;
}

async function plan(account: Account, wanted: readonly Act[], mark: string): Promise<Planned[]> {
	return await Promise.all(
		wanted.map(async (act, at) => {
			const text = `${mark}.${at}`;
			if (act === 'photo' || act === 'container') {
				const isPost = act === 'photo';
				const posts = () => instagram().publishedMedia(account);
				const done = () => posts().filter(({ caption }) => caption === text).length;
				return { json: { text, publishNow: isPost }, done, whole: isPost ? 1 : 0 };
			}
			const person = instagram().createPerson({ username: `fan_${mark}_${at}` });
			await instagram().sendDirectMessage({ from: person, to: account, text: 'Hi' });
			const done = () =>
				instagram()
					.messages(account, person)
					.filter(({ fromAccount }) => fromAccount).length;
			const to = { text, recipientId: instagram().igsid(person, account) };
			if (act !== 'privateReply') return { json: { ...to, messageType: act }, done, whole: 1 };
			const media = instagram().createMedia(account, { caption: 'Summer' });
			const { comment } = await instagram().comment({ from: person, media, text: 'How?' });
			return { json: { ...to, messageType: 'text', commentId: comment.id }, done, whole: 1 };
		}),
	);
}

const MAY_BE = /may have (been (sent|written)|published)|is done already/;
const DENIES = /nothing (was|has been) (published|sent|written)/i;

type Result = Awaited<ReturnType<typeof world.run>>;

/** Whether the error of a run that stops tells that an item was done, or may have been. */
function isToldIn(error: NonNullable<Result['error']>, at: number): boolean {
	const data = error.context.data as { error?: Record<string, string> } | undefined;
	if ((data?.error?.doneItems ?? '').split(',').includes(String(at))) return true;
	const text = `${error.message} ${error.description}`;
	if (error.context.itemIndex === at && MAY_BE.test(error.message)) return true;
	const named = new RegExp(
		`Item ${at}(?:, too| failed too): ([^]*?)(?= Item \\d+(?:, too| failed too)|$)`,
		'g',
	);
	return [...text.matchAll(named)].some(([, said]) => MAY_BE.test(said ?? ''));
}

let round = 0;
const counts = { told: 0, stopped: 0, cancelled: 0 };

function expectTruth(result: Result, items: readonly Planned[]): void {
	for (const [at, item] of items.entries()) {
		if (result.error) {
			counts.stopped += 1;
			if (item.done() > 0) expect([at, isToldIn(result.error, at)]).toEqual([at, true]);
			continue;
		}
		const shown = result.items.filter(({ pairedItem }) => JSON.stringify(pairedItem) === `{"item":${at}}`);
		expect(shown).toHaveLength(1);
		const said = shown[0]!.json.error;
		if (typeof said !== 'string') expect([at, item.done()]).toEqual([at, item.whole]);
		else if (item.done() > 0) {
			counts.told += 1;
			expect(said).toMatch(MAY_BE);
		}
	}
}

it('what is shown last claims at least what was done, and nothing is done twice', async () => {
	await fc.assert(
		fc.asyncProperty(
			history,
			async ({
				work: { parameters, ...wanted },
				neighbourCancelledAfter,
				cancelledAfter,
				onError,
				maxTries,
				...given
			}) => {
				round += 1;
				fates = { writes: [], reads: [] };
				onRequest = () => {};
				const account = startOverIn(world);
				const own = await plan(account, wanted.own, `own${round}`);
				const others = await plan(
					account,
					neighbourCancelledAfter === null ? [] : wanted.others,
					`other${round}`,
				);
				fates = { writes: [...given.writes], reads: [...given.reads] };
				const [stopOwn, stopOther] = [new AbortController(), new AbortController()];
				let requests = 0;
				onRequest = () => {
					requests += 1;
					if (requests === cancelledAfter) stopOwn.abort();
					if (requests === neighbourCancelledAfter) stopOther.abort();
				};
				const start = async (items: readonly Planned[], name: string, { signal }: AbortController) =>
					await world
						.run(
							parameters,
							items.map(({ json }) => ({ json })),
							{
								executionId: `${name} ${round}`,
								retryOnFail: true,
								maxTries,
								continueOnFail: onError === 'continue',
								errorOutput: onError === 'error output',
								signal,
							},
						)
						.catch(() => undefined);
				const [result] = await Promise.all([
					start(own, 'own', stopOwn),
					others.length > 0 && start(others, 'other', stopOther),
				]);
				// a run that was stopped ends before what it has sent
				await untilQuiet(() => world.requests().length);
				for (const item of [...own, ...others]) expect(item.done()).toBeLessThanOrEqual(item.whole);
				const text = JSON.stringify([result?.error?.message, result?.items]);
				if (own.some((item) => item.done() > 0)) expect(text).not.toMatch(DENIES);
				if (stopOwn.signal.aborted) counts.cancelled += 1;
				else expectTruth(result!, own);
			},
		),
		{ numRuns: HISTORIES },
	);
	// the histories are such that there is something to be hidden
	expect(Math.min(...Object.values(counts))).toBeGreaterThan(HISTORIES / 20);
}, 600_000);
