import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkout } from './machine/checkout.mts';
import {
	connectAccount,
	createMetaApp,
	oAuth2Credential,
	registerWebhook,
	type Account,
	type App,
} from './world/connection.mts';
import { fixture } from '../simulator/state/fixtures.mts';
import { findFreePort } from './machine/ports.mts';
import { authorizePath, startPlayground, type Playground } from './playground/server.mts';
import { PeopleOfThePage } from './playground/world.mts';
import { readExample } from './world/examples.mts';
import type { CredentialReference } from './n8n/credentials.mts';
import { ensureN8n } from './n8n/install.mts';
import { owner } from './n8n/settings.mts';
import { activate, createWorkflow, webhookPath, type Workflow } from './n8n/workflows.mts';
import { seconds, terminal, withProgress } from './machine/report.mts';
import type { Shown } from './machine/lifetime.mts';
import { startWorld, type World } from './world/world.mts';

const answersWithinMs = 60_000;

/**
 * The whole thing without an Instagram account: n8n with the package beside a simulated Instagram, an account
 * connected, three workflows active, one direct message that gets its answer, and a post to comment on.
 * Everything is new each time, since the simulated Instagram forgets.
 */
export async function startDemo(port: number): Promise<Shown> {
	// One folder per port: two of these at the same time do not touch each other.
	const folder = join(checkout, '.n8n-run', `demo-${port}`);
	await rm(folder, { recursive: true, force: true });
	await ensureN8n(terminal);
	const pagePort = await findFreePort();
	const environment = { CREDENTIALS_OVERWRITE_DATA: overwriteOf(pagePort) };
	const world = await withProgress(terminal, 'Starting n8n and a simulated Instagram', () =>
		startWorld({ folder, port, environment }),
	);
	let playground: Playground | undefined;
	try {
		const { simulator } = world;
		const app = createMetaApp(simulator);
		const account = simulator.instagram.createAccount({ username: 'brand' });
		simulator.instagram.signIn(account);
		simulator.instagram.createMedia(account, {
			caption: 'Fresh bread every morning',
			file: fixture('photo.jpg'),
		});
		const people = new PeopleOfThePage(simulator, account);
		const n8nOrigin = `http://localhost:${port}`;
		playground = await startPlayground({ port: pagePort, n8nOrigin, simulator, app, people });
		const workflows = await withProgress(terminal, 'Connecting @brand and activating three workflows', () =>
			prepare(world, app, account),
		);
		await sendOneMessage(world, account, people);
		terminal.line(`
n8n         http://localhost:${port}
Login       ${owner.email} / ${owner.password}
Workflows   ${workflows.map(({ name }) => name).join('\n            ')}
Instagram   ${playground.origin}   simulated: nothing leaves this machine. Write there as somebody, and see what the account does.
            A message reaches the Instagram Trigger by webhook: it is answered at once.
            A comment on a post is sent by no webhook: the Instagram Polling Trigger finds it within a minute, and it
            gets a reply.
            For a real Meta app: npm start -- --live
Data, log   ${folder} (thrown away by the next start)

Ctrl-C stops everything.`);
	} catch (error) {
		await Promise.all([playground?.close(), world.close()]);
		throw error;
	}
	const close = async () => {
		await Promise.all([playground.close(), world.close()]);
	};
	return { ended: world.n8n.ended, close };
}

/**
 * n8n's own way to give credentials of a type other values: Connect opens the window of the simulated
 * Instagram.
 */
const overwriteOf = (pagePort: number) =>
	JSON.stringify({ [oAuth2Credential]: { authUrl: `http://127.0.0.1:${pagePort}${authorizePath}` } });

async function prepare(world: World, app: App, account: Account): Promise<Workflow[]> {
	const credential = await connectAccount(world, app, account);
	const schedule = await activateExample(world, 'publish-photo-on-schedule', credential);
	const answer = await activateExample(world, 'answer-direct-message', credential);
	const trigger = answer.nodes.find(({ webhookId }) => webhookId !== undefined);
	if (!trigger) throw new Error('The example that answers has no trigger.');
	await registerWebhook(world, app, webhookPath(trigger), ['messages']);
	const safetyNet = await activateExample(world, 'polling-as-safety-net', credential);
	return [schedule, answer, safetyNet];
}

async function activateExample(
	world: World,
	name: string,
	credential: CredentialReference,
): Promise<Workflow> {
	const workflow = await createWorkflow(world.session, await readExample(name, credential));
	await activate(world.session, workflow);
	return workflow;
}

async function sendOneMessage(world: World, account: Account, people: PeopleOfThePage): Promise<void> {
	const person = world.simulator.instagram.createPerson({ username: 'curious.person' });
	people.add(person);
	const text = 'Hello! Do you ship to Norway?';
	const sentAt = performance.now();
	terminal.line(`@${person.username} writes to @${account.username}: ${text}`);
	await world.simulator.instagram.sendDirectMessage({ from: person, to: account, text });
	while (performance.now() - sentAt < answersWithinMs) {
		const answer = world.simulator.instagram.messages(account, person).find(({ fromAccount }) => fromAccount);
		if (answer) {
			terminal.line(`@${account.username} answered after ${seconds(sentAt)}: ${answer.text ?? ''}`);
			return;
		}
		await sleep(50);
	}
	throw new Error(
		`The message was not answered within ${answersWithinMs / 1000} s: see ${world.settings.userFolder}`,
	);
}
