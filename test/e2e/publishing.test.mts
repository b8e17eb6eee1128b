import { setTimeout as sleep } from 'node:timers/promises';
import { fixture } from '../../simulator/state/fixtures.mts';
import { connectAccount, createMetaApp, type Account, type App } from '../../scripts/world/connection.mts';
import { executionError, waitForExecutions } from '../../scripts/n8n/executions.mts';
import {
	activate,
	createWorkflow,
	deactivate,
	inARow,
	type WorkflowNode,
} from '../../scripts/n8n/workflows.mts';
import { publicUrl } from '../../scripts/world/world.mts';
import { publications, requests } from './support/journal.mts';
import { download, instagram, type Connection } from './support/nodes.mts';
import { makeRunner } from './support/runs.mts';
import { findLeaks } from './support/secrets.mts';
import { useWorld } from './support/world.mts';

const world = useWorld();
const host = 'https://media.example.test';

let app: App;
let account: Account;
let connection: Connection;

beforeAll(async () => {
	app = createMetaApp(world().simulator);
	account = world().simulator.instagram.createAccount({ username: 'brand' });
	for (const username of ['baker', 'partner']) world().simulator.instagram.createPerson({ username });
	connection = { kind: 'oAuth2', credential: await connectAccount(world(), app, account) };
});

const published = () => world().simulator.instagram.publishedMedia(account);
const post = (operation: string, parameters: Record<string, unknown>) =>
	instagram(connection, { resource: 'post', operation, ...parameters });

describe('Publishing', () => {
	// before the next test clears the journal
	afterEach(async () => {
		expect(await findLeaks(world(), app)).toEqual([]);
	});

	it.each([
		['from a URL', { mediaSource: 'url', imageUrl: `${host}/photo.jpg` }, [], `${host}/photo.jpg`],
		[
			'from binary data, fetched from n8n itself',
			{ mediaSource: 'binary', binaryPropertyName: 'data' },
			[download(`${host}/photo.jpg`)],
			`${publicUrl}/rest/binary-data/signed`,
		],
	])('a photo %s, exactly once', async (caption, source, before, address) => {
		world().simulator.journal.clear();
		const { run } = await makeRunner(world(), [...before, post('createImage', { ...source, caption })]);

		const { error, item } = await run();

		expect(error).toBeUndefined();
		expect(published().filter((media) => media.caption === caption)).toHaveLength(1);
		expect(publications(world())).toHaveLength(1);
		expect(item).toMatchObject({ id: published()[0]?.id, published: true });
		const [container] = requests(world(), 'POST', /\/media$/);
		expect(container?.body).toMatchObject({ image_url: expect.stringContaining(address) as string });
	});

	it('a carousel of ten with two videos', async () => {
		world().simulator.journal.clear();
		const list = Array.from({ length: 10 }, (_, index) =>
			index % 5 === 1
				? { videoUrl: `${host}/clip-${(index + 4) / 5}.mp4` }
				: { imageUrl: `${host}/photo-${index + 2}.jpg` },
		);
		const carousel = post('createCarousel', {
			specifyItems: 'json',
			itemsJson: JSON.stringify(list),
			caption: 'Ten of them',
		});
		const { run } = await makeRunner(world(), [carousel]);

		const { error, item } = await run();

		expect(error).toBeUndefined();
		const [media] = published();
		expect(media).toMatchObject({ mediaType: 'CAROUSEL_ALBUM', caption: 'Ten of them' });
		expect(item).toMatchObject({ id: media?.id, published: true, mediaType: 'CAROUSEL_ALBUM' });
		const containers = world().simulator.instagram.containers(account);
		const children = containers.find(({ id }) => id === media?.containerId)?.children ?? [];
		const sources = children.map((id) => containers.find((container) => container.id === id)?.sourceUrl);
		expect(sources).toEqual(list.map(({ imageUrl, videoUrl }) => imageUrl ?? videoUrl));
		expect(publications(world())).toHaveLength(1);
	});

	it('a reel from binary data, fetched from n8n itself', async () => {
		world().simulator.journal.clear();
		const reel = post('createReel', {
			mediaSource: 'binary',
			binaryPropertyName: 'data',
			caption: 'A reel',
			additionalFields: { thumbOffset: 0, shareToFeed: false },
		});
		const { run } = await makeRunner(world(), [download(`${host}/reel.mp4`), reel]);

		const { error, item } = await run();

		expect(error).toBeUndefined();
		const [media] = published();
		expect(media).toMatchObject({ productType: 'REELS', caption: 'A reel' });
		expect(media?.file?.bytes.equals(fixture('reel.mp4')?.bytes ?? Buffer.alloc(0))).toBe(true);
		expect(item).toMatchObject({ id: media?.id, mediaProductType: 'REELS' });
		const [container] = requests(world(), 'POST', /\/media$/);
		expect(JSON.stringify(container?.body)).toContain(`${publicUrl}/rest/binary-data/signed`);
		expect(container?.body).toMatchObject({ thumb_offset: 0, share_to_feed: false });
	});

	it('a story with tags, with and without a place', async () => {
		world().simulator.journal.clear();
		const tag = [
			{ username: 'baker', setPosition: false },
			{ username: 'partner', setPosition: true, x: 0.25, y: 0.75 },
		];
		const story = post('createStory', {
			mediaType: 'image',
			imageUrl: `${host}/story.jpg`,
			additionalFields: { userTags: { tag } },
		});
		const { run } = await makeRunner(world(), [story]);

		const { error, item } = await run();

		expect(error).toBeUndefined();
		expect(published()[0]).toMatchObject({
			productType: 'STORY',
			userTags: [{ username: 'baker' }, { username: 'partner', x: 0.25, y: 0.75 }],
		});
		expect(item).toMatchObject({ id: published()[0]?.id, mediaProductType: 'STORY' });
	});

	it('a photo in two steps: container now, post later, never twice', async () => {
		const photo = post('createImage', {
			imageUrl: `${host}/photo.jpg`,
			publishNow: false,
			caption: 'Later',
		});
		const prepared = await (await makeRunner(world(), [photo])).run();
		expect(prepared.item).toMatchObject({ published: false, statusCode: 'FINISHED' });
		const before = published().length;

		const { containerId } = prepared.item;
		const { run } = await makeRunner(world(), [
			instagram(connection, { resource: 'container', operation: 'publish', containerId }),
		]);
		const results = [await run(), await run()];

		expect(results.map(({ error }) => error)).toEqual([undefined, undefined]);
		expect(results[0]?.item).toMatchObject({ id: published()[0]?.id, published: true });
		expect(results[1]?.item).toMatchObject({ published: true, alreadyPublished: true });
		expect(published()).toHaveLength(before + 1);
	});
});

