/**
 * What people outside n8n and a language model are told: answers of the trigger's URLs, pages, results of a
 * tool. None holds a secret.
 */
import type { Fault } from '../../simulator/index.mts';
import {
	connectAccount,
	createMetaApp,
	createTokenCredential,
	verifyToken,
	type Account,
	type App,
} from '../../scripts/world/connection.mts';
import { runManually, waitForExecutions, waitForStatus } from '../../scripts/n8n/executions.mts';
import { activate, createWorkflow, inARow, webhookPath } from '../../scripts/n8n/workflows.mts';
import { publicUrl } from '../../scripts/world/world.mts';
import { PERMISSIONS } from '../../nodes/Instagram/protocol/tokens';
import { agentWith, startModel, type Model } from './support/model.mts';
import { instagram, instagramTrigger, type Connection } from './support/nodes.mts';
import { makeRunner } from './support/runs.mts';
import { findLeaksIn, secretsOf, type Place } from './support/secrets.mts';
import { signedRequest } from './support/signedRequest.mts';
import { useWorld } from './support/world.mts';

const world = useWorld();
const day = 86_400_000;

describe.each(['oAuth2', 'accessToken'] as const)('with the credential %s', (kind) => {
	let app: App;
	let account: Account;
	let connection: Connection;
	let token: string;

	beforeAll(async () => {
		const { simulator, session } = world();
		app = createMetaApp(simulator);
		account = simulator.instagram.createAccount({ username: 'brand' });
		const pasted = simulator.instagram.issueToken({
			app,
			account,
			scopes: [...PERMISSIONS],
			kind: 'long',
			ageMs: 2 * day,
		});
		connection =
			kind === 'oAuth2'
				? { kind, credential: await connectAccount(world(), app, account, [...PERMISSIONS]) }
				: { kind, credential: await createTokenCredential(session, pasted, app) };
		const { run } = await makeRunner(world(), [
			instagram(connection, { resource: 'account', operation: 'get' }),
		]);
		expect((await run()).error).toBeUndefined();
		const headers = simulator.journal.entries().map((entry) => entry.headers.authorization ?? '');
		token = headers.findLast((header) => header.startsWith('Bearer '))?.slice('Bearer '.length) ?? '';
	});

	/** Fails on a secret in one of the places, and when the search would not find one. */
	function expectNoSecretIn(places: Place[]): void {
		const secrets = secretsOf(world(), app);
		expect([...secrets.values()]).toContain(token);
		for (const [name, secret] of secrets)
			expect(findLeaksIn([{ where: 'a control', text: `"${secret}"` }], secrets)).toContainEqual({
				secret: name,
				where: 'a control',
			});
		for (const { text } of places) expect(text).not.toBe('');
		expect(findLeaksIn(places, secrets)).toEqual([]);
	}

	/** Asks n8n as somebody outside does; the place is everything that comes back. */
	async function ask(method: string, path: string, body?: string, headers: Record<string, string> = {}) {
		const answer = await fetch(world().n8n.origin + path, { method, body, headers });
		const text = await answer.text();
		const head = [...answer.headers].map((header) => header.join(': ')).join('\n');
		const place: Place = { where: `${method} ${path}`, text: `${answer.status}\n${head}\n\n${text}` };
		return { status: answer.status, text, place };
	}

	it('the answers of the URLs of a trigger, to Meta and to everybody else', async () => {
		const { session, simulator } = world();
		const events = ['messages', 'deauthorized', 'dataDeletionRequested'];
		const nodes = [instagramTrigger(connection, { events, options: { includeSenderProfile: true } })];
		await activate(session, await createWorkflow(session, { name: kind, nodes, connections: inARow(nodes) }));
		const path = webhookPath(nodes[0] ?? {});
		const challenge = (word: string) =>
			`${path}?${new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.verify_token': word, 'hub.challenge': '42' }).toString()}`;
		const message = {
			sender: { id: '1' },
			recipient: { id: account.id },
			timestamp: 1,
			message: { mid: 'm', text: 'x' },
		};
		const delivery = JSON.stringify({
			object: 'instagram',
			entry: [{ id: account.id, time: 1, messaging: [message] }],
		});
		const json = { 'content-type': 'application/json' };
		const signed = (body: string) => ({
			...json,
			'x-hub-signature-256': simulator.instagram.sign(app, body),
		});
		const form = (secret: string) =>
			new URLSearchParams({ signed_request: signedRequest(account.appScopedId, secret) }).toString();
		const asForm = { 'content-type': 'application/x-www-form-urlencoded' };
		const [deauthorize, deletion] = ['deauthorize', 'data-deletion'].map((name) =>
			path.replace(/webhook$/, name),
		) as [string, string];

		const answers: Array<[number, Awaited<ReturnType<typeof ask>>]> = [
			[200, await ask('GET', challenge(verifyToken))],
			[403, await ask('GET', challenge('guessed'))],
			[403, await ask('GET', path)],
			[200, await ask('POST', path, delivery, signed(delivery))],
			[401, await ask('POST', path, delivery, json)],
			[
				401,
				await ask('POST', path, delivery, { ...json, 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }),
			],
			[422, await ask('POST', path, '{"entry":', signed('{"entry":'))],
			[200, await ask('POST', path, '[]', signed('[]'))],
			[404, await ask('DELETE', path)],
			[401, await ask('POST', deauthorize, form('guessed'), asForm)],
			[200, await ask('POST', deauthorize, form(app.instagramAppSecret), asForm)],
			[401, await ask('POST', deletion, form('guessed'), asForm)],
			[404, await ask('GET', `${deletion}?code=guessed`)],
		];
		const confirmed = await ask('POST', deletion, form(app.instagramAppSecret), asForm);
		const { url } = JSON.parse(confirmed.text) as { url: string };
		const page = await ask('GET', url.slice(publicUrl.length));

		expect(answers.map(([, { place, status }]) => [place.where, status])).toEqual(
			answers.map(([status, { place }]) => [place.where, status]),
		);
		expect([confirmed.status, page.status]).toEqual([200, 200]);
		expectNoSecretIn([...answers.map(([, { place }]) => place), confirmed.place, page.place]);
	});

	it('the pages of Send and Wait', async () => {
		const { instagram: meta } = world().simulator;
		const boss = meta.createPerson({ username: `boss.${kind.toLowerCase()}` });
		await meta.sendDirectMessage({ from: boss, to: account, text: 'I am there' });
		const question = instagram(connection, {
			resource: 'message',
			operation: 'sendAndWait',
			recipientId: meta.igsid(boss, account),
			message: 'Publish it?',
		});
		const { run, workflow } = await makeRunner(world(), [question]);
		const running = run();
		const received = () => meta.messages(account, boss).find(({ fromAccount }) => fromAccount);
		// nobody presses a button in the milliseconds before n8n has put the execution to wait
		await waitForStatus(world().session, workflow.id, 'waiting');
		const { buttons } = received()?.template as { buttons: Array<{ url: string }> };
		const [approve = '', decline = ''] = buttons.map(({ url }) => url.slice(publicUrl.length));
		const opened = await ask('GET', approve);
		const forged = await ask('POST', decline.replace('approved=false', 'approved=true'));
		const pressed = await ask('POST', approve);
		await Promise.all([running, waitForExecutions(world().session, workflow.id, 1)]);
		const again = await ask('POST', approve);

		expect([opened, forged, pressed, again].map(({ status }) => status)).toEqual([200, 401, 200, 200]);
		expect(pressed.text).toContain('Your answer was recorded');
		expectNoSecretIn([opened, forged, pressed, again].map(({ place }) => place));
	});

	describe('what a model is told by a tool', () => {
		let model: Model;
		beforeAll(async () => {
			model = await startModel();
		});
		afterAll(async () => await model.close());

		const TOOLS = [
			{ resource: 'account', operation: 'get', simplify: false },
			{ resource: 'message', operation: 'send', messageType: 'text', recipientId: '1', text: 'x' },
			{ resource: 'account', operation: 'getInsights', simplify: false },
			{ resource: 'account', operation: 'checkSetup' },
		];
		const FAULTS: Array<[string, (() => Fault) | undefined]> = [
			['that all is well', undefined],
			[
				'an error of Instagram that repeats the token',
				() => ({ kind: 'status', status: 400, effect: 'before', body: { error: telling() } }),
			],
			[
				'a page that repeats it',
				() => ({ kind: 'status', status: 502, effect: 'before', body: telling().message }),
			],
			[
				'that the login is lost',
				() => ({
					kind: 'status',
					status: 401,
					effect: 'before',
					body: { error: { ...telling(), code: 190 } },
				}),
			],
			['that nobody answered', () => ({ kind: 'reset', effect: 'after' })],
		];
		const telling = () => ({
			message: `Bad access_token=${token} (${token}), client_secret=${app.instagramAppSecret}`,
			type: 'OAuthException',
			code: 100,
		});

		it.each(FAULTS)('%s', async (_what, fault) => {
			const places: Place[] = [];
			const saidBefore = world().simulator.journal.entries().length;
			// reads are repeated after a fault, which takes its time
			for (const parameters of fault ? TOOLS.slice(0, 2) : TOOLS) {
				model.turns = [{ tool: 'Instagram', args: {} }];
				const node = instagram(connection, parameters);
				const tool = { ...node, type: 'n8n-nodes-instagram-login.instagramTool' };
				const workflow = await createWorkflow(world().session, await agentWith(world(), model, tool));
				if (fault)
					world().simulator.faults.failNext(
						{ host: 'graph.instagram.com', path: /v25\.0/, times: 99 },
						fault(),
					);
				const before = model.heard.length;
				await runManually(world().session, workflow.id, 'Start');
				world().simulator.faults.clear();
				expect(model.toolAnswers()).toHaveLength(1);
				places.push({ where: parameters.operation, text: model.heard.slice(before).join('\n') });
			}
			expectNoSecretIn(places);
			// n8n has heard the token, except from somebody who did not answer: Instagram repeats it in errors and
			// in links to more pages
			const said = world().simulator.journal.entries().slice(saidBefore);
			expect(said.some(({ responseText }) => responseText.includes(token))).toBe(fault?.().kind !== 'reset');
		});
	});
});
