/**
 * The lists behind the fields for media, comments and conversations: what a person sees, page by page, and
 * finds by typing.
 */
import { LoadOptionsContext } from 'n8n-core';
import {
	Workflow,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
	type INodeProperties,
} from 'n8n-workflow';

import { Instagram } from '../../../nodes/Instagram/Instagram.node';
import { additionalDataFor, instagramNode, nodeTypes } from '../../support/engine.mts';
import { measureInWaits, STANDING_STILL } from '../../support/virtualTime.mts';
import { useWorld } from '../../support/world.mts';

const world = useWorld();

const node = new Instagram();
const instagram = () => world.simulator.instagram;
type Method = keyof typeof node.methods.listSearch;

async function search(method: Method, filter?: string, token?: string): Promise<INodeListSearchResult> {
	const parameters = { authentication: 'oAuth2', resource: 'media', operation: 'get' };
	const instagramOne = instagramNode(parameters);
	const workflow = new Workflow({ nodes: [instagramOne], connections: {}, active: false, nodeTypes });
	const context = new LoadOptionsContext(
		workflow,
		instagramOne,
		additionalDataFor(world.store),
		'',
	) as ILoadOptionsFunctions;
	try {
		return await node.methods.listSearch[method].call(context, filter, token);
	} finally {
		expect(JSON.stringify(world.requests().map(({ query }) => query))).not.toContain('access_token');
	}
}

const names = ({ results }: INodeListSearchResult) => results.map(({ name }) => name);

/** As n8n does when a person scrolls. */
async function scrollThrough(method: Method, filter?: string) {
	const values: unknown[] = [];
	let token: string | undefined;
	do {
		const { results, paginationToken } = await search(method, filter, token);
		values.push(...results.map(({ value }) => value));
		token = paginationToken;
	} while (token !== undefined);
	return values;
}

describe('the list of media', () => {
	it('shows caption, kind and date, and links to the post', async () => {
		await world.open();
		const timestamp = Date.UTC(2026, 10, 3, 12);
		instagram().createMedia(world.account, { caption: 'Cats\nand dogs', timestamp });
		const reel = instagram().createMedia(world.account, {
			mediaType: 'VIDEO',
			productType: 'REELS',
			timestamp: timestamp + 1000,
		});
		const album = instagram().createMedia(world.account, {
			mediaType: 'CAROUSEL_ALBUM',
			caption: 'x'.repeat(80),
			timestamp: timestamp + 2000,
		});
		const found = await search('searchMedia');
		expect(names(found)).toEqual([
			`${'x'.repeat(49)}… · Carousel · 2026-11-03`,
			'No caption · Reel · 2026-11-03',
			'Cats and dogs · Photo · 2026-11-03',
		]);
		expect(found.results.map(({ value }) => value).slice(0, 2)).toEqual([album.id, reel.id]);
		expect(found.results[1]?.url).toBe(`https://www.instagram.com/reel/${reel.shortcode}/`);
		expect(found.paginationToken).toBeUndefined();
	});

	it('is loaded page by page', async () => {
		await world.open();
		const seeded = instagram().seedMedia(world.account, 120);
		expect((await search('searchMedia')).results).toHaveLength(50);
		world.clearRequests();
		expect(await scrollThrough('searchMedia')).toEqual(seeded.map(({ id }) => id).reverse());
		expect(world.requests()).toHaveLength(3);
	});

	it('finds by typing what stands on a later page', async () => {
		await world.open();
		const seeded = instagram().seedMedia(world.account, 120);
		expect(await scrollThrough('searchMedia', 'post 7 ·')).toEqual([seeded[6]!.id]);
	});

	it('shows posts of others in which the account is tagged', async () => {
		await world.open();
		const fan = instagram().createAccount({ username: 'fan' });
		const tagged = instagram().createMedia(fan, { caption: 'With friends' });
		instagram().tag(world.account, tagged);
		expect(names(await search('searchTaggedMedia'))[0]).toMatch(/^@fan · With friends · Photo/);
		expect(await scrollThrough('searchTaggedMedia')).toEqual([tagged.id]);
	});
});

