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

/**
 * All of them, page by page: n8n lists at most a hundred at a time, and what still runs on the first page
 * only.
 */
export async function listAllExecutions(session: Session, workflowId: string): Promise<Execution[]> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	const all = new Map<string, Execution>();
	for (let cursor: string | null = ''; cursor !== null; ) {
		const page: { results: Execution[]; nextCursor?: string | null } = await session.get(
			`/rest/executions?filter=${filter}&limit=100${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
		);
		for (const execution of page.results) all.set(execution.id, execution);
		cursor = page.nextCursor ?? null;
	}
	return [...all.values()];
}

/** Everything n8n has kept of an execution, as the text it sends to the editor. */
export async function executionText(session: Session, id: string): Promise<string> {
	const answer = await session.ask('GET', `/rest/executions/${id}`);
	if (answer.status !== 200) throw new Error(`n8n answered ${answer.status} for execution ${id}.`);
	return answer.text;
}

/** What n8n shows as the reason of a failed execution; undefined for one that has not failed. */
export async function executionError(session: Session, id: string): Promise<string | undefined> {
	const { data } = await session.get<{ data: string }>(`/rest/executions/${id}`);
	const error = unflatten(JSON.parse(data) as unknown[], ['resultData', 'error']);
	if (typeof error !== 'object' || error === null) return undefined;
	const { message, description } = error as { message?: unknown; description?: unknown };
	return [message, description].filter((text) => typeof text === 'string').join(' ');
}

/**
 * n8n keeps execution data flattened: a list in which every text is stored once and an object's values are
 * the places of what they refer to, written as texts. Gives back what stands at the end of a path, one level
 * deep.
 */
function unflatten(list: readonly unknown[], path: readonly string[]): unknown {
	const resolve = (place: unknown): unknown => (typeof place === 'string' ? list[Number(place)] : place);
	let found = list[0];
	for (const key of path) found = resolve((found as Record<string, unknown> | undefined)?.[key]);
	if (typeof found !== 'object' || found === null) return found;
	return Object.fromEntries(Object.entries(found).map(([key, place]) => [key, resolve(place)]));
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

/** Waits until the newest execution of a workflow has this status, such as "waiting" or "success". */
export async function waitForStatus(
	session: Session,
	workflowId: string,
	status: string,
	withinMs = 90_000,
): Promise<Execution> {
	const deadline = performance.now() + withinMs;
	for (;;) {
		const [execution] = await listExecutions(session, workflowId);
		if (execution?.status === status) return execution;
		if (performance.now() > deadline)
			throw new Error(`The execution is ${execution?.status ?? 'not there'}, not ${status}.`);
		await sleep(200);
	}
}

/**
 * Runs a workflow as the editor's Execute button does, from one of its triggers, and gives back the
 * execution.
 */
export async function runManually(session: Session, workflowId: string, trigger: string): Promise<Execution> {
	const { executionId } = await session.post<{ executionId: string }>(`/rest/workflows/${workflowId}/run`, {
		triggerToStartFrom: { name: trigger },
	});
	const executions = await waitForExecutions(session, workflowId, 1);
	const execution = executions.find(({ id }) => id === executionId);
	if (!execution) throw new Error(`n8n has lost execution ${executionId}.`);
	return execution;
}
