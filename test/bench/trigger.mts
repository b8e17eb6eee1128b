/**
 * What a delivery costs, from the POST to the end of its executions, in a real n8n: the Instagram Trigger
 * beside bare community triggers that answer at once (./controlTrigger), and beside n8n's own Webhook node.
 * CPU is that of n8n's process, so other work on the machine does not count; times are real milliseconds. n8n
 * needs the package built (`npm run build`).
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
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
import { inBalancedOrder, rowsOf, type Figures } from './triggerRows.mts';

/** Events a delivery. */
const SIZES = [1, 100, 1000] as const;
/** How many times each trigger gets a delivery: a multiple of the number of triggers. */
const TURNS = 60;
const WARM_UP_TURNS = 12;
const ATTEMPTS = 3;
/** n8n is idle when it has used next to no CPU for so long. */
const IDLE_MS = 60;
const NEXT_TO_NO_CPU_MS = 1;
const BUSY_AT_MOST_MS = 60_000;

interface Target {
	readonly name: string;
	readonly url: string;
	readonly workflowId: string;
	/** Into how many executions it divides so many events. */
	executionsFor(events: number): number;
}

type Deliver = (events: number) => { bytes: Buffer; signature: string };

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

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

/** Milliseconds of CPU that the threads of a process have used (Linux: /proc, exact to the nanosecond). */
async function cpuMs(pid: number): Promise<number> {
	const used = await Promise.all(
		(await readdir(`/proc/${pid}/task`)).map(async (thread) => {
			// a thread may end meanwhile
			const stat = await readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').catch(() => '0');
			return Number(stat.split(' ', 1)[0]) / 1e6;
		}),
	);
	return used.reduce((sum, milliseconds) => sum + milliseconds, 0);
}

/** Looks at the process from outside: to ask n8n would cost it CPU too. */
async function untilIdle(pid: number): Promise<void> {
	const deadline = performance.now() + BUSY_AT_MOST_MS;
	let [used, sinceMs] = [await cpuMs(pid), performance.now()];
	while (performance.now() - sinceMs < IDLE_MS) {
		if (performance.now() > deadline) throw new Error(`n8n was busy for ${BUSY_AT_MOST_MS} ms`);
		await sleep(IDLE_MS / 4);
		const usedNow = await cpuMs(pid);
		if (usedNow - used > NEXT_TO_NO_CPU_MS) [used, sinceMs] = [usedNow, performance.now()];
	}
}

/** One delivery to an idle n8n, until it is idle again. */
async function measure({ n8n }: World, { url }: Target, delivery: ReturnType<Deliver>): Promise<Figures> {
	const cpuBefore = await cpuMs(n8n.pid);
	const timeMs = await post(url, delivery);
	await untilIdle(n8n.pid);
	return { timeMs, cpuMs: (await cpuMs(n8n.pid)) - cpuBefore };
}

/** A connection that breaks spoils a measurement, which is then made again with another delivery. */
async function measureAgain(
	world: World,
	target: Target,
	deliver: () => ReturnType<Deliver>,
): Promise<Figures> {
	for (let attempt = 1; ; attempt += 1) {
		try {
			return await measure(world, target, deliver());
		} catch (error) {
			if (attempt === ATTEMPTS) throw error;
			console.error(`  measured again after: ${String(error)}`);
			await sleep(5000);
		}
	}
}

/** A delivery to each trigger in turn, again and again. */
async function measureTurns(
	world: World,
	targets: readonly Target[],
	turns: number,
	deliver: () => ReturnType<Deliver>,
): Promise<ReadonlyMap<string, readonly Figures[]>> {
	const figures = new Map<string, Figures[]>(targets.map(({ name }) => [name, []]));
	for (let turn = 0; turn < turns; turn += 1)
		for (const target of inBalancedOrder(targets, turn))
			figures.get(target.name)?.push(await measureAgain(world, target, deliver));
	return figures;
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

async function compare(world: World, label: string, sizes: readonly number[]): Promise<Row[]> {
	const { targets, deliver } = await targetsIn(world);
	const endedAll = () => Promise.all(targets.map(({ workflowId }) => ended(world, workflowId)));
	const rows: Row[] = [];
	for (const events of sizes) {
		// counts for nothing: V8 is still compiling
		await measureTurns(world, targets, WARM_UP_TURNS, () => deliver(events));
		const before = await endedAll();
		const figures = await measureTurns(world, targets, TURNS, () => deliver(events));
		const after = await endedAll();
		for (const [place, target] of targets.entries()) {
			const [expected, started] = [TURNS * target.executionsFor(events), after[place]! - before[place]!];
			if (started < expected)
				throw new Error(`${target.name}: ${started} of ${expected} executions have ended well`);
		}
		rows.push(...rowsOf(`${label}, ${events} a delivery`, figures));
	}
	return rows;
}

const ENGINE = 'N8N_EXPRESSION_ENGINE';
const SETTINGS: ReadonlyArray<
	readonly [label: string, environment: NodeJS.ProcessEnv, sizes: readonly number[]]
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