describe('the list of comments', () => {
	it('shows who wrote what under which post, replies too', async () => {
		await world.open();
		const media = instagram().createMedia(world.account, { caption: 'Summer' });
		const { comment } = await instagram().comment({ from: world.person, media, text: 'How much?' });
		const { comment: reply } = await instagram().comment({
			from: world.account,
			media,
			text: 'Ten',
			parentId: comment.id,
		});
		const found = await search('searchComments');
		expect(found.results.map(({ value, description }) => [value, description])).toEqual([
			[comment.id, 'On: Summer'],
			[reply.id, 'On: Summer'],
		]);
		expect(names(found)[0]).toMatch(/^@customer: How much\? · \d{4}-\d\d-\d\d$/);
		expect(names(found)[1]).toMatch(/^↳ @brand: Ten/);
		expect(await scrollThrough('searchComments', 'how MUCH')).toEqual([comment.id]);
	});

	it('reaches comments of older posts', async () => {
		await world.open();
		const seeded = instagram().seedMedia(world.account, 35);
		const { comment } = await instagram().comment({ from: world.person, media: seeded[0]!, text: 'Late' });
		expect(await scrollThrough('searchComments')).toEqual([comment.id]);
	});
});

describe('the list of people who wrote', () => {
	it('names each with the last message and gives the ID that messages are sent to', async () => {
		await world.open();
		const bob = instagram().createPerson({ username: 'bob' });
		await instagram().sendDirectMessage({ from: bob, to: world.account, text: 'Are you open?' });
		await instagram().sendDirectMessage({ from: world.person, to: world.account, text: 'Still there?' });
		const found = await search('searchPeople');
		const idOf = (person: typeof bob) => instagram().igsid(person, world.account);
		expect(found.results.map(({ value }) => value)).toEqual([idOf(world.person), idOf(bob)]);
		expect(names(found)[1]).toMatch(/^@bob · Are you open\? · \d{4}-\d\d-\d\d$/);
		expect(await scrollThrough('searchPeople', 'BOB')).toEqual([idOf(bob)]);
		expect(await scrollThrough('searchPeople', 'still')).toEqual([idOf(world.person)]);
	});
});

describe('the list of conversations', () => {
	it('shows the person, the last message and the date', async () => {
		await world.open();
		await instagram().sendDirectMessage({
			from: world.person,
			to: world.account,
			text: 'Is it still there?',
		});
		const found = await search('searchConversations');
		const conversation = instagram().conversation(world.account, world.person);
		expect(found.results.map(({ value }) => value)).toEqual([conversation.id]);
		expect(names(found)[0]).toMatch(/^@customer · Is it still there\? · \d{4}-\d\d-\d\d$/);
		expect((await search('searchConversations', 'nobody')).results).toEqual([]);
	});
});

it('explains a lost login in the list', async () => {
	await world.open();
	instagram().revoke(world.account, world.app, 'removed');
	await expect(search('searchMedia')).rejects.toThrow('The app was removed from the Instagram account');
});

it('is never required: each field takes an ID, and names a list that exists', () => {
	const locators = node.description.properties.filter(
		({ type }: INodeProperties) => type === 'resourceLocator',
	);
	expect(locators.length).toBeGreaterThan(10);
	for (const { modes = [] } of locators) {
		expect(modes.map(({ name }) => name)).toEqual(expect.arrayContaining(['list', 'id']));
		const method = modes.find(({ name }) => name === 'list')?.typeOptions?.searchListMethod;
		expect(Object.keys(node.methods.listSearch)).toContain(method);
	}
});

it.each(['searchPeople', 'searchConversations'] as const)(
	'%s reads no faster than Instagram allows, however fast a person types',
	async (method) => {
		await world.open({ speed: STANDING_STILL, latencyMs: 40 });
		measureInWaits(world);
		const typed = ['c', 'cu', 'cus', 'cust'];
		const found = await Promise.all(typed.map(async (filter) => await search(method, filter)));
		expect(found.map(({ results }) => results.length)).toEqual([1, 1, 1, 1]);
		expect(world.requests().map(({ status }) => status)).not.toContain(400);
	},
);
