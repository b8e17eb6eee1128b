/** Links that people paste where a media ID is asked. */
import { media, runOne } from '../../support/media.mts';
import { useWorld } from '../../support/world.mts';

const world = useWorld();

const instagram = () => world.simulator.instagram;
const byUrl = (value: string) => ({ __rl: true, mode: 'url', value });
const apiCalls = () => world.requests().filter(({ host }) => host === 'graph.instagram.com');

describe('a link in place of an ID', () => {
	it.each<[string, (shortcode: string) => string]>([
		['a post', (code) => `https://www.instagram.com/p/${code}/`],
		['a post with tracking', (code) => `https://www.instagram.com/p/${code}/?igsh=MTc4&img_index=2`],
		['a post under the user name', (code) => `https://www.instagram.com/brand/p/${code}/`],
		['a reel', (code) => `https://instagram.com/reel/${code}`],
		['a link without https', (code) => `instagram.com/reels/${code}/`],
	])('finds %s', async (_name, link) => {
		await world.open();
		const seeded = instagram().seedMedia(world.account, 230);
		const wanted = seeded[20]!;
		const { json } = await runOne(world, media('get', { mediaId: byUrl(link(wanted.shortcode)) }));
		expect(json.id).toBe(wanted.id);
		// 230 posts, the wanted one on the third page, and the media itself
		expect(apiCalls()).toHaveLength(4);
	});

	it('lists the media once for all items of a run', async () => {
		await world.open();
		const seeded = instagram().seedMedia(world.account, 150);
		const links = [seeded[149]!, seeded[0]!, seeded[75]!].map(({ shortcode }) => ({
			json: { link: `https://www.instagram.com/p/${shortcode}/` },
		}));
		const { items } = await world.run(
			media('get', { mediaId: { __rl: true, mode: 'url', value: '={{ $json.link }}' } }),
			links,
		);
		expect(items.map(({ json }) => json.id)).toEqual([seeded[149]!.id, seeded[0]!.id, seeded[75]!.id]);
		expect(apiCalls().filter(({ path }) => path.endsWith('/media'))).toHaveLength(2);
	});

	it('finds a story by its link', async () => {
		await world.open();
		const story = instagram().createMedia(world.account, { productType: 'STORY' });
		const { items } = await world.run(media('getMany', { mediaList: 'stories' }));
		const { json } = await runOne(
			world,
			media('get', { mediaId: byUrl(items[0]!.json.permalink as string) }),
		);
		expect(json.id).toBe(story.id);
	});

	it('says clearly that the account has no such post', async () => {
		await world.open();
		instagram().seedMedia(world.account, 3);
		const { error } = await world.run(
			media('get', { mediaId: byUrl('https://www.instagram.com/p/NotOurs12345/') }),
		);
		expect(error?.message).toContain('Post was not found: @brand has no such post');
		expect(error?.description).toContain('10,000 newest posts of the connected account');
	});

	it.each([
		['https://www.instagram.com/brand/', 'is not a link to a post, reel or story'],
		['https://example.com/p/CxYzAbCdEfG/', 'is not a link to a post, reel or story'],
		['../me', 'must be an Instagram ID'],
		['', 'is empty'],
	])('refuses %j before any call', async (value, problem) => {
		await world.open();
		const { error } = await world.run(
			media('get', { mediaId: { __rl: true, mode: 'id', value: `={{ ${JSON.stringify(value)} }}` } }),
		);
		expect(error?.message).toContain(`Post ${problem}`);
		expect(world.requests()).toEqual([]);
	});

	it.each(['reel/BAGx12', 'p/_aBc', 'BAGx12'])('says what to do with a link to /share/%s', async (rest) => {
		await world.open();
		const { error } = await world.run(
			media('get', { mediaId: byUrl(`https://www.instagram.com/share/${rest}`) }),
		);
		expect(error?.description).toMatch(/open it in a browser and copy the address/);
		expect(world.requests()).toEqual([]);
	});

	it('refuses an ID that JavaScript has rounded', async () => {
		await world.open();
		const { error } = await world.run(media('get', { mediaId: '={{ 17895695668004550 }}' }));
		expect(error?.message).toContain('was rounded');
	});
});