describe('A scheduled pipeline over 20 posts', () => {
	const posts = Array.from({ length: 20 }, (_, index) => ({
		caption: `Post number ${index + 1}`,
		url: `${host}/photo-${(index % 11) + 2}.jpg`,
	}));

	/** Due posts, as a sheet or a database gives them. */
	const pipeline = (): WorkflowNode[] => [
		{
			name: 'Every 15 seconds',
			type: 'n8n-nodes-base.scheduleTrigger',
			typeVersion: 1.2,
			parameters: { rule: { interval: [{ field: 'seconds', secondsInterval: 15 }] } },
		},
		{
			name: 'Due posts',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: { mode: 'raw', jsonOutput: JSON.stringify({ posts }) },
		},
		{
			name: 'Each',
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			parameters: { fieldToSplitOut: 'posts' },
		},
		post('createImage', {
			imageUrl: '={{ $json.url }}',
			caption: '={{ $json.caption }}',
			additionalFields: { skipIfPostedWithin: 24 },
		}),
	];

	it('that is killed half-way and runs again posts each exactly once', async () => {
		const { simulator, session } = world();
		const own = () => published().filter(({ caption }) => caption?.startsWith('Post number'));
		const until = async (condition: () => boolean) => {
			while (!condition()) await sleep(5);
		};
		const nodes = pipeline();
		const workflow = await createWorkflow(session, { name: 'Pipeline', nodes, connections: inARow(nodes) });
		await activate(session, workflow);

		// the post of this publish stands, and its answer never comes
		await until(() => own().length >= 8);
		simulator.faults.failNext(
			{ method: 'POST', path: /\/media_publish$/ },
			{ kind: 'hang', ms: 120_000, effect: 'after' },
		);
		const before = own().length;
		await until(() => own().length > before);
		await world().n8n.kill();
		const halfWay = own().length;
		expect(halfWay).toBeLessThan(20);
		simulator.faults.clear();
		await world().restartN8n();

		await until(() => own().length >= 20);
		// once more, over posts that stand all
		const runs = (await waitForExecutions(world().session, workflow.id, 1)).length;
		const ended = await waitForExecutions(world().session, workflow.id, runs + 1);
		await deactivate(world().session, workflow);

		expect(
			own()
				.map(({ caption }) => caption)
				.sort(),
		).toEqual(posts.map(({ caption }) => caption).sort());
		const latest = ended[0];
		expect(latest && (await executionError(world().session, latest.id))).toBeUndefined();
		expect(latest?.status).toBe('success');
	});
});
