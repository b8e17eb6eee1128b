/**
 * The longest lists that Instagram gives, read to their end: 10,000 posts, and a post with 5,000 comments.
 */
import type { INodeParameters } from 'n8n-workflow';

import { useWorld } from '../../support/world.mts';

const world = useWorld();

const instagram = () => world.simulator.instagram;
const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const post = () => instagram().createMedia(world.account, { caption: 'Summer' });
const comment = (operation: string, parameters: INodeParameters): INodeParameters => ({
	resource: 'comment',
	operation,
	...parameters,
});
const media = (operation: string, parameters: INodeParameters): INodeParameters => ({
	resource: 'media',
	operation,
	...parameters,
});

it('reads all 10,000 posts in exactly 100 calls, newest first, without a token in the output', async () => {
	await world.open();
	const seeded = instagram().seedMedia(world.account, 10_000);
	const { items, error } = await world.run(media('getMany', { returnAll: true }));
	expect(error).toBeUndefined();
	expect(items).toHaveLength(10_000);
	expect(items.map(({ json }) => json.id)).toEqual(seeded.map(({ id }) => id).reverse());
	expect(world.requests()).toHaveLength(10_000 / 100);
	expect(JSON.stringify(items)).not.toContain('access_token');
	expect(world.requests().every(({ query }) => query.access_token === undefined)).toBe(true);
}, 60_000);

it('reads all 5,000 comments of a post in exactly 100 calls, newest first', async () => {
	await world.open();
	const media = post();
	const seeded = instagram().seedComments(media, 5000, world.person);
	const { items, error } = await world.run(comment('getMany', { mediaId: byId(media.id), returnAll: true }));
	expect(error).toBeUndefined();
	expect(items.map(({ json }) => json.id)).toEqual(seeded.map(({ id }) => id).reverse());
	expect(world.requests()).toHaveLength(5000 / 50);
	expect(JSON.stringify(items)).not.toContain('access_token');
}, 60_000);
