/**
 * An AI agent whose message got no answer may send the same in other words, which the memory of writes takes
 * for another message. So after a lost answer an agent cannot send the person anything in this execution
 * until it has read the conversation.
 */
import { recipientKey, type Recipient } from '../protocol/messages/bodies';
import { BoundedMap } from '../transport/boundedMap';
import type { Run } from '../run/operation';
import { runMemoryOf, type RunMemory } from '../run/runMemory';
import { isToolCall } from '../run/toolCall';

interface Doubt {
	readonly lost: Error;
	/** The memory of the call that lost its answer: after a look the call may be made again. */
	readonly memory: RunMemory;
}

const doubts = new BoundedMap<string, Doubt>(2000);

const doubtKey = ({ ctx, graph }: Run, recipient: Recipient) =>
	JSON.stringify([ctx.getExecutionId(), graph.account.accountId, recipientKey(recipient)]);

/** @throws the error of a lost message to the same person while the agent has not looked */
export function refuseUnlooked(run: Run, recipient: Recipient): void {
	const doubt = isToolCall(run.ctx) ? doubts.get(doubtKey(run, recipient)) : undefined;
	if (doubt) throw doubt.lost;
}

export function noteLostMessage(run: Run, recipient: Recipient, lost: Error): void {
	const key = doubtKey(run, recipient);
	if (isToolCall(run.ctx) && !doubts.has(key)) doubts.set(key, { lost, memory: runMemoryOf(run.ctx) });
}

/** The agent has read the conversation with the person. */
export function noteLook(run: Run, personId: string): void {
	const key = doubtKey(run, { kind: 'person', id: personId });
	doubts.get(key)?.memory.forget();
	doubts.delete(key);
}
