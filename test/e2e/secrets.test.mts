import {
	connectAccount,
	createMetaApp,
	createTokenCredential,
	type Account,
	type App,
} from '../../scripts/world/connection.mts';
import { exportCredentials, exportDecryptedCredentials } from '../../scripts/n8n/commands.mts';
import { renewals } from './support/journal.mts';
import { instagram, type Connection } from './support/nodes.mts';
import { makeRunner } from './support/runs.mts';
import { findLeaks, secretsOf } from './support/secrets.mts';
import { useWorld } from './support/world.mts';

const world = useWorld();
const day = 86_400_000;

let app: App;
let account: Account;
let pasted: string;
let connections: Connection[];

beforeAll(async () => {
	app = createMetaApp(world().simulator);
	account = world().simulator.instagram.createAccount({ username: 'brand' });
	pasted = world().simulator.instagram.issueToken({ app, account, kind: 'long', ageMs: 2 * day });
	connections = [
		{ kind: 'oAuth2', credential: await connectAccount(world(), app, account) },
		{ kind: 'accessToken', credential: await createTokenCredential(world().session, pasted, app) },
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

	it('when the credentials are exported: encrypted nothing is seen, decrypted only the tokens in use', async () => {
		const { settings } = world();
		const before = renewals(world()).length;
		await world().advance(10 * day);
		for (const connection of connections) {
			const { run } = await makeRunner(world(), [instagram(connection, readAccount)]);
			expect((await run()).error).toBeUndefined();
		}
		const inUse = renewals(world())
			.slice(before)
			.map(({ responseText }) => (JSON.parse(responseText) as { access_token: string }).access_token);
		expect(inUse).toHaveLength(2);

		const encrypted = await exportCredentials(settings);
		for (const [name, secret] of secretsOf(world(), app))
			expect([name, encrypted.includes(secret)]).toEqual([name, false]);

		const exported = await exportDecryptedCredentials(settings);
		const tokensIn = ({ kind, credential }: Connection) => {
			const stored = exported.find(({ id }) => id === credential.id);
			// what was renewed lies beside the pasted token it came from
			const tokens = new Set(JSON.stringify(stored?.data).match(/IG[A-Za-z0-9_-]{20,}/g));
			return [kind, [...tokens].map((token) => (token === pasted ? 'pasted' : inUse.indexOf(token)))];
		};
		expect(connections.map(tokensIn)).toEqual([
			['oAuth2', [0]],
			['accessToken', ['pasted', 1]],
		]);
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
