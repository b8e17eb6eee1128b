/** Sends the parts of a message one after the other. */
import type { Body, MessageOptions, Recipient } from '../../protocol/messages/bodies';
import type { Run } from '../../run/operation';
import { sendMessageOnce } from '../../messaging/sendMessage';
import { canBeReworded, reword } from '../../transport/rewording';

export interface SentMessage {
	/** The id of the message, or of the last part when there are several. */
	readonly id: unknown;
	readonly personId: unknown;
	/** The ids of all parts, when there are several. */
	readonly messageIds?: readonly unknown[];
}

/**
 * Sends each message after the answer to the one before; only the first one is a reply.
 * @throws GraphError | ConnectionError | UserFixableError that says how many were sent before it
 */
export async function sendInOrder(
	run: Run,
	itemIndex: number,
	recipient: Recipient,
	messages: readonly Body[],
	{ replyTo, ...options }: MessageOptions = {},
): Promise<SentMessage> {
	const messageIds: unknown[] = [];
	let personId: unknown = recipient.kind === 'person' ? recipient.id : undefined;
	for (const [position, message] of messages.entries()) {
		try {
			const sent = await sendMessageOnce(run, itemIndex, recipient, message, {
				...options,
				...(position === 0 && { replyTo }),
			});
			personId = sent.recipient_id ?? personId;
			messageIds.push(sent.message_id ?? sent.id);
		} catch (error) {
			throw afterParts(error as Error, messageIds, messages.length);
		}
	}
	return { id: messageIds.at(-1), personId, ...(messages.length > 1 && { messageIds }) };
}

/** Whatever stopped the rest, a pause of Instagram's included: what has been sent is said first. */
function afterParts(error: Error, sentIds: readonly unknown[], parts: number): Error {
	if (sentIds.length === 0 || !canBeReworded(error)) return error;
	const told = reword(error, ({ what, remedy }) => ({
		what: `${sentIds.length} of ${parts} parts were sent. ${what}`,
		remedy: `${remedy} Send only the rest of the text then.`.trim(),
	}));
	const details = { partsSent: sentIds.length, parts, sentMessageIds: sentIds.join(',') };
	return canBeReworded(told) ? told.with(details).claiming() : told;
}
