/** What users of other products met right after a container was created (field-reports.md). */
import type { INodeParameters } from 'n8n-workflow';

import { HOST, PHOTO, useWaitlessWorlds } from '../../support/posts.mts';

const { world, posts, containers, sent } = useWaitlessWorlds();

const CAROUSEL: INodeParameters = {
	resource: 'post',
	operation: 'createCarousel',
	specifyItems: 'json',
	itemsJson: JSON.stringify([{ imageUrl: `${HOST}/photo.jpg` }, { imageUrl: `${HOST}/photo-2.jpg` }]),
};

describe.each([
	['a photo', PHOTO],
	['a carousel', CAROUSEL],
])('%s', (_kind, parameters) => {
	it.each([0, 2])('is published although its containers are unknown to the first %d reads', async (reads) => {
		world.simulator.switches.unknownAfterCreation = reads;
		const { error, items } = await world.run(parameters);
		expect(error).toBeUndefined();
		expect(items[0]!.json.published).toBe(true);
		expect(posts()).toHaveLength(1);
	});

	it.each([0, 1, 2])('is published although %d fetches of its files are refused', async (refusedFetches) => {
		world.simulator.switches.refusedFetches = refusedFetches;
		const { error } = await world.run(parameters);
		expect(error).toBeUndefined();
		expect(posts()).toHaveLength(1);
		// what is good already is not created again
		expect(containers()).toHaveLength(parameters === PHOTO ? 1 : 3);
	});

	it.each(['code', 'textOnly'] as const)(
		'is published when its status comes as %s',
		async (containerStatus) => {
			world.simulator.switches.containerStatus = containerStatus;
			const { error } = await world.run(parameters);
			expect(error).toBeUndefined();
			expect(posts()).toHaveLength(1);
		},
	);
});

it('a URL that is really wrong is asked for three times, and told within seconds', async () => {
	const beforeMs = world.simulator.clock.now();
	const { error } = await world.run({ ...PHOTO, imageUrl: `${HOST}/missing.jpg` });
	expect(error?.message).toMatch(/could not fetch/);
	expect(sent('POST', /\/media$/)).toHaveLength(3);
	expect(world.simulator.clock.now() - beforeMs).toBeLessThan(10_000);
});

it('a container that is unknown for longer than Max Wait is not waited for', async () => {
	world.simulator.switches.unknownAfterCreation = 999;
	const { error } = await world.run({ ...PHOTO, additionalFields: { maxWait: 5 } });
	expect(error?.message).toMatch(/after 5 seconds/);
	expect(error?.description).toContain(containers()[0]!.id);
});

it('a container that somebody else made, and Meta does not know, fails at once', async () => {
	const { error } = await world.run({ resource: 'container', operation: 'publish', containerId: '123' });
	expect(error?.message).toMatch(/does not know this object/);
	expect(world.requests()).toHaveLength(1);
});

it.each(['allowed', 'unsupported'] as const)(
	'a post is published while the quota is %s',
	async (quotaEndpoint) => {
		world.simulator.switches.quotaEndpoint = quotaEndpoint;
		const { error } = await world.run(PHOTO);
		expect(error).toBeUndefined();
		expect(posts()).toHaveLength(1);
		expect(sent('GET', /content_publishing_limit$/)).toHaveLength(1);
	},
);

it('a status in words that tells of an error gives the reason', async () => {
	const status = 'Error: Media download has failed. The media URI does not meet our requirements.';
	world.simulator.faults.failNext(
		{ method: 'GET', path: /\/\d+$/ },
		{ kind: 'status', status: 200, body: { id: '1', status }, effect: 'before' },
	);
	const { error } = await world.run(PHOTO);
	expect(error?.message).toMatch(/could not process the file/);
	expect(error?.description).toContain(status);
	expect(posts()).toHaveLength(0);
});
