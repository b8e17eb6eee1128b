import { connectAccount, createMetaApp, type Account, type App } from '../../scripts/world/connection.mts';
import { publicUrl } from '../../scripts/world/world.mts';
import { publications, requests } from './support/journal.mts';
import { download, instagram, type Connection } from './support/nodes.mts';
import { makeRunner } from './support/runs.mts';
import { findLeaks } from './support/secrets.mts';
import { useWorld } from './support/world.mts';

const world = useWorld();
const photo = 'https://media.example.test/photo.jpg';

let app: App;
let account: Account;
let connection: Connection;

beforeAll(async () => {
	app = createMetaApp(world().simulator);
	account = world().simulator.instagram.createAccount({ username: 'brand' });
	connection = { kind: 'oAuth2', credential: await connectAccount(world(), app, account) };
});

const published = () => world().simulator.instagram.publishedMedia(account);

describe('Publishing a photo', () => {
	it('from a URL puts it on the account exactly once', async () => {
		const post = instagram(connection, {
			resource: 'post',
			operation: 'createImage',
			mediaSource: 'url',
			imageUrl: photo,
			caption: 'From a URL',
		});
		const { run } = await makeRunner(world(), [post]);

		const { item, error } = await run();

		expect(error).toBeUndefined();
		expect(published().map(({ caption }) => caption)).toEqual(['From a URL']);
		expect(publications(world())).toHaveLength(1);
		expect(JSON.stringify(item)).toContain(published()[0]?.id);
	});

	it('from binary data puts it on the account exactly once, fetched from n8n itself', async () => {
		world().simulator.journal.clear();
		const post = instagram(connection, {
			resource: 'post',
			operation: 'createImage',
			mediaSource: 'binary',
			binaryPropertyName: 'data',
			caption: 'From binary data',
		});
		const { run } = await makeRunner(world(), [download(photo), post]);

		const { error } = await run();

		expect(error).toBeUndefined();
		expect(published().map(({ caption }) => caption)).toEqual(['From binary data', 'From a URL']);
		expect(publications(world())).toHaveLength(1);
		const [container] = requests(world(), 'POST', /\/media$/);
		expect(JSON.stringify(container?.body)).toContain(`${publicUrl}/rest/binary-data/signed`);
	});

	it('leaves no secret behind', async () => {
		expect(await findLeaks(world(), app)).toEqual([]);
	});
});
