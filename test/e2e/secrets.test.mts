import {
	connectAccount,
	createMetaApp,
	createTokenCredential,
	type Account,
	type App,
} from '../../scripts/world/connection.mts';
import { instagram, type Connection } from './support/nodes.mts';
import { makeRunner } from './support/runs.mts';
import { findLeaks, secretsOf } from './support/secrets.mts';
import { useWorld } from './support/world.mts';

const world = useWorld();
const day = 86_400_000;

let app: App;
let account: Account;
let connections: Connection[];

beforeAll(async () => {
	app = createMetaApp(world().simulator);
	account = world().simulator.instagram.createAccount({ username: 'brand' });
	const accessToken = world().simulator.instagram.issueToken({ app, account, kind: 'long', ageMs: 2 * day });
	connections = [
		{ kind: 'oAuth2', credential: await connectAccount(world(), app, account) },
		{ kind: 'accessToken', credential: await createTokenCredential(world().session, accessToken, app) },
	];
});

const readAccount = { resource: 'account', operation: 'get' };
const publishNothing = {
	resource: 'post',
	operation: 'createImage',
	mediaSource: 'url',
	imageUrl: 'https://media.example.test/image.png',
};

describe('Secrets stay in the credential', () => {
	it('when all goes well', async () => {
		for (const connection of connections) {
			const { run } = await makeRunner(world(), [instagram(connection, readAccount)]);
			expect((await run()).error).toBeUndefined();
		}

		// The search finds something only if it knows what to look for: the app's two, ours, and the tokens.
		expect(secretsOf(world(), app).size).toBeGreaterThanOrEqual(6);
		expect(await findLeaks(world(), app)).toEqual([]);
	});

	it('when Instagram refuses a request', async () => {
		for (const connection of connections) {
			const { run } = await makeRunner(world(), [instagram(connection, publishNothing)]);
			expect((await run()).error).toBeDefined();
		}

		expect(await findLeaks(world(), app)).toEqual([]);
	});

	it('when an error becomes an item', async () => {
		for (const connection of connections) {
			const node = { ...instagram(connection, publishNothing), onError: 'continueRegularOutput' };
			const { run } = await makeRunner(world(), [node]);
			const { item, error } = await run();
			expect([error, item]).toEqual([
				undefined,
				expect.objectContaining({ error: expect.anything() as unknown }),
			]);
		}

		expect(await findLeaks(world(), app)).toEqual([]);
	});

	it('when the connection breaks or the token is revoked', async () => {
		for (const connection of connections) {
			const { run } = await makeRunner(world(), [instagram(connection, publishNothing)]);
			world().simulator.faults.failNext(
				{ method: 'POST', path: '/media' },
				{ kind: 'reset', effect: 'before' },
			);
			expect((await run()).error).toBeDefined();
		}
		world().simulator.instagram.revoke(account, app, 'password');
		for (const connection of connections) {
			const { run } = await makeRunner(world(), [instagram(connection, readAccount)]);
			expect((await run()).error).toBeDefined();
		}

		expect(await findLeaks(world(), app)).toEqual([]);
	});

	it('and nothing but Instagram has been asked for anything', () => {
		expect(world().interception.refused()).toEqual([]);
	});
});
