/** Runs that n8n, a person or an agent repeats: nothing is published twice. */
import type { Fault } from '../../../simulator/index.mts';
import { CAPTIONED, captions, HOST, PHOTO, REEL, useWaitlessWorlds } from '../../support/posts.mts';

const { world, posts, containers, sent } = useWaitlessWorlds();

const PUBLISH = /\/media_publish$/;

describe('a run that is repeated', () => {
	it('by Retry On Fail goes on with the same containers', async () => {
		let publishes = 0;
		const take = jest.spyOn(
			world.simulator.faults as unknown as { take(request: { path: string }): Fault | undefined },
			'take',
		);
		const blocked: Fault = {
			kind: 'status',
			status: 400,
			body: { error: { message: 'x', code: 4, error_subcode: 2207051 } },
			effect: 'before',
		};
		take.mockImplementation(({ path }) =>
			PUBLISH.test(path) && (publishes += 1) === 2 ? blocked : undefined,
		);
		const { error, items } = await world.run(CAPTIONED, captions('A', 'B', 'C'), { retryOnFail: true });
		take.mockRestore();
		expect(error).toBeUndefined();
		expect(containers()).toHaveLength(3);
		expect(
			posts()
				.map(({ caption }) => caption)
				.sort(),
		).toEqual(['A', 'B', 'C']);
		expect(items.map(({ json }) => json.id).sort()).toEqual(
			posts()
				.map(({ id }) => id)
				.sort(),
		);
	});

	it.each([false, true])(
		'by Retry On Fail posts nothing twice when the first item fails and captions change with each try (On Error: Continue %s)',
		async (continueOnFail) => {
			let publishes = 0;
			const take = jest.spyOn(
				world.simulator.faults as unknown as { take(request: { path: string }): Fault | undefined },
				'take',
			);
			const blocked: Fault = {
				kind: 'status',
				status: 400,
				body: { error: { message: 'x', code: 4, error_subcode: 2207051 } },
				effect: 'before',
			};
			// n8n repeats a node that continues, too, when the first item that comes out is an error
			take.mockImplementation(({ path }) =>
				PUBLISH.test(path) && (publishes += 1) === (continueOnFail ? 1 : 2) ? blocked : undefined,
			);
			const timed = { ...PHOTO, caption: '={{ $json.caption + " " + Math.random() }}' };
			const { items } = await world.run(timed, captions('A', 'B', 'C'), {
				retryOnFail: true,
				continueOnFail,
			});
			take.mockRestore();
			expect(
				posts()
					.map(({ caption }) => caption![0])
					.sort(),
			).toEqual(['A', 'B', 'C']);
			expect(items.map(({ json }) => json.id).sort()).toEqual(
				posts()
					.map(({ id }) => id)
					.sort(),
			);
			expect(containers()).toHaveLength(3);
		},
	);

	it.each([
		[
			'cannot be read',
			{ imageUrl: '={{ $json.caption === "A" ? "photo.jpg" : $json.url }}' },
			/is not a URL/,
		],
		[
			'is meant for another account',
			{ connectedAccount: '={{ $json.caption === "A" ? "17841400000000001" : "" }}' },
			/is meant for the account/,
		],
	])(
		'by Retry On Fail, under On Error: Continue, posts nothing twice when the first item %s',
		async (_name, parameters, words) => {
			const items = captions('A', 'B', 'C').map(({ json }) => ({ json: { ...json, url: PHOTO.imageUrl } }));
			const careful = { additionalFields: { firstComment: '#bread' } };
			const run = await world.run({ ...CAPTIONED, ...careful, ...parameters }, items, {
				retryOnFail: true,
				continueOnFail: true,
			});
			expect(posts().map(({ caption }) => caption)).toEqual(['C', 'B']);
			expect(posts().map(({ comments }) => comments.length)).toEqual([1, 1]);
			expect(containers()).toHaveLength(2);
			expect(run.items[0]!.json.error).toMatch(words);
			expect(run.items.slice(1).map(({ json }) => json.id)).toEqual(
				posts()
					.map(({ id }) => id)
					.reverse(),
			);
		},
	);

	it('by Retry On Fail names the post of an item that cannot be read any more', async () => {
		const { clock, faults } = world.simulator;
		const laterMs = clock.now() + 1_800_000;
		const body = { error: { message: 'x', code: 4, error_subcode: 2207051 } };
		const publishing = { method: 'POST', path: PUBLISH };
		faults.failNext(publishing, { kind: 'status', status: 400, body, effect: 'before' });
		faults.failNext(publishing, { kind: 'meanwhile', run: () => clock.advance(3_600_000), effect: 'before' });
		const imageUrl = `={{ $json.caption === "B" && Date.now() > ${laterMs} ? "" : "${HOST}/photo.jpg" }}`;
		const { items } = await world.run({ ...CAPTIONED, imageUrl }, captions('A', 'B'), {
			retryOnFail: true,
			continueOnFail: true,
		});
		const [second, first] = posts();
		expect([first, second].map((post) => post!.caption)).toEqual(['B', 'A']);
		expect(items[0]!.json.id).toBe(second!.id);
		expect(items[1]!.json.error).toContain(`This item is done already (${first!.id})`);
	});

	it.each([true, false])(
		'by Retry On Fail finds the last post of the quota, which a gateway had not confirmed (Retry On Fail %s)',
		async (retryOnFail) => {
			world.simulator.switches.quotaTotal = 1;
			const gateway = (effect: Fault['effect']) =>
				({ kind: 'status', status: 504, body: '<html>', effect }) as Fault;
			const late: Fault = { kind: 'status', status: 200, body: { status_code: 'FINISHED' }, effect: 'after' };
			const answers = [...Array<'before'>(4).fill('before'), 'after' as const].map(gateway);
			let readsAfter = 0;
			type Take = { take(request: { method: string; path: string }): Fault | undefined };
			const take = jest.spyOn(world.simulator.faults as unknown as Take, 'take');
			take.mockImplementation(({ method, path }) => {
				if (PUBLISH.test(path)) return answers.shift();
				if (answers.length > 0 || method !== 'GET') return undefined;
				readsAfter += 1;
				// the status of the container is a moment behind
				return readsAfter === 1 ? late : undefined;
			});
			const { items, error } = await world.run(CAPTIONED, captions('A'), { retryOnFail });
			take.mockRestore();
			expect(posts()).toHaveLength(1);
			if (retryOnFail) {
				expect(error).toBeUndefined();
				expect(items[0]!.json).toMatchObject({ id: posts()[0]!.id, published: true });
			} else
				expect(error?.message).toBe(
					`Instagram may have published the post (container ${containers()[0]!.id}): Instagram answered with HTTP status 504 and no explanation`,
				);
		},
	);

	it('on purpose posts again', async () => {
		for (const _time of [1, 2])
			expect((await world.run(CAPTIONED, captions('A'), { retryOnFail: true })).error).toBeUndefined();
		expect(posts()).toHaveLength(2);
	});

	it('with Skip If Posted Within gives back the post that is there, once for each item', async () => {
		const careful = {
			...CAPTIONED,
			caption: '={{ $json.caption }}',
			additionalFields: { skipIfPostedWithin: 24 },
		};
		await world.run(CAPTIONED, captions('A', 'Same @partner'));
		world.clearRequests();
		const { items } = await world.run(careful, captions('A', 'Same @partner', 'Same @partner', 'B'));
		expect(items.map(({ json }) => json.alreadyPublished ?? false)).toEqual([true, true, false, false]);
		expect(items[0]!.json).toMatchObject({
			id: posts().find(({ caption }) => caption === 'A')!.id,
			published: true,
			containerId: null,
		});
		expect(posts()).toHaveLength(4);
		expect(sent('GET', /\/media$/)).toHaveLength(1);
		expect(sent('POST', /\/media$/)).toHaveLength(2);
	});

	it.each([-25, -3, 3, 25])(
		'with Skip If Posted Within finds the post although the clock of n8n is %d hours off',
		async (hours) => {
			const photo = { ...PHOTO, caption: 'A' };
			await world.run(photo);
			world.simulator.clock.advance(3_600_000);
			const nowMs = () => world.simulator.clock.now();
			const off = jest.spyOn(Date, 'now').mockImplementation(() => nowMs() + hours * 3_600_000);
			const skips = { additionalFields: { skipIfPostedWithin: 2 } };
			const { error, items } = await world.run({ ...photo, ...skips });
			world.simulator.clock.advance(2 * 3_600_000);
			const later = await world.run({ ...photo, ...skips });
			off.mockRestore();
			expect(error).toBeUndefined();
			expect(items[0]!.json).toMatchObject({ id: posts().at(-1)!.id, alreadyPublished: true });
			expect(later.items[0]!.json.alreadyPublished).toBeUndefined();
			expect(posts()).toHaveLength(2);
		},
	);

	it('looks back as far as Skip If Posted Within says, and at the same kind of post only', async () => {
		const careful = (hours: number, base = PHOTO) => ({
			...base,
			caption: 'A',
			additionalFields: { skipIfPostedWithin: hours },
		});
		await world.run({ ...PHOTO, caption: 'A' });
		expect((await world.run(careful(24, REEL))).items[0]!.json.alreadyPublished).toBeUndefined();
		world.simulator.clock.advance(3 * 3_600_000);
		expect((await world.run(careful(4))).items[0]!.json.alreadyPublished).toBe(true);
		expect((await world.run(careful(2))).items[0]!.json.alreadyPublished).toBeUndefined();
	});
});
