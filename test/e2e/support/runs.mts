import { randomUUID } from 'node:crypto';
import {
	activate,
	createWorkflow,
	inARow,
	type Workflow,
	type WorkflowNode,
} from '../../../scripts/n8n/workflows.mts';
import type { World } from '../../../scripts/world/world.mts';

/** An active workflow that a call runs once, as production does. */
export interface Runner {
	workflow: Workflow;
	/** Runs it and gives back what n8n answers: the first item of the last node, or that it failed. */
	run(): Promise<{ ok: boolean; item: Record<string, unknown> }>;
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
			return { ok: response.ok, item: (await response.json()) as Record<string, unknown> };
		},
	};
}
