/**
 * Which failures of a poll become failed executions. n8n makes one of every error that a poll throws, each
 * minute; a dead token should be said once, not 1,440 times a day. It is said again a day later, so that it
 * is not forgotten.
 */
import type { IPollFunctions } from 'n8n-workflow';

import { clock } from '../transport/clock';
import { isUnattended } from '../transport/context';
import { GraphError, PausedError } from '../transport/errors';
import { logProblem } from '../transport/logProblem';

/** What failed: a list that was read, or the login before all of them. */
export interface Failure {
	readonly source: string;
	readonly error: unknown;
}

const SAID_AGAIN_AFTER_MS = 24 * 60 * 60_000;

/** What was said of a source since it failed first, and when; two faults may take turns. */
type Said = Map<string, number>;

/** n8n makes one context for all polls of an activation, so an activation starts with nothing said. */
const saidByActivation = new WeakMap<IPollFunctions, Map<string, Said>>();

/** Instagram asks for a pause: the poll is skipped, and the next one makes up for it. */
export function asksToWait(error: unknown): boolean {
	return (
		error instanceof PausedError ||
		(error instanceof GraphError && ['wait', 'blocked'].includes(error.failure.kind))
	);
}

/**
 * To be called once a poll, with what failed in it.
 * @throws the first failure that has not been said yet. When n8n starts, all failures wait for the next poll:
 * an error would end the activation, and nobody would see why.
 */
export function reportFailures(ctx: IPollFunctions, failures: readonly Failure[]): void {
	const isFirstPoll = !saidByActivation.has(ctx);
	const said = saidByActivation.get(ctx) ?? new Map<string, Said>();
	saidByActivation.set(ctx, said);
	const failed = new Set(failures.map(({ source }) => source));
	for (const source of said.keys()) if (!failed.has(source)) said.delete(source);

	const waits = isFirstPoll && isUnattended(ctx);
	const news: Failure[] = [];
	for (const failure of failures) {
		const { source, error } = failure;
		const text = error instanceof Error ? error.message : String(error);
		logProblem(ctx, `could not read ${source}`, error);
		const ofSource: Said = said.get(source) ?? new Map();
		const saidAtMs = ofSource.get(text);
		const isSaid = saidAtMs !== undefined && clock.now() - saidAtMs < SAID_AGAIN_AFTER_MS;
		if (asksToWait(error) || waits || isSaid) continue;
		said.set(source, ofSource.set(text, clock.now()));
		news.push(failure);
	}
	if (news[0]) throw news[0].error as Error;
}
