import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { listExecutions, type Execution } from '../../../scripts/n8n/executions.mts';
import {
	activate,
	createWorkflow,
	inARow,
	type Workflow,
	type WorkflowNode,
} from '../../../scripts/n8n/workflows.mts';
import type { Member, QueueWorld } from '../../../scripts/world/queueWorld.mts';

/**
 * A workflow that a call starts, and that answers at once: what becomes of it is seen at n8n and at
 * Instagram.
 */
export interface Queued {
	readonly workflow: Workflow;
	/** Calls the webhook, by default through the router; gives back the answer's status. */
	start(origin?: string): Promise<number>;
}

export async function makeQueued(world: QueueWorld, nodes: readonly WorkflowNode[]): Promise<Queued> {
	const path = randomUUID();
	const row: WorkflowNode[] = [
		{
			name: 'Start',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			webhookId: path,
			parameters: { path, httpMethod: 'POST', responseMode: 'onReceived', options: {} },
		},
		...nodes,
	];
	const workflow = await createWorkflow(world.session, {
		name: `Queued ${path}`,
		nodes: row,
		connections: inARow(row),
	});
	await activate(world.session, workflow);
	return {
		workflow,
		start: async (origin = world.publicOrigin) =>
			(await fetch(`${origin}/webhook/${path}`, { method: 'POST' })).status,
	};
}

/** One item for each of the values, as a sheet or a database would give them. */
export function rows(values: readonly object[]): WorkflowNode[] {
	return [
		{
			name: 'Rows',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: { mode: 'raw', jsonOutput: JSON.stringify({ rows: values }) },
		},
		{
			name: 'Each',
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			parameters: { fieldToSplitOut: 'rows' },
		},
	];
}

/** Waits for something that others bring about. */
export async function until(
	what: string,
	isSo: () => boolean | Promise<boolean>,
	withinMs = 120_000,
): Promise<void> {
	const deadline = performance.now() + withinMs;
	while (!(await isSo())) {
		if (performance.now() > deadline) throw new Error(`Waited ${withinMs / 1000} s for this: ${what}`);
		await sleep(50);
	}
}

export async function untilStatus(
	world: QueueWorld,
	{ workflow }: Queued,
	wanted: readonly string[],
): Promise<Execution> {
	let latest: Execution | undefined;
	await until(`an execution that is ${wanted.join(' or ')}`, async () => {
		[latest] = await listExecutions(world.session, workflow.id);
		return latest !== undefined && wanted.includes(latest.status);
	});
	return latest as Execution;
}

/** The worker that took an execution. */
export async function workerOf(world: QueueWorld, { id }: Execution): Promise<Member> {
	let found: Member | undefined;
	await until(`a worker that takes execution ${id}`, async () => {
		for (const worker of world.workers) {
			if ((await worker.n8n.log()).includes(`started execution ${id} (`)) found = worker;
		}
		return found !== undefined;
	});
	return found as Member;
}
