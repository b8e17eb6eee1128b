import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from './session.mts';

export interface WorkflowNode {
	id?: string;
	name: string;
	type: string;
	typeVersion: number;
	position?: [number, number];
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
	webhookId?: string;
}

/** A workflow as n8n exports and imports it. */
export interface WorkflowFile {
	name: string;
	nodes: WorkflowNode[];
	/** By node, then by the kind of its output. */
	connections: Record<string, Record<string, Array<Array<{ node: string; type: string; index: number }>>>>;
	settings?: Record<string, unknown>;
}

export interface Workflow extends WorkflowFile {
	id: string;
	versionId: string;
}

export async function createWorkflow(session: Session, file: WorkflowFile): Promise<Workflow> {
	const { name, connections, settings = { executionOrder: 'v1' } } = file;
	const nodes = file.nodes.map((node, index) => ({
		id: randomUUID(),
		position: [index * 220, 0] as [number, number],
		...node,
	}));
	// n8n 1 does not take a workflow that does not say whether it is active
	return await session.post('/rest/workflows', { name, nodes, connections, settings, active: false });
}

/** Every node's first output to the first input of the next one. */
export function inARow(nodes: readonly WorkflowNode[]): WorkflowFile['connections'] {
	const pairs = nodes.slice(0, -1).map((node, index): [string, WorkflowFile['connections'][string]] => {
		const next = nodes[index + 1];
		return [node.name, { main: [[{ node: next?.name ?? '', type: 'main', index: 0 }]] }];
	});
	return Object.fromEntries(pairs);
}

interface Publication {
	status: 'in_progress' | 'not_published' | 'published' | 'partial' | 'failed';
	triggers: Array<{ errorMessage: string | null }>;
}

/**
 * Activates a workflow and waits until its triggers have done what they do on activation: n8n answers at once
 * and does the work afterwards. Throws with what the trigger said when it refused.
 */
export async function activate(session: Session, workflow: Workflow, withinMs = 30_000): Promise<void> {
	await session.post(`/rest/workflows/${workflow.id}/activate`, { versionId: workflow.versionId });
	const deadline = performance.now() + withinMs;
	for (;;) {
		const publication = await publicationOf(session, workflow);
		// n8n before 2.40 has done the work when it answers, or has answered with what went wrong
		if (publication === undefined) return;
		if (publication.status === 'published') return;
		if (publication.status === 'failed' || publication.status === 'partial') {
			const reasons = publication.triggers.map(({ errorMessage }) => errorMessage).filter(Boolean);
			throw new Error(`n8n could not activate "${workflow.name}": ${reasons.join('; ')}`);
		}
		if (performance.now() > deadline) {
			throw new Error(`n8n has not activated "${workflow.name}" within ${withinMs / 1000} s.`);
		}
		await sleep(100);
	}
}

async function publicationOf(session: Session, { id }: Workflow): Promise<Publication | undefined> {
	const path = `/rest/workflows/${id}/publication-status`;
	const { status } = await session.ask('GET', path);
	return status === 404 ? undefined : await session.get<Publication>(path);
}

export async function deactivate(session: Session, workflow: Workflow): Promise<void> {
	await session.post(`/rest/workflows/${workflow.id}/deactivate`, {});
}

/** The path below the instance at which n8n receives what a trigger node waits for. */
export function webhookPath(node: Pick<WorkflowNode, 'webhookId'>): string {
	if (node.webhookId === undefined) throw new Error('This node has no webhook.');
	return `/webhook/${node.webhookId}/webhook`;
}
