import {
	connectAccount,
	createMetaApp,
	createOAuth2Credential,
	oAuth2Credential,
	type Account,
	type App,
} from '../../scripts/world/connection.mts';
import { exportDecryptedCredentials } from '../../scripts/n8n/commands.mts';
import {
	connectOAuth2,
	saveCredential,
	testCredential,
	type CredentialReference,
} from '../../scripts/n8n/credentials.mts';
import { loadOptions } from '../../scripts/n8n/dropdown.mts';
import { publicUrl } from '../../scripts/world/world.mts';
import { exchanges } from './support/journal.mts';
import { credentialsOf } from './support/nodes.mts';
import { useWorld } from './support/world.mts';

const world = useWorld();
const day = 86_400_000;

let app: App;
let account: Account;

beforeAll(() => {
	app = createMetaApp(world().simulator);
	account = world().simulator.instagram.createAccount({ username: 'brand' });
});

beforeEach(() => world().simulator.journal.clear());

/**
 * By credential: the token that n8n has to hold in the end. Its own export, which shows it, takes seconds.
 */
const lastTokens = new Map<string, string>();

/** The tokens of sixty days that were asked for since the journal was cleared. */
const exchanged = () =>
	exchanges(world()).map(({ responseText }) => {
		const { access_token: token } = JSON.parse(responseText) as { access_token: string };
		return token;
	});

const showConnectedAccount = (nodeType: string, credential: CredentialReference) =>
	loadOptions(world().session, {
		nodeType: `n8n-nodes-instagram-login.${nodeType}`,
		method: 'getConnectedAccount',
		parameters: { authentication: 'oAuth2' },
		credentials: credentialsOf({ kind: 'oAuth2', credential }),
	});

describe('Connecting an account with OAuth2', () => {
	it('asks Instagram for the four permissions and comes back to n8n', async () => {
		const credential = await createOAuth2Credential(world().session, app);
		const { windowUrl, redirectUrl, page } = await connectOAuth2(world().session, credential, (url) =>
			world().simulator.instagram.authorize(url, { account }),
		);

		const window = new URL(windowUrl);
		expect(window.origin + window.pathname).toBe('https://www.instagram.com/oauth/authorize');
		expect(window.searchParams.get('client_id')).toBe(app.instagramAppId);
		expect(window.searchParams.get('redirect_uri')).toBe(`${publicUrl}/rest/oauth2-credential/callback`);
		expect(window.searchParams.get('scope')?.split(',').sort()).toEqual([
			'instagram_business_basic',
			'instagram_business_content_publish',
			'instagram_business_manage_comments',
			'instagram_business_manage_messages',
		]);
		expect(redirectUrl).toContain(`${publicUrl}/rest/oauth2-credential/callback?code=`);
		expect(page).toContain('Connection successful');
	});

	it.each([
		[{}, {}],
		[{ forceReauth: false, enableFbLogin: true }, {}],
		[{ forceReauth: true }, { force_reauth: 'true' }],
		[{ enableFbLogin: false }, { enable_fb_login: 'false' }],
		[
			{ forceReauth: true, enableFbLogin: false },
			{ force_reauth: 'true', enable_fb_login: 'false' },
		],
	])('with %j asks Instagram for %j besides', async (fields, expected) => {
		const credential = await createOAuth2Credential(world().session, app);
		await saveCredential(world().session, credential, fields);
		const { windowUrl, page } = await connectOAuth2(world().session, credential, (url) =>
			world().simulator.instagram.authorize(url, { account }),
		);
		const always = ['client_id', 'redirect_uri', 'response_type', 'scope', 'state'];
		const asked = [...new URL(windowUrl).searchParams].filter(([name]) => !always.includes(name));
		expect(Object.fromEntries(asked)).toEqual(expected);
		expect(page).toContain('Connection successful');
	});

	it('says so when the person presses Cancel', async () => {
		const credential = await createOAuth2Credential(world().session, app);
		const { page } = await connectOAuth2(world().session, credential, (url) =>
			world().simulator.instagram.authorize(url, { account, deny: true }),
		);

		expect(page).not.toContain('Connection successful');
	});

	it.each(['instagram', 'instagramTrigger'])(
		'gets the sixty-day token when the panel of the node %s is merely opened',
		async (nodeType) => {
			const credential = await connectAccount(world(), app, account);
			expect(exchanged()).toEqual([]);

			const [connected] = await showConnectedAccount(nodeType, credential);
			const until = new Date(world().simulator.clock.now() + 59.5 * day);
			expect(connected?.name).toContain('@brand');
			expect(connected?.name).toContain(String(until.getUTCFullYear()));

			expect(exchanged()).toEqual([expect.any(String)]);
			lastTokens.set(credential.id, exchanged()[0] ?? '');

			await showConnectedAccount(nodeType, credential);
			expect(exchanged()).toHaveLength(1);
		},
	);

	it('gets another one when the account is connected again', async () => {
		const credential = await connectAccount(world(), app, account);
		await showConnectedAccount('instagram', credential);

		await connectOAuth2(world().session, credential, (url) =>
			world().simulator.instagram.authorize(url, { account }),
		);
		await showConnectedAccount('instagram', credential);

		const [first, second] = exchanged();
		expect(exchanged()).toHaveLength(2);
		expect(second).not.toBe(first);
		lastTokens.set(credential.id, second ?? '');
	});

	it("passes n8n's own test of the credential", async () => {
		const credential = await connectAccount(world(), app, account);

		expect(await testCredential(world().session, credential)).toMatchObject({ status: 'OK' });
	});

	it('is stored with its last token, under the name that stored workflows depend on', async () => {
		const exported = await exportDecryptedCredentials(world().settings);

		expect(new Set(exported.map(({ type }) => type))).toEqual(new Set([oAuth2Credential]));
		const stored = exported.map(({ id, data }): [string, unknown] => {
			const { access_token: token } = (data.oauthTokenData ?? {}) as Record<string, unknown>;
			return [id, token];
		});
		expect(lastTokens.size).toBe(3);
		expect(stored).toEqual(expect.arrayContaining([...lastTokens]));
	});
});
