/**
 * The Instagram Trigger against n8n's own Webhook node that answers at once: the same deliveries, the same n8n, in turns. The trigger
 * verifies the signature, parses, and looks whether it has seen the event; the Webhook node does nothing of the kind. Real time.
 *
 * n8n starts a sandbox for expressions with every request to a trigger, but for its own Webhook node (cli/webhooks/live-webhooks,
 * `webhookPhaseNeedsIsolate`), which no other node can join and which decides this race. So it is run three times: as n8n comes,
 * without that shortcut, and with sandboxes that start only when an expression needs one.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import {
	activate,
	createWorkflow,
	inARow,
	webhookPath,
	type WorkflowNode,
} from '../../scripts/n8n/workflows.mts';
import { connectAccount, createMetaApp } from '../../scripts/world/connection.mts';
import { startWorld, type World } from '../../scripts/world/world.mts';
import type { Bench, Row } from './run.mts';

const ROUNDS = 2;
const ALONE = 50;
const SUSTAINED = 120;
const AT_ONCE = 16;

interface Target {
	readonly url: string;
	readonly workflowId: string;
	/** Milliseconds to the 200, one delivery after the other. */
	readonly alone: number[];
	/** Deliveries a second until the last execution has ended, one figure a round. */
	readonly perSecond: number[];
}

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

/** Milliseconds until the answer is there. */
async function post(url: string, bytes: Buffer, signature: string): Promise<number> {
	const startedMs = performance.now();
	const headers = {
		'content-type': 'application/json',
		'x-hub-signature-256': signature,
		'content-length': bytes.length,
	};
	await new Promise<void>((resolve, reject) => {
		const outgoing = request(url, { method: 'POST', agent, headers }, (incoming) => {
			incoming.resume();
			incoming.on('end', () =>
				incoming.statusCode === 200 ? resolve() : reject(new Error(`status ${incoming.statusCode}`)),
			);
		});
		outgoing.on('error', reject);
		outgoing.end(bytes);
	});
	return performance.now() - startedMs;
}

async function ended(world: World, workflowId: string): Promise<number> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId, status: ['success'] }));
	const { count } = await world.session.get<{ count: number }>(`/rest/executions?filter=${filter}&limit=1`);
	return count;
}

async function untilEnded(world: World, workflowId: string, count: number): Promise<void> {
	const deadline = performance.now() + 120_000;
	while ((await ended(world, workflowId)) < count) {
		if (performance.now() > deadline)
			throw new Error(`only ${await ended(world, workflowId)} of ${count} executions have ended`);
		await sleep(50);
	}
}

async function measure(
	world: World,
	target: Target,
	deliver: () => { bytes: Buffer; signature: string },
): Promise<void> {
	const before = await ended(world, target.workflowId);
	for (let index = 0; index < ALONE; index += 1) {
		const { bytes, signature } = deliver();
		target.alone.push(await post(target.url, bytes, signature));
	}
	await untilEnded(world, target.workflowId, before + ALONE);

	const deliveries = Array.from({ length: SUSTAINED }, deliver);
	const queue = deliveries.values();
	const startedMs = performance.now();
	const worker = async () => {
		for (const { bytes, signature } of queue) await post(target.url, bytes, signature);
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
	await untilEnded(world, target.workflowId, before + ALONE + SUSTAINED);
	target.perSecond.push(SUSTAINED / ((performance.now() - startedMs) / 1000));
}

function percentile(values: readonly number[], percent: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;
}

async function listen(world: World, start: WorkflowNode, path: string): Promise<Target> {
	const nodes = [start, { name: 'After', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} }];
	const workflow = await createWorkflow(world.session, {
		name: start.name,
		nodes,
		connections: inARow(nodes),
	});
	await activate(world.session, workflow);
	return { url: world.n8n.origin + path, workflowId: workflow.id, alone: [], perSecond: [] };
}

