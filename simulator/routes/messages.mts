import { messageEvent, selfMessageEvent } from '../delivery/events.mts';
import { GraphError } from '../state/envelope.mts';
import { invalidParameter, missingParameter, missingPermission } from '../state/errors.mts';
import { isRecord } from '../state/json.mts';
import type { Conversation, Person } from '../state/model.mts';
import { addMessage, HUMAN_AGENT_WINDOW_MS, STANDARD_WINDOW_MS, windowAgeMs } from '../state/threads.mts';
import type { GraphCall, GraphRoute } from './context.mts';
import { invalidMessage, readMessage } from './messageBody.mts';
import type { MessageBody } from './messageBody.mts';
import { sendPrivateReply } from './privateReply.mts';

const TYPES = ['RESPONSE', 'UPDATE', 'MESSAGE_TAG', 'UTILITY'];
const ACTIONS = ['typing_on', 'typing_off', 'mark_seen', 'react', 'unreact'];

/** POST /{ig_user}/messages: messages, sender actions, private replies (messaging.md). */
async function send(call: GraphCall): Promise<unknown> {
	const { params } = call;
	const recipient = params.map('recipient');
	if (recipient === undefined) return sendToSelf(call);
	const [message, action] = [params.map('message'), params.text('sender_action')];
	if (message !== undefined && action !== undefined) {
		throw invalidParameter('Cannot send both message and state at the same time.', 2018014);
	}
	if (message === undefined && action === undefined) throw invalidMessage();
	if (!call.caller.account.messagesAllowed) {
		throw new GraphError(200, 'The account owner has disabled access to instagram direct messages.', {
			subcode: 2534041,
		});
	}
	if (recipient['comment_id'] !== undefined) return sendPrivateReply(call, recipient['comment_id'], message);
	if (!call.caller.token.scopes.includes('instagram_business_manage_messages')) throw missingPermission();
	const { person, conversation } = findRecipient(call, recipient['id']);
	if (action !== undefined) return act(call, person, conversation, action);
	checkWindow(call, conversation);
	if (conversation === undefined || message === undefined) throw invalidMessage();
	const body = await readMessage(call, message);
	limitSends(call, body);
	return deliverToPerson(call, conversation, body);
}

/**
 * Without recipient: a message of the account to itself, for tests of an app. The page's sample is
 * inconsistent (messaging.md section 1), so it works by switch only. No window, no quick replies.
 */
async function sendToSelf(call: GraphCall): Promise<unknown> {
	const { core, caller, params } = call;
	const message = params.map('message');
	if (core.switches.selfMessages === 'refused' || message === undefined) throw missingParameter('recipient');
	if (!caller.token.scopes.includes('instagram_business_manage_messages')) throw missingPermission();
	const body = await readMessage(call, message);
	if (body.text === undefined || body.quickReplies !== undefined) throw invalidMessage();
	const mid = core.ids.mid();
	call.emit(selfMessageEvent(core, caller.account, mid, body.text));
	return { id: mid };
}

function findRecipient(
	call: GraphCall,
	id: unknown,
): { person: Person; conversation: Conversation | undefined } {
	const { core, caller } = call;
	const person = typeof id === 'string' ? core.store.personByIgsid(id, caller.account.id) : undefined;
	if (person === undefined) throw invalidParameter('The requested user cannot be found.', 2534014);
	const { app, account } = caller;
	if (app.mode === 'development' && !person.testerOf.includes(app.instagramAppId)) {
		throw new GraphError(
			200,
			'Cannot message users who are not admins, developers or testers of the app until the app is reviewed and approved.',
			{ subcode: 2018028 },
		);
	}
	if (person.blocked.includes(account.id)) {
		throw new GraphError(551, "This person isn't available right now.", { subcode: 1545041 });
	}
	const conversation = core.store.conversation(account.id, person.id);
	if (conversation?.standby === true) {
		throw invalidParameter("The action is invalid since it's not the thread owner.", 2534037);
	}
	return { person, conversation };
}

