import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from './session.mts';

export interface Execution {
	id: string;
	status: string;
	mode: string;
	finished: boolean;
}

const unfinished = new Set(['new', 'running', 'waiting']);

/** The executions n8n has of a workflow, newest first. */
export async function listExecutions(session: Session, workflowId: string): Promise<Execution[]> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	const { results } = await session.get<{ results: Execution[] }>(
		`/rest/executions?filter=${filter}&limit=100`,
	);
	return results;
}

/** Everything n8n has kept of an execution, as the text it sends to the editor. */
export async function executionText(session: Session, id: string): Promise<string> {
	const answer = await session.ask('GET', `/rest/executions/${id}`);
	if (answer.status !== 200) throw new Error(`n8n answered ${answer.status} for execution ${id}.`);
	return answer.text;
}

/** Waits until a workflow has at least this many executions and all of them have ended. */
export async function waitForExecutions(
	session: Session,
	workflowId: string,
	count: number,
	withinMs = 60_000,
): Promise<Execution[]> {
	const deadline = performance.now() + withinMs;
	for (;;) {
		const executions = await listExecutions(session, workflowId);
		if (executions.length >= count && executions.every(({ status }) => !unfinished.has(status)))
			return executions;
		if (performance.now() > deadline) {
			const seen = executions.map(({ id, status }) => `${id} ${status}`).join(', ') || 'none';
			throw new Error(`Waited ${withinMs / 1000} s for ${count} executions, saw: ${seen}`);
		}
		await sleep(200);
	}
}

/** Runs a workflow as the editor's Execute button does, from one of its triggers, and gives back the execution. */
export async function runManually(session: Session, workflowId: string, trigger: string): Promise<Execution> {
	const { executionId } = await session.post<{ executionId: string }>(`/rest/workflows/${workflowId}/run`, {
		triggerToStartFrom: { name: trigger },
	});
	const executions = await waitForExecutions(session, workflowId, 1);
	const execution = executions.find(({ id }) => id === executionId);
	if (!execution) throw new Error(`n8n has lost execution ${executionId}.`);
	return execution;
}
