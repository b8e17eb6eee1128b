import { exportDecryptedCredentials } from '../../scripts/n8n/commands.mts';
import {
	connectOAuth2,
	saveCredential,
	testCredential,
	type CredentialReference,
} from '../../scripts/n8n/credentials.mts';
import { executionText, waitForExecutions } from '../../scripts/n8n/executions.mts';
import { activate, createWorkflow, inARow, webhookPath } from '../../scripts/n8n/workflows.mts';
import {
	connectAccount,
	createMetaApp,
	createTokenCredential,
	registerWebhook,
	type Account,
} from '../../scripts/world/connection.mts';
import { loadOptions } from '../../scripts/n8n/dropdown.mts';
import { credentialsOf, instagram, instagramTrigger, type Connection } from './support/nodes.mts';
import { makeRunner } from './support/runs.mts';
import { useWorld } from './support/world.mts';

const world = useWorld();
const day = 86_400_000;

describe('400 days with another account from the middle on', () => {
	it('every run and every message finds the account that is connected', async () => {
		const { simulator, session } = world();
		const app = createMetaApp(simulator);
		const brand = simulator.instagram.createAccount({ username: 'brand' });
		const other = simulator.instagram.createAccount({ username: 'other' });
		const person = simulator.instagram.createPerson({ username: 'customer' });
		const credential = await connectAccount(world(), app, brand);
		const connection: Connection = { kind: 'oAuth2', credential };
		const { run } = await makeRunner(world(), [
			instagram(connection, { resource: 'account', operation: 'get' }),
		]);
		const trigger = instagramTrigger(connection, { events: ['messages'] });
		const nodes = [trigger];
		const workflow = await createWorkflow(session, { name: 'Messages', nodes, connections: inARow(nodes) });
		await activate(session, workflow);
		await registerWebhook(world(), app, `/webhook/${trigger.webhookId}/webhook`);

		let messages = 0;
		const accounts = [brand, brand, brand, brand, other, other, other, other];
		for (const [step, account] of accounts.entries()) {
			await world().advance(50 * day);
			if (step === accounts.indexOf(other)) {
				await connectOAuth2(session, credential, (url) =>
					simulator.instagram.authorize(url, { account: other }),
				);
				// a person opens a panel
				await loadOptions(session, {
					nodeType: 'n8n-nodes-instagram-login.instagram',
					method: 'getConnectedAccount',
					parameters: { authentication: 'oAuth2' },
					credentials: credentialsOf(connection),
				});
				expect(other.subscriptions).toEqual({ [app.instagramAppId]: ['messages'] });
			}
			const { item, error } = await run();
			expect([step, error ?? item.username]).toEqual([step, account.username]);
			messages += 1;
			await simulator.instagram.sendDirectMessage({ from: person, to: account, text: `after ${step}` });
			expect(await waitForExecutions(session, workflow.id, messages)).toHaveLength(messages);
		}

		const exported = JSON.stringify(await exportDecryptedCredentials(world().settings));
		const owners = [...exported.matchAll(/IG[A-Za-z0-9_-]{20,}/g)].map(
			([token]) => simulator.instagram.tokenState(token)?.username,
		);
		expect(new Set(owners)).toEqual(new Set(['other']));
	});
});

