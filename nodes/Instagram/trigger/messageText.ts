/**
 * Reads a message that was only announced: `message_edit` with `num_edit` 0 has no text, and sometimes no
 * sender (observed in production; Meta: "Get information about a message", `GET /<MESSAGE_ID>`).
 */
import type { IWebhookFunctions } from 'n8n-workflow';

import type { SimplifiedEvent } from '../protocol/events/simplified';
import { isAccount } from '../protocol/isAccount';
import { recordAt, recordsAt, textAt } from '../protocol/json';
import { present } from '../protocol/vocabulary';
import type { Graph } from '../graph/graph';
import { conversationsOf } from '../messaging/conversations';
import { logProblem } from '../transport/logProblem';
import { withinTime } from '../transport/withinTime';

const LIMIT_MS = 10_000;

export type FoundMessage = Partial<
	Pick<SimplifiedEvent, 'text' | 'senderId' | 'senderUsername' | 'personId' | 'isOwn'>
>;

/** What Meta knows about the message of the event; nothing when it does not answer in time. */
export async function readMessageText(
	ctx: IWebhookFunctions,
	graph: Graph,
	{ messageId = '', accountId }: SimplifiedEvent,
): Promise<FoundMessage> {
	try {
		const message = await withinTime(
			LIMIT_MS,
			async () =>
				await conversationsOf(graph).get([messageId], { fields: 'id,created_time,from,to,message' }),
		);
		const from = recordAt(message, 'from') ?? {};
		const [to = {}] = recordsAt(recordAt(message, 'to') ?? {}, 'data');
		const sender = { id: textAt(from, 'id'), username: textAt(from, 'username') };
		const isOwn = isAccount(sender, { accountId }) || isAccount(sender, graph.account);
		return present({
			text: textAt(message, 'message'),
			senderId: sender.id,
			senderUsername: sender.username,
			personId: isOwn ? textAt(to, 'id') : sender.id,
			isOwn,
		});
	} catch (error) {
		logProblem(ctx, 'could not read the text of a message', error);
		return {};
	}
}
