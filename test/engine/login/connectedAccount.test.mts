/** What a person sees of a credential in every state, where n8n shows one text and nothing else. */
import { searchMedia } from '../../../nodes/Instagram/methods/listSearchMedia';
import { dropdownContext, loadConnectedAccount } from '../../support/dropdowns.mts';
import { connect, useWorld } from '../../support/world.mts';

const world = useWorld({ waitless: true });

const DAY_MS = 24 * 60 * 60 * 1000;
const LOGIN_TYPE = 'instagramBusinessLoginOAuth2Api';
const PASTED_TYPE = 'instagramBusinessTokenApi';

/** Brings a credential into a state, and what then has to be said. */
const STATES: Array<[state: string, bring: () => void, what: RegExp, remedy: RegExp]> = [
	[
		'never connected',
		() => {
			delete world.store.stored.get(LOGIN_TYPE)?.oauthTokenData;
			world.store.stored.get(PASTED_TYPE)!.accessToken = '';
		},
		/not connected|is empty/,
		/press Connect|Paste a token/,
	],
	['expired', () => world.simulator.clock.advance(61 * DAY_MS), /has expired/, /press Connect again/],
	[
		'revoked with a new password',
		() => world.simulator.instagram.revoke(world.account, world.app, 'password'),
		/password/,
		/press Connect again/,
	],
	[
		'removed by the account',
		() => world.simulator.instagram.revoke(world.account, world.app, 'removed'),
		/removed/,
		/press Connect again/,
	],
	[
		'made by an app whose tester the account is not',
		() => {
			const app = world.simulator.instagram.createApp({ mode: 'development', redirectUris: [] });
			connect(world.store, world.simulator, { app, account: world.account, token: 'short' });
		},
		/does not let this app act/,
		/tester/,
	],
];

describe.each(['oAuth2', 'accessToken'] as const)('a credential (%s)', (credential) => {
	it.each(STATES)(
		'that is %s says so in one entry of Connected Account, with what to do',
		async (...state) => {
			const [, bring, what, remedy] = state;
			// old enough that Meta is asked
			await world.open({ credential });
			world.simulator.clock.advance(10 * DAY_MS);
			bring();
			const options = await loadConnectedAccount(world.store, credential);
			expect(options).toHaveLength(1);
			expect(options[0]?.name).toMatch(/^Not connected: /);
			expect(options[0]?.name).toMatch(what);
			expect(`${options[0]?.name} ${options[0]?.description}`).toMatch(remedy);
			expect(options[0]?.value).toBe('');
		},
	);

	it.each(STATES)('that is %s says so in the message of a list, with what to do', async (...state) => {
		const [, bring, what, remedy] = state;
		await world.open({ credential });
		world.simulator.clock.advance(10 * DAY_MS);
		bring();
		const searching = searchMedia.call(dropdownContext(world.store, credential));
		const { message } = (await searching.catch((error: unknown) => error)) as Error;
		expect(message).toMatch(what);
		expect(message).toMatch(remedy);
	});

	it('whose state nobody can tell for the moment is not called lost', async () => {
		await world.open({ credential, token: 'short' });
		world.simulator.faults.failNext({ path: /./, times: 99 }, { kind: 'reset', effect: 'before' });
		const options = await loadConnectedAccount(world.store, credential);
		expect(options.map(({ name }) => name)).toEqual([
			expect.stringMatching(/^Not known at the moment: The connection to Instagram failed/),
		]);
	});

	// n8n's editor may ask before it has chosen the only credential by itself, and then not again
	it('that is not chosen yet is asked for, and nobody who sees one above is told that it is not connected', async () => {
		await world.open({ credential });
		const options = await loadConnectedAccount(world.store, credential, { credentials: {} });
		expect(options).toEqual([
			{
				name: 'No credential yet. If one is chosen, reopen the panel',
				value: '',
				description: expect.stringContaining('choose a credential above') as string,
			},
		]);
	});
});
