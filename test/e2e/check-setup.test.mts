/**
 * Account > Check Setup in a real n8n: everything right, one thing wrong after the other, and before anybody
 * has connected anything.
 */
import { activate, createWorkflow, inARow, webhookPath } from '../../scripts/n8n/workflows.mts';
import {
	connectAccount,
	createMetaApp,
	createOAuth2Credential,
	registerWebhook,
	type Account,
	type App,
} from '../../scripts/world/connection.mts';
import { connectOAuth2, saveCredential, type CredentialReference } from '../../scripts/n8n/credentials.mts';
import { PERMISSIONS } from '../../nodes/Instagram/protocol/tokens';
import {
	checksFound,
	expectWrong,
	SETUP_CHECKS,
	setEverythingRight,
	WRONG_ADDRESSES,
	WRONG_STATES,
	type Finding,
	type SetupWorld,
} from '../support/setupStates.mts';
import { instagram, instagramTrigger, type Connection } from './support/nodes.mts';
import { makeRunner } from './support/runs.mts';
import { useWorld } from './support/world.mts';

const world = useWorld();

let app: App;
let account: Account;

beforeAll(() => {
	app = createMetaApp(world().simulator);
	account = world().simulator.instagram.createAccount({ username: 'brand' });
});

/** Runs the check as production does; gives back its findings, and the checks by what they found. */
async function setUpRun(credential: CredentialReference, parameters = {}) {
	const connection: Connection = { kind: 'oAuth2', credential };
	const { run } = await makeRunner(world(), [
		instagram(connection, { resource: 'account', operation: 'checkSetup', ...parameters }),
		{
			name: 'All Items',
			type: 'n8n-nodes-base.aggregate',
			typeVersion: 1,
			parameters: { aggregate: 'aggregateAllItemData', options: {} },
		},
	]);
	return async () => {
		const { item, error } = await run();
		expect(error).toBeUndefined();
		const findings = item.data as Finding[];
		const found = (ok: boolean | null) => checksFound(findings, ok);
		return { findings, right: found(true), wrong: found(false), unknown: found(null) };
	};
}

it('finds everything right, and does not claim to see n8n from outside', async () => {
	const credential = await connectAccount(world(), app, account, [...PERMISSIONS]);
	await saveCredential(world().session, credential, { metaAppSecret: app.metaAppSecret });
	const nodes = [instagramTrigger({ kind: 'oAuth2', credential }, { events: ['messages'] })];
	const { session } = world();
	const workflow = await createWorkflow(session, { name: 'Hears', nodes, connections: inARow(nodes) });
	await activate(session, workflow);
	await registerWebhook(world(), app, webhookPath(nodes[0] ?? {}));

	const checkSetup = await setUpRun(credential, { additionalFields: { metaAppId: app.metaAppId } });
	const { findings, right, wrong, unknown } = await checkSetup();

	expect(findings[0]).toMatchObject({ check: 'connection', detail: `Connected as brand (${account.id})` });
	expect(wrong).toEqual([]);
	expect(unknown).toEqual(['publicAddress']);
	expect(right).toEqual(SETUP_CHECKS.filter((check) => check !== 'publicAddress'));
});

it('says first that nothing is connected, and calls nothing right that needs a connection', async () => {
	const checkSetup = await setUpRun(await createOAuth2Credential(world().session, app));
	const { findings, right, wrong } = await checkSetup();

	expect(findings).toHaveLength(16);
	expect(findings[0]).toMatchObject({
		check: 'connection',
		ok: false,
		remedy: expect.stringMatching(/connect/i) as string,
	});
	expect(wrong).toEqual(['connection']);
	expect(right).toEqual(['binaryMode']);
});

describe('one credential and one workflow, in which one thing after the other is wrong', () => {
	let setup: SetupWorld;
	let checkSetup: Awaited<ReturnType<typeof setUpRun>>;
	let credential: CredentialReference;

	beforeAll(async () => {
		const { simulator, session } = world();
		const [ownApp, owner] = [
			createMetaApp(simulator),
			simulator.instagram.createAccount({ username: 'shop' }),
		];
		credential = await createOAuth2Credential(session, ownApp);
		await saveCredential(session, credential, { metaAppSecret: ownApp.metaAppSecret });
		setup = {
			simulator,
			app: ownApp,
			account: owner,
			advance: async (ms) => await world().advance(ms),
			async connect({ account: login = owner, scopes = PERMISSIONS } = {}) {
				await saveCredential(session, credential, { permissions: scopes });
				await connectOAuth2(session, credential, (url) =>
					simulator.instagram.authorize(url, { account: login }),
				);
			},
		};
		checkSetup = await setUpRun(credential, {
			connectedAccount: owner.id,
			additionalFields: { metaAppId: ownApp.metaAppId },
		});
	});

	beforeEach(async () => {
		setEverythingRight(setup);
		await setup.connect();
		expect((await checkSetup()).wrong).toEqual([]);
	});

	it.each(WRONG_STATES)('$what', async (state) => {
		await state.make(setup);
		expectWrong((await checkSetup()).findings, state);
	});

	// n8n does not come back to its right address, so this is the last one
	it('n8n has an address that Instagram cannot reach', async () => {
		for (const { address, remedy } of WRONG_ADDRESSES) {
			world().settings.publicUrl = address;
			await world().restartN8n();
			setup.app.callback!.callbackUrl = `${address}/webhook/1/webhook`;
			expectWrong((await checkSetup()).findings, { checks: ['publicAddress'], remedy });
		}
	});
});
