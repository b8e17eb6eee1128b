import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkout } from './machine/checkout.mts';
import { connectAccount, createMetaApp, registerWebhook, type Account } from './world/connection.mts';
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
 * connected, two workflows active, and one direct message that gets its answer. Everything is new each time, since
 * the simulated Instagram forgets.
 */
export async function startDemo(port: number): Promise<Shown> {
	// One folder per port: two of these at the same time do not touch each other.
	const folder = join(checkout, '.n8n-run', `demo-${port}`);
	await rm(folder, { recursive: true, force: true });
	await ensureN8n(terminal);
	const world = await withProgress(terminal, 'Starting n8n and a simulated Instagram', () =>
		startWorld({ folder, port }),
	);
	try {
		const account = world.simulator.instagram.createAccount({ username: 'brand' });
		const workflows = await withProgress(terminal, 'Connecting @brand and activating two workflows', () =>
			prepare(world, account),
		);
		await sendOneMessage(world, account);
		terminal.line(`
n8n         http://localhost:${port}
Login       ${owner.email} / ${owner.password}
Workflows   ${workflows.map(({ name }) => name).join('\n            ')}
Instagram   simulated: nothing leaves this machine. (So Connect, pressed in your browser, leads to the real Instagram,
            which does not know this app; the account here is connected already. For a real one: npm start -- --live)
Data, log   ${folder} (thrown away by the next start)

Ctrl-C stops everything.`);
	} catch (error) {
		await world.close();
		throw error;
	}
	return { ended: world.n8n.ended, close: () => world.close() };
}

async function prepare(world: World, account: Account): Promise<Workflow[]> {
	const app = createMetaApp(world.simulator);
	const credential = await connectAccount(world, app, account);
	const schedule = await activateExample(world, 'publish-photo-on-schedule', credential);
	const answer = await activateExample(world, 'answer-direct-message', credential);
	const trigger = answer.nodes.find(({ webhookId }) => webhookId !== undefined);
	if (!trigger) throw new Error('The example that answers has no trigger.');
	await registerWebhook(world, app, webhookPath(trigger));
	return [schedule, answer];
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

async function sendOneMessage(world: World, account: Account): Promise<void> {
	const person = world.simulator.instagram.createPerson({ username: 'curious.person' });
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
