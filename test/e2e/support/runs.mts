import { randomUUID } from 'node:crypto';
import { executionError, waitForExecutions } from '../../../scripts/n8n/executions.mts';
import {
	activate,
	createWorkflow,
	inARow,
	type Workflow,
	type WorkflowNode,
} from '../../../scripts/n8n/workflows.mts';
import type { World } from '../../../scripts/world/world.mts';

export interface Result {
	/** The first item of the last node; empty when the execution has failed. */
	item: Record<string, unknown>;
	/** What n8n shows as the reason, when the execution has failed. */
	error?: string;
}

/** An active workflow that a call runs once, as production does. */
export interface Runner {
	workflow: Workflow;
	run: () => Promise<Result>;
}

/** Puts the nodes in a row behind a Webhook node and activates the workflow. */
export async function makeRunner(world: World, nodes: readonly WorkflowNode[]): Promise<Runner> {
	const path = randomUUID();
	const start: WorkflowNode = {
		name: 'Start',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: path,
		parameters: { path, httpMethod: 'POST', responseMode: 'lastNode', options: {} },
	};
	const row = [start, ...nodes];
	const workflow = await createWorkflow(world.session, {
		name: `Run ${path}`,
		nodes: row,
		connections: inARow(row),
	});
	await activate(world.session, workflow);
	return {
		workflow,
		async run() {
			const response = await fetch(`${world.n8n.origin}/webhook/${path}`, { method: 'POST' });
			const item = (await response.json()) as Record<string, unknown>;
			return response.ok ? { item } : { item: {}, error: await lastError(world, workflow) };
		},
	};
}

async function lastError(world: World, workflow: Workflow): Promise<string> {
	const [latest] = await waitForExecutions(world.session, workflow.id, 1);
	const error = latest && (await executionError(world.session, latest.id));
	return error ?? 'n8n gives no reason';
}
