import { connectAccount, createMetaApp, type Account, type App } from '../../scripts/world/connection.mts';
import type { WorkflowNode } from '../../scripts/n8n/workflows.mts';
import { requests } from './support/journal.mts';
import { instagram, type Connection } from './support/nodes.mts';
import { makeRunner } from './support/runs.mts';
import { findLeaks } from './support/secrets.mts';
import { useWorld } from './support/world.mts';

const world = useWorld();

let app: App;
let account: Account;
let connection: Connection;

beforeAll(async () => {
	const { simulator } = world();
	app = createMetaApp(simulator);
	account = simulator.instagram.createAccount({ username: 'brand' });
	const permissions = ['instagram_business_basic', 'instagram_business_manage_insights'];
	connection = { kind: 'oAuth2', credential: await connectAccount(world(), app, account, permissions) };
});

const named = (name: string, parameters: Record<string, unknown>): WorkflowNode => ({
	...instagram(connection, parameters),
	name,
});

/** Makes one table of all items. */
const table: WorkflowNode = {
	name: 'Table',
	type: 'n8n-nodes-base.aggregate',
	typeVersion: 1,
	parameters: { aggregate: 'aggregateAllItemData', destinationFieldName: 'rows', options: {} },
};

interface Row {
	mediaId: string;
	mediaKind: string;
	views: number | null;
	saved: number | null;
	igReelsAvgWatchTime: number | null;
	unavailable?: string;
}

describe('A weekly report', () => {
	it('reads all media of an account, and the insights of each by its kind, into one table', async () => {
		const { simulator } = world();
		const seeded = simulator.instagram.seedMedia(account, 120);
		const newest = simulator.clock.now();
		const reel = simulator.instagram.createMedia(account, {
			mediaType: 'VIDEO',
			productType: 'REELS',
			timestamp: newest,
		});
		const album = simulator.instagram.createMedia(account, {
			mediaType: 'CAROUSEL_ALBUM',
			timestamp: newest,
		});
		const { run } = await makeRunner(world(), [
			named('All Media', { resource: 'media', operation: 'getMany', mediaList: 'posts', returnAll: true }),
			named('Insights', {
				resource: 'media',
				operation: 'getInsights',
				mediaId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				metrics: ['views', 'saved', 'ig_reels_avg_watch_time'],
			}),
			table,
		]);

		const { item, error } = await run();

		expect(error).toBeUndefined();
		const rows = item.rows as Row[];
		expect(rows.map(({ mediaId }) => mediaId).sort()).toEqual(
			[...seeded, reel, album].map(({ id }) => id).sort(),
		);
		expect(rows.filter(({ mediaKind }) => mediaKind === 'reel').map(({ mediaId }) => mediaId)).toEqual([
			reel.id,
		]);
		for (const { mediaKind, views, saved, igReelsAvgWatchTime } of rows) {
			expect([typeof views, typeof saved]).toEqual(['number', 'number']);
			expect(typeof igReelsAvgWatchTime).toBe(mediaKind === 'reel' ? 'number' : 'object');
		}
		expect(requests(world(), 'GET', /\/media$/)).toHaveLength(2);
		expect(requests(world(), 'GET', /\/insights$/).every(({ status }) => status === 200)).toBe(true);
	});

	it('goes on where there are no numbers, and says why', async () => {
		const { simulator } = world();
		const story = simulator.instagram.createMedia(account, { productType: 'STORY', storyViewers: 2 });
		const { run } = await makeRunner(world(), [
			named('Stories', { resource: 'media', operation: 'getMany', mediaList: 'stories' }),
			named('Insights', { resource: 'media', operation: 'getInsights', mediaId: '={{ $json.id }}' }),
			table,
		]);

		const { item, error } = await run();

		expect(error).toBeUndefined();
		expect(item.rows).toMatchObject([
			{ mediaId: story.id, mediaKind: 'story', views: null, navigation: null },
		]);
		expect((item.rows as Row[])[0]?.unavailable).toContain('Fewer than five people');
	});

	it('has the numbers and the connection of the account beside it', async () => {
		const { run } = await makeRunner(world(), [
			named('Account', { resource: 'account', operation: 'getInsights', report: 'totals' }),
			named('Connection', { resource: 'account', operation: 'getConnectionStatus' }),
		]);
		const { item, error } = await run();
		expect(error).toBeUndefined();
		expect(item).toMatchObject({
			connected: true,
			username: 'brand',
			permissions: ['instagram_business_basic', 'instagram_business_manage_insights'],
		});
		expect(item.missingPermissions).toHaveLength(3);
		expect([58, 59, 60]).toContain(item.daysLeft);
	});

	it('leaves no secret behind', async () => {
		expect(await findLeaks(world(), app)).toEqual([]);
	});
});
