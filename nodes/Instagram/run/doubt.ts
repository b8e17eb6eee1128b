/**
 * An AI agent whose message or comment got no answer may write the same in other words, which the memory of
 * writes takes for another one. So after a lost answer an agent can write nothing to the same place in this
 * execution until it has read what stands there.
 */
import { BoundedMap } from '../transport/boundedMap';
import type { Run } from './operation';
import { runMemoryOf, type RunMemory } from './runMemory';
import { isToolCall } from './toolCall';

interface Doubt {
	readonly lost: Error;
	/** The memory of the call that lost its answer: after a look the call may be made again. */
	readonly memory: RunMemory;
}

const doubts = new BoundedMap<string, Doubt>(2000);

/** @param place where it is written: a conversation, the comments of a post, the replies to a comment */
const doubtKey = ({ ctx, graph }: Run, place: string) =>
	JSON.stringify([ctx.getExecutionId(), graph.account.accountId, place]);

/** @throws the error of a write to the same place that was lost, while the agent has not looked */
export function refuseUnlooked(run: Run, place: string): void {
	const doubt = isToolCall(run.ctx) ? doubts.get(doubtKey(run, place)) : undefined;
	if (doubt) throw doubt.lost;
}

export function noteLost(run: Run, place: string, lost: Error): void {
	const key = doubtKey(run, place);
	if (isToolCall(run.ctx) && !doubts.has(key)) doubts.set(key, { lost, memory: runMemoryOf(run.ctx) });
}

/** The agent has read what stands in the place. */
export function noteLook(run: Run, place: string): void {
	const key = doubtKey(run, place);
	doubts.get(key)?.memory.forget();
	doubts.delete(key);
}
