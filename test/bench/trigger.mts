/**
 * What a delivery costs, from the POST to the end of its executions, in a real n8n: the Instagram Trigger
 * beside bare community triggers that answer at once (./controlTrigger), and beside n8n's own Webhook node.
 * CPU is that of n8n's process, so other work on the machine does not count; times are real milliseconds. n8n
 * needs the package built (`npm run build`).
 */
import { randomUUID } from 'node:crypto';
import { readFile, mkdtemp, rm } from 'node:fs/promises';
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
import { groupEvents } from '../../nodes/Instagram/protocol/webhooks/groupEvents';
import {
	controlTrigger,
	installControlTrigger,
	keyedControlTrigger,
	splittingControlTrigger,
	splittingControlTrigger2,
} from './controlTrigger.mts';
import type { Bench, Row } from './run.mts';
import { median, rowsOf, type Figures } from './triggerRows.mts';

/** Events a delivery, and how many deliveries one after the other and side by side. */
const SIZES = [
	{ events: 1, alone: 20, together: 20 },
	{ events: 100, alone: 10, together: 0 },
	{ events: 1000, alone: 12, together: 0 },
] as const;
/** Odd, so that one of them is the median. */
const ROUNDS = 5;
const AT_ONCE = 8;
const ATTEMPTS = 3;

interface Target {
	readonly name: string;
	readonly url: string;
	readonly workflowId: string;
	/** Into how many executions it divides so many events. */
	executionsFor(events: number): number;
}

type Deliver = (events: number) => { bytes: Buffer; signature: string };

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

