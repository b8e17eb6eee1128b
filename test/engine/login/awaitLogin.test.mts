/**
 * The panel of a node while a person is in Instagram's window. n8n fills the field Connected Account when the
 * credential is created, which is when Connect is pressed, and not again after the login.
 */
import type { INodePropertyOptions } from 'n8n-workflow';

import { clock } from '../../../nodes/Instagram/transport/clock';
import { loadConnectedAccount } from '../../support/dropdowns.mts';
import { useWorld } from '../../support/world.mts';

const world = useWorld({ waitless: true, token: 'short', per: 'test' });

const DAY_MS = 24 * 60 * 60_000;
const LOGIN_TYPE = 'instagramBusinessLoginOAuth2Api';

let credentials = 0;

/** A credential that nobody has connected, and what connects it. */
function newCredential() {
	const stored = world.store.stored.get(LOGIN_TYPE) ?? {};
	const { oauthTokenData = {}, ...unconnected } = stored;
	world.store.stored.set(LOGIN_TYPE, unconnected);
	return {
		id: `new-${(credentials += 1)}`,
		connect: () => void world.store.stored.set(LOGIN_TYPE, { ...unconnected, oauthTokenData }),
	};
}

let sleptSeconds = 0;

beforeEach(() => {
	sleptSeconds = 0;
	const sleep = clock.sleep.bind(clock);
	clock.sleep = async (durationMs, signal) => {
		sleptSeconds += durationMs / 1000;
		await sleep(durationMs, signal);
	};
});

/** Opens the panel; gives back the first entry of the field, and for how many seconds it has waited. */
async function openPanel(id: string): Promise<{ shown?: INodePropertyOptions; seconds: number }> {
	const before = sleptSeconds;
	const reference = { [LOGIN_TYPE]: { id, name: 'Instagram' } };
	const [shown] = await loadConnectedAccount(world.store, 'oAuth2', { credentials: reference });
	return { shown, seconds: sleptSeconds - before };
}

it.each([2, 30, 45])(
	'shows the account that is connected %i seconds later, and keeps its login',
	async (seconds) => {
		const { id, connect } = newCredential();
		const read = world.store.getDecrypted.bind(world.store);
		let isConnected = false;
		world.store.getDecrypted = async (...parameters) => {
			if (!isConnected && sleptSeconds >= seconds) {
				connect();
				isConnected = true;
			}
			return await read(...parameters);
		};
		expect((await openPanel(id)).shown?.name).toMatch(/^@brand · connected until /);
		const { oauthTokenData } = world.store.stored.get(LOGIN_TYPE) ?? {};
		expect(oauthTokenData).toMatchObject({ ig_account_id: world.account.id });
	},
);

it('shows it in every panel that is opened meanwhile', async () => {
	const { id, connect } = newCredential();
	const panels = [openPanel(id), openPanel(id)];
	await clock.sleep(20_000);
	connect();
	for (const { shown } of await Promise.all(panels)) expect(shown?.name).toMatch(/^@brand/);
});

it('says that nobody has connected within the minute that a proxy waits, and the next time at once', async () => {
	const { id } = newCredential();
	const first = await openPanel(id);
	expect(first.shown?.name).toMatch(/^Not connected: Open the credential and press Connect/);
	expect(first.seconds).toBeGreaterThan(45);
	expect(first.seconds).toBeLessThan(60);
	expect(await openPanel(id)).toEqual({ shown: first.shown, seconds: 0 });
});

it('keeps nobody waiting before a login that stands, is lost, or a token that is not pasted', async () => {
	await openPanel('stands');
	world.simulator.clock.advance(10 * DAY_MS);
	world.simulator.instagram.revoke(world.account, world.app, 'removed');
	expect((await openPanel('lost')).shown?.name).toMatch(/^Not connected: .*was removed/);
	world.store.stored.get('instagramBusinessTokenApi')!.accessToken = '';
	const [empty] = await loadConnectedAccount(world.store, 'accessToken');
	expect(empty?.name).toMatch(/^Not connected: Paste a token/);
	expect(sleptSeconds).toBe(0);
});
