/**
 * Posts by workers that fail, freeze and die: each stands exactly once, and what n8n shows of it can be acted
 * upon.
 */
import { fixture } from '../../simulator/state/fixtures.mts';
import { connectAccount, createMetaApp, type Account } from '../../scripts/world/connection.mts';
import { executionError } from '../../scripts/n8n/executions.mts';
import type { WorkflowNode } from '../../scripts/n8n/workflows.mts';
import { publicUrl } from '../../scripts/world/world.mts';
import { publications, requests } from '../e2e/support/journal.mts';
import { download, instagram, type Connection } from '../e2e/support/nodes.mts';
import { makeQueued, rows, until, untilStatus, workerOf } from './support/runs.mts';
import { describeInQueueMode, useQueueWorld } from './support/world.mts';

jest.setTimeout(300_000);
const HOST = 'https://media.example.test';

describeInQueueMode('Posts in queue mode', () => {
	const world = useQueueWorld();
	let account: Account;
	let connection: Connection;

	beforeEach(async () => {
		const { simulator } = world();
		simulator.faults.clear();
		Object.assign(simulator.switches, { processing: { imageMs: 0, videoMs: 0 } });
		const app = createMetaApp(simulator);
		account = simulator.instagram.createAccount({ username: 'brand' });
		connection = { kind: 'oAuth2', credential: await connectAccount(world(), app, account) };
		simulator.journal.clear();
	});

	const post = (operation: string, parameters: Record<string, unknown>) =>
		instagram(connection, { resource: 'post', operation, ...parameters });
	const captions = () =>
		world()
			.simulator.instagram.publishedMedia(account)
			.map(({ caption }) => caption)
			.sort();
	/** The post of the next publish stands, and its answer never comes. */
	const hangNextPublish = () =>
		world().simulator.faults.failNext(
			{ method: 'POST', path: /\/media_publish$/ },
			{ kind: 'hang', ms: 600_000, effect: 'after' },
		);

	const five = ['one', 'two', 'three', 'four', 'five'];
	const fivePosts = (parameters: Record<string, unknown>): WorkflowNode[] => [
		...rows(five.map((caption) => ({ caption }))),
		post('createImage', { imageUrl: `${HOST}/photo.jpg`, caption: '={{ $json.caption }}', ...parameters }),
	];

	it('a file that n8n keeps in its database is fetched from n8n itself', async () => {
		const reel = post('createReel', { mediaSource: 'binary', binaryPropertyName: 'data' });
		const queued = await makeQueued(world(), [download(`${HOST}/reel.mp4`), reel]);
		await queued.start();

		const execution = await untilStatus(world(), queued, ['success', 'error']);
		expect(await executionError(world().session, execution.id)).toBeUndefined();
		const [media] = world().simulator.instagram.publishedMedia(account);
		expect(media?.file?.bytes.equals(fixture('reel.mp4')?.bytes ?? Buffer.alloc(0))).toBe(true);
		const [container] = requests(world(), 'POST', /\/media$/);
		expect(JSON.stringify(container?.body)).toContain(`${publicUrl}/rest/binary-data/signed`);
	});

	it('n8n tries again after a lost answer, and the post stands once', async () => {
		world().simulator.faults.failNext(
			{ method: 'POST', path: /\/media_publish$/ },
			{ kind: 'reset', effect: 'after' },
		);
		world().simulator.faults.failNext(
			{ method: 'GET', path: /^\/v[\d.]+\/\d+$/, query: /status_code/, times: 3 },
			{ kind: 'status', status: 500, body: { error: { code: 2, message: 'x' } }, effect: 'before' },
		);
		const photo = {
			...post('createImage', { imageUrl: `${HOST}/photo.jpg`, caption: 'Once' }),
			...{ retryOnFail: true, maxTries: 4, waitBetweenTries: 100 },
		};
		const queued = await makeQueued(world(), [photo]);
		await queued.start();
		await untilStatus(world(), queued, ['success', 'error']);
		expect(captions()).toEqual(['Once']);
	});

	it('a worker dies in the middle of five: Skip If Posted Within posts the rest, each once', async () => {
		const queued = await makeQueued(world(), fivePosts({ additionalFields: { skipIfPostedWithin: 24 } }));
		hangNextPublish();
		await queued.start();
		const running = await untilStatus(world(), queued, ['running']);
		const worker = await workerOf(world(), running);
		await until('the first post', () => captions().length === 1);
		await worker.n8n.kill();

		const failed = await untilStatus(world(), queued, ['error', 'crashed']);
		expect(failed.id).toBe(running.id);
		await worker.restart();
		world().simulator.faults.clear();
		await queued.start();
		await untilStatus(world(), queued, ['success']);
		expect(captions()).toEqual([...five].sort());
	});

	it('a worker dies in the middle of five: containers that were made before are published once', async () => {
		const prepared = await makeQueued(world(), fivePosts({ publishNow: false }));
		await prepared.start();
		await untilStatus(world(), prepared, ['success']);
		const ids = world()
			.simulator.instagram.containers(account)
			.map(({ id }) => ({ id }));
		expect(ids).toHaveLength(5);

		const publish = instagram(connection, {
			resource: 'container',
			operation: 'publish',
			containerId: '={{ $json.id }}',
		});
		const queued = await makeQueued(world(), [...rows(ids), publish]);
		hangNextPublish();
		await queued.start();
		const worker = await workerOf(world(), await untilStatus(world(), queued, ['running']));
		await until('the first post', () => captions().length === 1);
		await worker.n8n.kill();
		await untilStatus(world(), queued, ['error', 'crashed']);
		await worker.restart();
		world().simulator.faults.clear();

		await queued.start();
		await untilStatus(world(), queued, ['success']);
		expect(captions()).toEqual([...five].sort());
	});

	it('a worker that was frozen for a while posts nothing twice', async () => {
		Object.assign(world().simulator.switches, { processing: { imageMs: 8_000, videoMs: 0 } });
		const queued = await makeQueued(world(), [
			post('createImage', { imageUrl: `${HOST}/photo.jpg`, caption: 'Frozen' }),
		]);
		await queued.start();
		const worker = await workerOf(world(), await untilStatus(world(), queued, ['running']));
		await until('a container', () => world().simulator.instagram.containers(account).length === 1);
		process.kill(worker.n8n.pid, 'SIGSTOP');
		try {
			await untilStatus(world(), queued, ['error', 'crashed']);
		} finally {
			process.kill(worker.n8n.pid, 'SIGCONT');
		}
		await until('the post', () => captions().length === 1);
		expect(publications(world())).toHaveLength(1);
	});

	it('Stop in the editor ends the polling, and nothing is posted', async () => {
		Object.assign(world().simulator.switches, { processing: { imageMs: 3_600_000, videoMs: 0 } });
		const queued = await makeQueued(world(), [
			post('createImage', { imageUrl: `${HOST}/photo.jpg`, additionalFields: { maxWait: 1800 } }),
		]);
		await queued.start(world().n8n.origin);
		const running = await untilStatus(world(), queued, ['running']);
		const looks = () => requests(world(), 'GET', /^\/v[\d.]+\/\d+$/).length;
		await until('a look at the container', () => looks() > 0);
		await world().session.post(`/rest/executions/${running.id}/stop`, {});
		await untilStatus(world(), queued, ['canceled']);
		const before = looks();
		// longer than one wait between two looks
		await world().advance(10 * 60_000);
		await new Promise((resolve) => setTimeout(resolve, 2_000));
		expect(looks()).toBeLessThanOrEqual(before + 1);
		expect(captions()).toEqual([]);
	});

	it('main is away: webhook processes and workers go on', async () => {
		const queued = await makeQueued(world(), [
			post('createImage', { imageUrl: `${HOST}/photo.jpg`, caption: 'Alone' }),
		]);
		await world().n8n.stop();
		try {
			expect(await queued.start(world().processors[0]?.n8n.origin)).toBe(200);
			await until('the post', () => captions().length === 1);
		} finally {
			await world().restartN8n();
		}
		await untilStatus(world(), queued, ['success']);
		expect(captions()).toEqual(['Alone']);
	});
});
