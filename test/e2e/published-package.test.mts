/** What npm gives out, and not the checkout: n8n loads it, connects with it and runs it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAccount, createMetaApp } from '../../scripts/world/connection.mts';
import { startWorld, type World } from '../../scripts/world/world.mts';
import { unpackPackage } from '../support/unpacked.mts';
import { instagram } from './support/nodes.mts';
import { makeRunner } from './support/runs.mts';

jest.setTimeout(300_000);

let folder: string;
let world: World;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'n8n-instagram-published-'));
	world = await startWorld({ folder, packageFolder: unpackPackage(folder) });
});
afterAll(async () => {
	await world?.close();
	await rm(folder, { recursive: true, force: true });
});

it('connects an account and reads it', async () => {
	const account = world.simulator.instagram.createAccount({ username: 'brand' });
	const credential = await connectAccount(world, createMetaApp(world.simulator), account);
	const get = instagram({ kind: 'oAuth2', credential }, { resource: 'account', operation: 'get' });
	const { error, item } = await (await makeRunner(world, [get])).run();
	expect(error).toBeUndefined();
	expect(item).toMatchObject({ id: account.id, username: 'brand' });
});
