/**
 * The last word is the true one: whatever fails on the way, and however often n8n tries again, what a person
 * reads at the end never claims less than what stands on the account.
 */
import fc from 'fast-check';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { Fault } from '../../../simulator/index.mts';
import { BAD_FATES, startOverIn } from '../../support/fates.mts';
import { HOST } from '../../support/posts.mts';
import { useWorld } from '../../support/world.mts';

/** Histories of each of the two operations. */
const RUNS = 220;

const world = useWorld({ per: 'file', waitless: true });
/** The answer to a publish, and to each other request, in their order; none is left: all is well. */
let fates: { publish: Array<string | undefined>; others: Array<string | undefined> };
let executions = 0;

beforeAll(() => {
	type Take = { take(request: { host: string; path: string }): Fault | undefined };
	jest.spyOn(world.simulator.faults as unknown as Take, 'take').mockImplementation(({ host, path }) => {
		if (host !== 'graph.instagram.com') return undefined;
		const fate = (path.endsWith('/media_publish') ? fates.publish : fates.others).shift();
		return fate === undefined ? undefined : BAD_FATES[fate];
	});
});

const NAMES = Object.keys(BAD_FATES);
const LOST = ['connection reset after', '500 after', 'code 2 after', 'unreadable after'];
const well = { weight: 3, arbitrary: fc.constant(undefined) };
const fatesOf = fc.record({
	publish: fc.array(
		fc.oneof(
			well,
			{ weight: 4, arbitrary: fc.constantFrom(...LOST) },
			{ weight: 1, arbitrary: fc.constantFrom(...NAMES) },
		),
		{ minLength: 1, maxLength: 12 },
	),
	// faults come in rows: a network that is down answers nothing for a while
	others: fc
		.array(
			fc.tuple(
				fc.oneof(well, { weight: 3, arbitrary: fc.constantFrom(...NAMES) }),
				fc.integer({ min: 1, max: 8 }),
			),
			{ maxLength: 10 },
		)
		.map((rows) => rows.flatMap(([fate, times]) => Array<string | undefined>(times).fill(fate))),
});
const history = fc.record({
	fates: fatesOf,
	captions: fc.array(fc.constantFrom('Bread', 'Tea'), { minLength: 1, maxLength: 3 }),
	tries: fc.integer({ min: 2, max: 5 }),
	onError: fc.constantFrom('stop', 'continue', 'error output'),
	quota: fc.constantFrom(1, 2, 100),
	notReady: fc.nat(2),
});

type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

/** Everything that a person sees at the end, item by item where items come out. */
function lastWords(result: Awaited<ReturnType<typeof world.run>>): string[] {
	if (result.error) {
		const { message, description, context } = result.error;
		return [JSON.stringify([message, description, context.data])];
	}
	return result.items.map(({ json }) => JSON.stringify(json));
}

async function tellTheTruth(
	{ captions, tries, onError, quota, notReady, fates: given }: History,
	parametersOf: (items: INodeExecutionData[]) => Promise<{
		parameters: INodeParameters;
		items: INodeExecutionData[];
	}>,
): Promise<void> {
	fates = { publish: [], others: [] };
	const account = startOverIn(world);
	world.simulator.switches.notReadyAfterFinished = notReady;
	const { parameters, items } = await parametersOf(captions.map((caption) => ({ json: { caption } })));
	world.simulator.switches.quotaTotal = quota;
	fates = { publish: [...given.publish], others: [...given.others] };
	const result = await world.run(parameters, items, {
		executionId: `word-${(executions += 1)}`,
		retryOnFail: true,
		maxTries: tries,
		continueOnFail: onError === 'continue',
		errorOutput: onError === 'error output',
	});
	const words = lastWords(result);
	const posts = world.simulator.instagram.publishedMedia(account);
	expect(posts.length).toBeLessThanOrEqual(items.length);
	for (const { id, containerId } of posts) {
		const isTold = words.some((text) => text.includes(id) || text.includes(containerId!));
		if (!isTold) throw new Error(`post ${id} of container ${containerId} stands, but: ${words.join('\n')}`);
	}
	// the message alone, which is all that a toast or a model shows, does not deny it either
	if (result.error) expect(result.error.message).not.toMatch(/nothing (was|has been) (published|sent)/i);
}

describe('the last word after faults and retries', () => {
	it('names every post that stands, when posts are created', async () => {
		const parameters: INodeParameters = {
			resource: 'post',
			operation: 'createImage',
			imageUrl: `${HOST}/photo.jpg`,
			caption: '={{ $json.caption }}',
		};
		await fc.assert(
			fc.asyncProperty(history, async (given) => {
				await tellTheTruth(given, async (items) => ({ parameters, items }));
			}),
			{ numRuns: RUNS },
		);
	}, 600_000);

	it('names every post that stands, when containers are published', async () => {
		await fc.assert(
			fc.asyncProperty(history, async (given) => {
				await tellTheTruth(given, async (items) => {
					const made = await world.run(
						{ resource: 'post', operation: 'createImage', imageUrl: `${HOST}/photo.jpg`, publishNow: false },
						items,
					);
					expect(made.error).toBeUndefined();
					return {
						parameters: {
							resource: 'container',
							operation: 'publish',
							containerId: '={{ $json.containerId }}',
						},
						items: made.items.map(({ json }) => ({ json })),
					};
				});
			}),
			{ numRuns: RUNS },
		);
	}, 600_000);
});