/** 24 hours, or 7 days with the HUMAN_AGENT tag and its feature; other tags are refused since 2026-04-27. */
function checkWindow(call: GraphCall, conversation: Conversation | undefined): void {
	const { core, caller, params } = call;
	const [type, tag] = [params.text('messaging_type'), params.text('tag')];
	if (type !== undefined && !TYPES.includes(type))
		throw invalidParameter(`Param messaging_type must be one of {${TYPES.join(', ')}}`);
	if (type === 'MESSAGE_TAG' && tag === undefined) throw missingParameter('tag');
	if (tag !== undefined && tag !== 'HUMAN_AGENT')
		throw invalidParameter('Param tag must be one of {HUMAN_AGENT}');
	if (tag !== undefined && !caller.app.humanAgent) throw humanAgentMissing(call);
	const limit = tag === undefined ? STANDARD_WINDOW_MS : HUMAN_AGENT_WINDOW_MS;
	if (windowAgeMs(core, conversation) <= limit) return;
	throw new GraphError(10, 'This message is sent outside of allowed window.', {
		status: core.switches.windowErrorStatus,
		subcode: core.switches.windowSubcode,
	});
}

function humanAgentMissing(call: GraphCall): GraphError {
	if (call.core.switches.humanAgentError === 'error2018276') {
		return invalidParameter("(#100) Cannot tag messages with 'HUMAN_AGENT' without prior approval.", 2018276);
	}
	return new GraphError(
		10,
		"To use 'Human Agent', your use of this endpoint must be reviewed and approved by Facebook. To submit this 'Human Agent' feature for review please read our documentation on reviewable features: https://developers.facebook.com/docs/apps/review.",
		{ status: 403 },
	);
}

/** Per account and second (messaging.md section 10). */
export function limitSends(call: GraphCall, body: { heavy: boolean }): void {
	const { core, caller } = call;
	if (!core.switches.messagingRateLimits) return;
	const [key, limit] = body.heavy ? ['heavy', 10] : ['light', core.switches.sendsPerSecond];
	if (core.rates.allow(`sends/${key}/${caller.account.id}`, Number(limit), 1000)) return;
	throw new GraphError(613, 'Calls to this api have exceeded the rate limit.', { subcode: 2534040 });
}

function deliverToPerson(call: GraphCall, conversation: Conversation, body: MessageBody): unknown {
	const { core, params } = call;
	const replyTo = params.map('reply_to')?.['mid'];
	if (replyTo !== undefined && !conversation.messages.some((one) => one.id === replyTo))
		throw invalidMessage();
	const message = addMessage(core, conversation, {
		fromAccount: true,
		text: body.text,
		attachments: body.attachments,
		quickReplies: body.quickReplies,
		template: body.template,
		tag: params.text('tag'),
		replyToMid: typeof replyTo === 'string' ? replyTo : undefined,
	});
	if (core.switches.echo) call.emit(messageEvent(core, conversation, message));
	return { recipient_id: conversation.igsid, message_id: message.id };
}

/** Sender actions: typing, seen, reactions. The answer holds the recipient only. */
function act(
	call: GraphCall,
	person: Person,
	conversation: Conversation | undefined,
	action: string,
): unknown {
	const { core, params, caller } = call;
	if (!ACTIONS.includes(action.toLowerCase())) {
		throw invalidParameter(`Param sender_action must be one of {${ACTIONS.join(', ').toUpperCase()}}`);
	}
	checkWindow(call, conversation);
	if (conversation === undefined) throw invalidMessage();
	limitSends(call, { heavy: false });
	if (action === 'typing_on' || action === 'typing_off') conversation.typing = action === 'typing_on';
	else if (action === 'mark_seen') {
		conversation.seenByAccountAt = core.clock.now();
		conversation.unreadCount = 0;
	} else {
		const payload = params.map('payload') ?? {};
		react(conversation, payload, action === 'react');
	}
	return { recipient_id: person.igsids[caller.account.id] };
}

function react(conversation: Conversation, payload: Record<string, unknown>, on: boolean): void {
	const message = conversation.messages.find((one) => one.id === payload['message_id']);
	if (message === undefined || !isRecord(payload)) throw invalidMessage();
	const reaction = payload['reaction'];
	if (on && (typeof reaction !== 'string' || reaction === '')) throw invalidMessage();
	message.reaction = {
		...message.reaction,
		byAccount: on && typeof reaction === 'string' ? reaction : undefined,
	};
}

export const messageRoutes: GraphRoute[] = [
	{ method: 'POST', node: 'user', edge: 'messages', scopes: [], handle: send },
];
