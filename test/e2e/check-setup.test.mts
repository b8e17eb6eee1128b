/** Account > Check Setup in a real n8n: once when everything is right, and once before anybody has connected anything. */
import { activate, createWorkflow, inARow, webhookPath } from '../../scripts/n8n/workflows.mts';
import {
	connectAccount,
	createMetaApp,
	createOAuth2Credential,
	registerWebhook,
	type Account,
	type App,
} from '../../scripts/world/connection.mts';
import { saveCredential, type CredentialReference } from '../../scripts/n8n/credentials.mts';
import { instagram, instagramTrigger, type Connection } from './support/nodes.mts';
import { makeRunner } from './support/runs.mts';
import { useWorld } from './support/world.mts';

const world = useWorld();

interface Finding {
	readonly check: string;
	readonly ok: boolean | null;
	readonly detail: string;
	readonly remedy: string | null;
}

let app: App;
let account: Account;

beforeAll(() => {
	app = createMetaApp(world().simulator);
	account = world().simulator.instagram.createAccount({ username: 'brand' });
});

/** The findings, and the checks by what they found. */
async function checkSetup(credential: CredentialReference, additionalFields = {}) {
	const connection: Connection = { kind: 'oAuth2', credential };
	const { run } = await makeRunner(world(), [
		instagram(connection, { resource: 'account', operation: 'checkSetup', additionalFields }),
		{
			name: 'All Items',
			type: 'n8n-nodes-base.aggregate',
			typeVersion: 1,
			parameters: { aggregate: 'aggregateAllItemData', options: {} },
		},
	]);
	const { item, error } = await run();
	expect(error).toBeUndefined();
	const findings = item.data as Finding[];
	const found = (ok: boolean | null) =>
		findings.filter((finding) => finding.ok === ok).map(({ check }) => check);
	return { findings, right: found(true), wrong: found(false), unknown: found(null) };
}

it('finds everything right, and does not claim to see n8n from outside', async () => {
	const credential = await connectAccount(world(), app, account, [
		'instagram_business_basic',
		'instagram_business_content_publish',
		'instagram_business_manage_messages',
		'instagram_business_manage_comments',
		'instagram_business_manage_insights',
	]);
	await saveCredential(world().session, credential, { metaAppSecret: app.metaAppSecret });
	const nodes = [instagramTrigger({ kind: 'oAuth2', credential }, { events: ['messages'] })];
	const { session } = world();
	const workflow = await createWorkflow(session, { name: 'Hears', nodes, connections: inARow(nodes) });
	await activate(session, workflow);
	await registerWebhook(world(), app, webhookPath(nodes[0] ?? {}));

	const { findings, right, wrong, unknown } = await checkSetup(credential, {
		metaAppId: app.metaAppId,
	});

	expect(findings[0]).toMatchObject({ check: 'connection', detail: `Connected as brand (${account.id})` });
	expect(wrong).toEqual([]);
	expect(unknown).toEqual(['publicAddress']);
	expect(right).toEqual([
		'connection',
		'tokenExpiry',
		'professionalAccount',
		'testerAccepted',
		'instagram_business_basic',
		'instagram_business_content_publish',
		'instagram_business_manage_messages',
		'instagram_business_manage_comments',
		'instagram_business_manage_insights',
		'webhookSubscription',
		'appCallback',
		'appFields',
		'messagesAccess',
		'publishingQuota',
		'binaryMode',
	]);
});

it('says first that nothing is connected, and calls nothing right that needs a connection', async () => {
	const { findings, right, wrong } = await checkSetup(await createOAuth2Credential(world().session, app));

	expect(findings).toHaveLength(16);
	expect(findings[0]).toMatchObject({
		check: 'connection',
		ok: false,
		remedy: expect.stringMatching(/connect/i) as string,
	});
	expect(wrong).toEqual(['connection']);
	expect(right).toEqual(['binaryMode']);
});
