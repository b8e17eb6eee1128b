/**
 * The login, from Instagram's window to the two URLs at which Meta says that it was removed, and the page of
 * the second one.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
	connectAccount,
	createMetaApp,
	createOAuth2Credential,
	createTokenCredential,
	oAuth2Credential,
	registerWebhook,
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
import { executionText, listExecutions, waitForExecutions } from '../../scripts/n8n/executions.mts';
import {
	activate,
	createWorkflow,
	inARow,
	webhookPath,
	type Workflow,
} from '../../scripts/n8n/workflows.mts';
import { publicUrl } from '../../scripts/world/world.mts';
import { exchanges } from './support/journal.mts';
import { credentialsOf, instagramTrigger, type Connection } from './support/nodes.mts';
import { findLeaks } from './support/secrets.mts';
import { signedRequest } from './support/signedRequest.mts';
import { useWorld } from './support/world.mts';

const world = useWorld();
const day = 86_400_000;
const CALLBACKS = ['deauthorize', 'data-deletion'] as const;

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

describe.each(['oAuth2', 'accessToken'] as const)(
	'The end of a login, heard with the credential %s',
	(kind) => {
		let app: App;
		let account: Account;
		let workflow: Workflow;
		let path: string;

		beforeAll(async () => {
			const { simulator, session } = world();
			app = createMetaApp(simulator);
			account = simulator.instagram.createAccount({ username: 'brand' });
			const token = simulator.instagram.issueToken({ app, account, kind: 'long', ageMs: 2 * day });
			const connection: Connection =
				kind === 'oAuth2'
					? { kind, credential: await connectAccount(world(), app, account) }
					: { kind, credential: await createTokenCredential(session, token, app) };
			const events = ['messages', 'deauthorized', 'dataDeletionRequested'];
			const nodes = [instagramTrigger(connection, { events })];
			workflow = await createWorkflow(session, { name: 'Callbacks', nodes, connections: inARow(nodes) });
			await activate(session, workflow);
			path = webhookPath(nodes[0] ?? {});
			await registerWebhook(world(), app, path);
			simulator.instagram.setLoginCallbacks(app, {
				deauthorizeUrl: publicUrl + pathTo('deauthorize'),
				dataDeletionUrl: publicUrl + pathTo('data-deletion'),
			});
		});

		const pathTo = (kind: (typeof CALLBACKS)[number]) => path.replace(/webhook$/, kind);

		/** What the latest of so many executions started with, as n8n keeps it. */
		async function latestOf(count: number): Promise<string> {
			const executions = await waitForExecutions(world().session, workflow.id, count);
			expect(executions.map(({ status }) => status)).toEqual(Array.from({ length: count }, () => 'success'));
			return await executionText(world().session, executions[0]?.id ?? '');
		}

		const open = async (url: string) => {
			const { pathname, search } = new URL(url);
			return await fetch(world().n8n.origin + pathname + search);
		};

		it('a removed login gets 200 and starts the workflow once', async () => {
			const { delivery, problem } = await world().simulator.instagram.sendSignedRequest(
				app,
				account,
				'deauthorize',
			);
			expect([problem, delivery.status]).toEqual([undefined, 200]);
			const started = await latestOf(1);
			expect(started).toContain('deauthorized');
			expect(started).toContain(account.appScopedId);
			expect(started).toContain(account.id);
		});

		it('a deletion request is confirmed, starts the workflow once, and its page opens for a person', async () => {
			const { confirmation, problem } = await world().simulator.instagram.sendSignedRequest(
				app,
				account,
				'dataDeletion',
			);
			expect(problem).toBeUndefined();
			const { code = '', url = '' } = confirmation ?? {};
			expect(url).toBe(`${publicUrl}${pathTo('data-deletion')}?code=${code}`);
			const started = await latestOf(2);
			expect(started).toContain('dataDeletionRequested');
			expect(started).toContain(code);

			const page = await open(url);
			expect([page.status, page.headers.get('content-type')]).toEqual([
				200,
				expect.stringContaining('text/html') as string,
			]);
			const text = await page.text();
			expect(text).toContain('Your request to delete your data');
			expect(text).toContain(code);
			expect(text).not.toContain(account.appScopedId);
			expect((await open(url.replace(/.$/, (last) => (last === '0' ? '1' : '0')))).status).toBe(404);
			expect(await listExecutions(world().session, workflow.id)).toHaveLength(2);
		});

		it('the webhook beside them goes on receiving messages', async () => {
			const { instagram } = world().simulator;
			const person = instagram.createPerson({ username: 'customer' });
			await instagram.sendDirectMessage({ from: person, to: account, text: 'Good morning' });
			expect(await latestOf(3)).toContain('Good morning');
		});

		describe('what Meta has not signed gets 401 and starts nothing', () => {
			it.each(CALLBACKS)('at …/%s', async (kind) => {
				const before = (await listExecutions(world().session, workflow.id)).length;
				const forged = [
					signedRequest(account.appScopedId, 'the secret of another app'),
					signedRequest(account.appScopedId, app.instagramAppSecret).replace(/^[^.]+/, 'A'.repeat(43)),
					'rubbish',
				];
				for (const signedRequest of forged) {
					const answer = await fetch(world().n8n.origin + pathTo(kind), {
						method: 'POST',
						body: new URLSearchParams({ signed_request: signedRequest }),
					});
					expect([answer.status, await answer.text()]).toEqual([401, '']);
				}
				await sleep(1_000);
				expect(await listExecutions(world().session, workflow.id)).toHaveLength(before);
			});
		});

		it('no secret is left behind', async () => {
			expect(await findLeaks(world(), app)).toEqual([]);
		});
	},
);
