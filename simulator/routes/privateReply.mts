import { messageEvent } from '../delivery/events.mts';
import { GraphError } from '../state/envelope.mts';
import { invalidParameter, missingPermission } from '../state/errors.mts';
import type { Comment } from '../state/model.mts';
import { conversationOf } from '../state/people.mts';
import { addMessage } from '../state/threads.mts';
import { DAY_MS } from '../state/tokens.mts';
import type { GraphCall } from './context.mts';
import { invalidMessage, readMessage } from './messageBody.mts';

const REPLY_WITHIN_MS = 7 * DAY_MS;
const HOUR_MS = 3_600_000;

/**
 * `recipient.comment_id`: one message per comment, within 7 days, live only during the broadcast
 * (messaging.md section 4).
 */
export async function sendPrivateReply(
	call: GraphCall,
	commentId: unknown,
	message: Record<string, unknown> | undefined,
): Promise<unknown> {
	const { core, caller } = call;
	if (!caller.token.scopes.includes('instagram_business_manage_comments')) throw missingPermission();
	if (message === undefined) throw invalidMessage();
	const comment = typeof commentId === 'string' ? core.store.comment(commentId) : undefined;
	const person = core.store.persons.get(comment?.personId ?? '');
	if (comment === undefined || person === undefined || !answerable(call, comment)) {
		throw invalidParameter('The comment is invalid for a private reply', 2534025);
	}
	limit(call, comment);
	const body = await readMessage(call, message);
	const textOnly =
		body.template === undefined && body.attachments.length === 0 && body.quickReplies === undefined;
	if (!textOnly && core.switches.privateReplyTemplates === 'refused') throw invalidMessage();
	// The attempt uses up the right, also when the person cannot be reached.
	if (comment.privateReplySent) throw invalidParameter('The comment is invalid for a private reply', 2534025);
	comment.privateReplySent = true;
	if (person.blocked.includes(caller.account.id)) {
		throw new GraphError(551, "This person isn't available right now.", { subcode: 1545041 });
	}
	const conversation = conversationOf(core, person, caller.account);
	const sent = addMessage(core, conversation, {
		fromAccount: true,
		text: body.text,
		attachments: body.attachments,
		quickReplies: body.quickReplies,
		template: body.template,
	});
	if (core.switches.echo) call.emit(messageEvent(core, conversation, sent));
	return { recipient_id: conversation.igsid, message_id: sent.id };
}

function answerable(call: GraphCall, comment: Comment): boolean {
	const { core, caller } = call;
	const media = core.store.media(comment.mediaId);
	if (media === undefined || comment.accountId !== caller.account.id || comment.privateReplySent)
		return false;
	if (media.productType === 'LIVE') return media.liveEnded !== true;
	return core.clock.now() - comment.timestamp <= REPLY_WITHIN_MS;
}

/** 750 an hour for posts and reels, 100 a second for live. */
function limit(call: GraphCall, comment: Comment): void {
	const { core, caller } = call;
	if (!core.switches.messagingRateLimits) return;
	const live = core.store.media(comment.mediaId)?.productType === 'LIVE';
	const allowed = live
		? core.rates.allow(`private/live/${caller.account.id}`, 100, 1000)
		: core.rates.allow(`private/posts/${caller.account.id}`, 750, HOUR_MS);
	if (!allowed)
		throw new GraphError(613, 'Calls to this api have exceeded the rate limit.', { subcode: 2534040 });
}