async function compare(world: World, label: string): Promise<Row[]> {
	const { simulator } = world;
	const app = createMetaApp(simulator);
	const account = simulator.instagram.createAccount({ username: 'brand' });
	const credential = await connectAccount(world, app, account);
	const trigger: WorkflowNode = {
		name: 'Instagram Trigger',
		type: 'n8n-nodes-instagram-login.instagramTrigger',
		typeVersion: 2,
		webhookId: randomUUID(),
		parameters: { authentication: 'oAuth2', events: ['messages'] },
		credentials: { instagramBusinessLoginOAuth2Api: credential },
	};
	const webhook: WorkflowNode = {
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: randomUUID(),
		parameters: { path: randomUUID(), httpMethod: 'POST', responseMode: 'onReceived', options: {} },
	};
	const ours = await listen(world, trigger, webhookPath(trigger));
	const theirs = await listen(world, webhook, `/webhook/${String(webhook.parameters.path)}`);

	const deliver = () => {
		const timestamp = simulator.clock.now();
		const message = { mid: `aWdfZAG1faXRlbTox${randomUUID()}`, text: 'Is the café open?' };
		const messaging = [
			{ sender: { id: '1234567890123456' }, recipient: { id: account.id }, timestamp, message },
		];
		const bytes = Buffer.from(
			JSON.stringify({ object: 'instagram', entry: [{ id: account.id, time: timestamp, messaging }] }),
		);
		return { bytes, signature: simulator.instagram.sign(app, bytes) };
	};
	// a round to warm up, then in turns, so that what n8n collects over time falls on both
	for (const target of [ours, theirs]) await measure(world, target, deliver);
	for (const target of [ours, theirs]) target.alone.length = target.perSecond.length = 0;
	for (let round = 0; round < ROUNDS; round += 1) {
		for (const target of round % 2 === 0 ? [ours, theirs] : [theirs, ours])
			await measure(world, target, deliver);
	}

	return rowsOf(ours, theirs, label);
}

function rowsOf(ours: Target, theirs: Target, label: string): Row[] {
	const both = (what: string, unit: string, figure: (target: Target) => number): Row[] => [
		{ what: `${label}: ${what}, Instagram Trigger`, figure: `${figure(ours).toFixed(1)} ${unit}` },
		{ what: `${label}: ${what}, n8n's Webhook node`, figure: `${figure(theirs).toFixed(1)} ${unit}` },
	];
	const ratio = (
		what: string,
		figure: (target: Target) => number,
		target: string,
		isMet: (value: number) => boolean,
	): Row => {
		const value = figure(ours) / figure(theirs);
		return { what: `${label}: ${what}, ratio`, figure: value.toFixed(2), target, met: isMet(value) };
	};
	const rate = (target: Target) => percentile(target.perSecond, 50);
	const at = (percent: number) => (target: Target) => percentile(target.alone, percent);
	return [
		...both('sustained deliveries', '/s', rate),
		ratio('sustained deliveries', rate, 'at least 0.9', (value) => value >= 0.9),
		...both('time to the 200, median', 'ms', at(50)),
		ratio('time to the 200, median', at(50), 'at most 1.1', (value) => value <= 1.1),
		...both('time to the 200, 99th', 'ms', at(99)),
		ratio('time to the 200, 99th', at(99), 'at most 1.1', (value) => value <= 1.1),
	];
}

const ENGINE = 'N8N_EXPRESSION_ENGINE';
const SETTINGS: ReadonlyArray<readonly [label: string, environment: NodeJS.ProcessEnv]> = [
	['as n8n comes', {}],
	['without the shortcut', { [`${ENGINE}_ALLOW_WEBHOOK_ISOLATE_SKIP`]: 'false' }],
	['lazy sandboxes', { [`${ENGINE}_LAZY_ACQUIRE`]: 'true' }],
];

async function compareWith(label: string, environment: NodeJS.ProcessEnv): Promise<Row[]> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-instagram-bench-'));
	const world = await startWorld({ folder, environment });
	try {
		return await compare(world, label);
	} finally {
		await world.close();
		await rm(folder, { recursive: true, force: true });
	}
}

export const bench: Bench = {
	name: "Trigger: deliveries, against n8n's own Webhook node",
	async run() {
		const rows: Row[] = [];
		for (const [label, environment] of SETTINGS) rows.push(...(await compareWith(label, environment)));
		agent.destroy();
		return rows;
	},
};