/** Milliseconds until the answer is there. */
async function post(url: string, { bytes, signature }: ReturnType<Deliver>): Promise<number> {
	const startedMs = performance.now();
	const headers = {
		'content-type': 'application/json',
		'x-hub-signature-256': signature,
		'content-length': bytes.length,
	};
	await new Promise<void>((resolve, reject) => {
		const outgoing = request(url, { method: 'POST', agent, headers }, (incoming) => {
			incoming.resume();
			incoming.on('error', reject);
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

/** Asks rarely: the question costs n8n CPU too. */
async function untilEnded(world: World, workflowId: string, count: number): Promise<void> {
	const deadline = performance.now() + 120_000;
	while ((await ended(world, workflowId)) < count) {
		if (performance.now() > deadline) throw new Error(`not all of ${count} executions have ended`);
		await sleep(500);
	}
}

/** Milliseconds of CPU that a process has used (Linux: /proc, hundredths of a second). */
async function cpuMs(pid: number): Promise<number> {
	const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return (Number(fields[11]) + Number(fields[12])) * 10;
}

type Size = (typeof SIZES)[number];

async function measure(world: World, target: Target, size: Size, deliver: Deliver): Promise<Figures> {
	const deliveries = Array.from({ length: size.alone + size.together }, () => deliver(size.events));
	const before = await ended(world, target.workflowId);
	const cpuBefore = await cpuMs(world.n8n.pid);
	const alone: number[] = [];
	for (const delivery of deliveries.slice(0, size.alone)) alone.push(await post(target.url, delivery));
	const queue = deliveries.slice(size.alone).values();
	const worker = async () => {
		for (const delivery of queue) await post(target.url, delivery);
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
	await untilEnded(world, target.workflowId, before + deliveries.length * target.executionsFor(size.events));
	const cpu = ((await cpuMs(world.n8n.pid)) - cpuBefore) / deliveries.length;
	return { alone: median(alone), cpu };
}

/** A connection that breaks spoils a measurement, which is then made again. */
async function measureAgain(...given: Parameters<typeof measure>): Promise<Figures> {
	for (let attempt = 1; ; attempt += 1) {
		try {
			return await measure(...given);
		} catch (error) {
			if (attempt === ATTEMPTS) throw error;
			console.error(`  measured again after: ${String(error)}`);
			await sleep(5000);
		}
	}
}

async function listen(
	world: World,
	start: WorkflowNode,
	path: string,
	executionsFor: Target['executionsFor'] = () => 1,
): Promise<Target> {
	const nodes = [start, { name: 'After', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} }];
	const workflow = await createWorkflow(world.session, {
		name: start.name,
		nodes,
		connections: inARow(nodes),
	});
	await activate(world.session, workflow);
	return { name: start.name, url: world.n8n.origin + path, workflowId: workflow.id, executionsFor };
}

/** Into how many executions the trigger divides so many events. */
const executionsFor = (events: number) => groupEvents(Array(events).fill(0)).length;

async function targetsIn(world: World): Promise<{ targets: Target[]; deliver: Deliver }> {
	const { simulator } = world;
	const app = createMetaApp(simulator);
	const account = simulator.instagram.createAccount({ username: 'brand' });
	const trigger: WorkflowNode = {
		name: 'Instagram Trigger',
		type: 'n8n-nodes-instagram-login.instagramTrigger',
		typeVersion: 2,
		webhookId: randomUUID(),
		parameters: { authentication: 'oAuth2', events: ['messages'] },
		credentials: { instagramBusinessLoginOAuth2Api: await connectAccount(world, app, account) },
	};
	const webhook: WorkflowNode = {
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: randomUUID(),
		parameters: { path: randomUUID(), httpMethod: 'POST', responseMode: 'onReceived', options: {} },
	};
	const splitting2 = splittingControlTrigger2();
	const [splitting, keyed, control] = [splittingControlTrigger(), keyedControlTrigger(), controlTrigger()];
	const targets = [
		await listen(world, trigger, webhookPath(trigger), executionsFor),
		await listen(world, splitting2, webhookPath(splitting2)),
		await listen(world, splitting, webhookPath(splitting)),
		await listen(world, keyed, webhookPath(keyed)),
		await listen(world, control, webhookPath(control)),
		await listen(world, webhook, `/webhook/${String(webhook.parameters.path)}`),
	];
	const deliver: Deliver = (events) => {
		const timestamp = simulator.clock.now();
		const people = { sender: { id: '1234567890123456' }, recipient: { id: account.id }, timestamp };
		const messaging = Array.from({ length: events }, () => ({
			...people,
			message: { mid: `aWdfZAG1faXRlbTox${randomUUID()}`, text: 'Is the café open?' },
		}));
		const entry = [{ id: account.id, time: timestamp, messaging }];
		const bytes = Buffer.from(JSON.stringify({ object: 'instagram', entry }));
		return { bytes, signature: simulator.instagram.sign(app, bytes) };
	};
	return { targets, deliver };
}

async function compare(world: World, label: string, sizes: readonly Size[]): Promise<Row[]> {
	const { targets, deliver } = await targetsIn(world);
	const rows: Row[] = [];
	// once to warm up, which counts for nothing
	for (const target of targets) await measureAgain(world, target, SIZES[0], deliver);
	for (const size of sizes) {
		const figures = new Map<string, Figures[]>(targets.map(({ name }) => [name, []]));
		for (let round = 0; round < ROUNDS; round += 1) {
			// in turns, so that what n8n collects over time falls on all
			for (const target of round % 2 === 0 ? targets : targets.toReversed())
				figures.get(target.name)?.push(await measureAgain(world, target, size, deliver));
		}
		rows.push(...rowsOf(`${label}, ${size.events} a delivery`, figures));
	}
	return rows;
}

const ENGINE = 'N8N_EXPRESSION_ENGINE';
const SETTINGS: ReadonlyArray<
	readonly [label: string, environment: NodeJS.ProcessEnv, sizes: readonly Size[]]
> = [
	['as n8n comes', {}, SIZES],
	['compile cache', { [`${ENGINE}_COMPILE_CACHE`]: 'true' }, SIZES.slice(0, 1)],
	['lazy sandboxes', { [`${ENGINE}_LAZY_ACQUIRE`]: 'true' }, SIZES],
];

async function compareWith([label, environment, sizes]: (typeof SETTINGS)[number]): Promise<Row[]> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-instagram-bench-'));
	await installControlTrigger(folder);
	// with the machine's own clock: one that can be moved makes every Date slow
	const world = await startWorld({ folder, environment: { ...environment, SHIFT_CLOCK_FILE: '' } });
	try {
		return await compare(world, label, sizes);
	} finally {
		await world.close();
		await rm(folder, { recursive: true, force: true });
	}
}

/**
 * Connections of n8n that break while nobody waits for them end in no measurement, and shall not end the
 * bench.
 */
function surviveBrokenConnections(): () => void {
	const onError = (error: unknown) => {
		const isBroken =
			error instanceof Error && /socket hang up|ECONNRESET|EPIPE/.test(`${error.message} ${error.name}`);
		if (!isBroken) throw error;
		console.error(`  went on after: ${error.message}`);
	};
	process.on('unhandledRejection', onError).on('uncaughtException', onError);
	return () => void process.off('unhandledRejection', onError).off('uncaughtException', onError);
}

export const bench: Bench = {
	name: "Trigger: deliveries, beside a bare community trigger and n8n's Webhook node",
	async run() {
		const leave = surviveBrokenConnections();
		const rows: Row[] = [];
		for (const setting of SETTINGS) rows.push(...(await compareWith(setting)));
		agent.destroy();
		leave();
		return rows;
	},
};