describe('A token of another account, pasted while the trigger is active', () => {
	it('is saved without losing what the trigger listens to, and the trigger hears the other account', async () => {
		const { simulator, session } = world();
		const app = createMetaApp(simulator);
		const [first, second] = ['first', 'second'].map((username) =>
			simulator.instagram.createAccount({ username }),
		) as [Account, Account];
		const tokenOf = (account: Account) =>
			simulator.instagram.issueToken({ app, account, kind: 'long', ageMs: 2 * day });
		const credential = await createTokenCredential(session, tokenOf(first), app);
		const connection: Connection = { kind: 'accessToken', credential };
		const nodes = [instagramTrigger(connection, { events: ['messages', 'comments'] })];
		const workflow = await createWorkflow(session, { name: 'Pasted', nodes, connections: inARow(nodes) });
		await activate(session, workflow);
		await registerWebhook(world(), app, webhookPath(nodes[0] ?? {}));

		await saveCredential(session, credential, {});
		const kept = await keptTriggerFields(credential);
		expect(Object.values(kept).flat().sort()).toEqual(['comments', 'messages']);
		await saveCredential(session, credential, { accessToken: tokenOf(second) });
		expect(await keptTriggerFields(credential)).toEqual(kept);
		expect(second.subscriptions).toEqual({});
		const [option] = await loadOptions(session, {
			nodeType: 'n8n-nodes-instagram-login.instagramTrigger',
			method: 'getConnectedAccount',
			parameters: { authentication: 'accessToken' },
			credentials: credentialsOf(connection),
		});
		expect(option?.name).toMatch(/^@second · connected/);
		expect(second.subscriptions[app.instagramAppId]).toEqual(['messages', 'comments']);

		const person = simulator.instagram.createPerson({ username: 'writer' });
		await simulator.instagram.sendDirectMessage({ from: person, to: second, text: 'To the second' });
		const [execution] = await waitForExecutions(session, workflow.id, 1);
		expect(execution?.status).toBe('success');
		expect(await executionText(session, execution?.id ?? '')).toContain('To the second');
	});

	/** By trigger, as the credential keeps it. */
	async function keptTriggerFields({ id }: CredentialReference): Promise<Record<string, string[]>> {
		const exported = await exportDecryptedCredentials(world().settings);
		const { oauthTokenData } = exported.find((one) => one.id === id)?.data ?? {};
		const { ig_trigger_fields: kept } = oauthTokenData as Record<string, string>;
		return JSON.parse(kept ?? '{}') as Record<string, string[]>;
	}
});

describe('An app that was removed from the account, and is allowed again', () => {
	it('delivers to the trigger again once a panel was opened, the workflow active throughout', async () => {
		const { simulator, session } = world();
		const app = createMetaApp(simulator);
		const account = simulator.instagram.createAccount({ username: 'returning' });
		const person = simulator.instagram.createPerson({ username: 'regular' });
		const connection: Connection = {
			kind: 'oAuth2',
			credential: await connectAccount(world(), app, account),
		};
		const nodes = [instagramTrigger(connection, { events: ['messages'] })];
		const workflow = await createWorkflow(session, { name: 'Returns', nodes, connections: inARow(nodes) });
		await activate(session, workflow);
		await registerWebhook(world(), app, webhookPath(nodes[0] ?? {}));

		await simulator.instagram.removeApp(account, app);
		expect(account.subscriptions[app.instagramAppId] ?? []).toEqual([]);
		await connectOAuth2(session, connection.credential, (url) =>
			simulator.instagram.authorize(url, { account }),
		);
		await loadOptions(session, {
			nodeType: 'n8n-nodes-instagram-login.instagram',
			method: 'getConnectedAccount',
			parameters: { authentication: 'oAuth2' },
			credentials: credentialsOf(connection),
		});
		await simulator.instagram.sendDirectMessage({ from: person, to: account, text: 'Here again' });
		const [execution] = await waitForExecutions(session, workflow.id, 1);
		expect(await executionText(session, execution?.id ?? '')).toContain('Here again');
	});
});

describe("n8n's own test of a credential that is lost", () => {
	it('says why, and what to do', async () => {
		const app = createMetaApp(world().simulator);
		const account = world().simulator.instagram.createAccount({ username: 'lost' });
		const credential = await connectAccount(world(), app, account);
		expect(await testCredential(world().session, credential)).toMatchObject({ status: 'OK' });
		world().simulator.instagram.revoke(account, app, 'password');
		expect(await testCredential(world().session, credential)).toEqual({
			status: 'Error',
			message: expect.stringMatching(/password was changed.*press Connect again/) as string,
		});
	});
});
