/** What a post costs in calls when Instagram is ready at once, as docs/publishing.md says it. */
import type { INodeParameters } from 'n8n-workflow';

import { HOST, PHOTO } from '../../support/posts.mts';
import { useWorld } from '../../support/world.mts';

const world = useWorld({ waitless: true, switches: { processing: { imageMs: 0, videoMs: 0 } } });

const CAROUSEL: INodeParameters = {
	resource: 'post',
	operation: 'createCarousel',
	specifyItems: 'json',
	itemsJson: JSON.stringify(
		Array.from({ length: 10 }, (_, index) => ({ imageUrl: `${HOST}/photo-${index + 2}.jpg` })),
	),
};
const QUOTA = 1;

it.each<[string, INodeParameters, number, number]>([
	['a photo: create, status, publish, permalink', PHOTO, 1, 4 + QUOTA],
	['three photos, of which the run asks for the quota once', PHOTO, 3, 3 * 4 + QUOTA],
	['a carousel of ten photos', CAROUSEL, 1, 25],
])('%s', async (_what, parameters, count, calls) => {
	await world.open();
	const items = Array.from({ length: count }, (_, index) => ({ json: { caption: `Post ${index}` } }));
	const { error } = await world.run({ ...parameters, caption: '={{ $json.caption }}' }, items);
	expect(error).toBeUndefined();
	expect(world.requests()).toHaveLength(calls);
});
