import { storyUrl } from '../delivery/events.mts';
import { GraphError } from '../state/envelope.mts';
import { invalidParameter, nonexistingField } from '../state/errors.mts';
import { metaTime } from '../state/json.mts';
import type { Conversation, Message } from '../state/model.mts';
import { DAY_MS } from '../state/tokens.mts';
import { windowAgeMs, STANDARD_WINDOW_MS } from '../state/threads.mts';
import type { GraphCall, GraphRoute } from './context.mts';
import { newestFirst, pagedAnswer, takePage, inOrder } from './paging.mts';
import { renderNode, requestedFields } from './render.mts';
import type { FieldReading, NodeView } from './render.mts';

/** "details only for the 20 most recent messages" (messaging.md section 6). */
const READABLE_MESSAGES = 20;

function partiesOf(conversation: Conversation, call: GraphCall): { account: unknown; person: unknown } {
	const { account } = call.caller;
	const person = call.core.store.persons.get(conversation.personId);
	return {
		account: { username: account.username, id: account.id },
		person: { username: person?.username, id: conversation.igsid },
	};
}

export const conversationView: NodeView<Conversation> = {
	typeName: 'UnifiedThread',
	defaults: ['id', 'updated_time'],
	id: (conversation) => conversation.id,
	fields: {
		updated_time: (conversation) => metaTime(conversation.updatedAt),
		can_reply: (conversation, { call }) => windowAgeMs(call.core, conversation) < STANDARD_WINDOW_MS,
		folder: (conversation) => conversation.folder,
		is_owner: (conversation) => !conversation.standby,
		link: (conversation) => `/direct/t/${conversation.igsid}/`,
		message_count: (conversation) => conversation.messages.length,
		name: () => undefined,
		participants: (conversation, { call }) => {
			const { account, person } = partiesOf(conversation, call);
			return { data: [account, person] };
		},
		snippet: (conversation) => conversation.messages[conversation.messages.length - 1]?.text,
		unread_count: (conversation) => conversation.unreadCount,
		messages: (conversation, reading) => messagesEdge(conversation, reading),
	},
};

export const messageView: NodeView<Message> = {
	typeName: 'UnifiedMessage',
	defaults: ['id', 'created_time'],
	id: (message) => message.id,
	check(message, call) {
		const wanted = call.params.text('fields') ?? '';
		const conversation = call.core.store.message(message.id)?.conversation;
		const at = conversation?.messages.indexOf(message) ?? -1;
		const readable = conversation !== undefined && at >= conversation.messages.length - READABLE_MESSAGES;
		if (message.deleted || (!readable && wanted !== '' && wanted !== 'id')) {
			throw new GraphError(9000001, 'This Message has been deleted by the user or the business.', {
				type: 'OAuthException',
			});
		}
	},
	fields: {
		created_time: (message) => metaTime(message.createdAt),
		from: (message, { call }) => side(message, call, message.fromAccount),
		to: (message, { call }) => ({ data: [side(message, call, !message.fromAccount)] }),
		message: (message) => message.text ?? '',
		attachments: (message) => {
			const files = message.attachments.filter(
				({ type }) => !SHARED.includes(type) && type !== 'story_mention',
			);
			return files.length === 0
				? undefined
				: { data: files.map((one) => readAttachment(one.type, one.payload)) };
		},
		shares: (message) => {
			const shares = message.attachments.filter(({ type }) => SHARED.includes(type));
			return shares.length === 0
				? undefined
				: { data: shares.map(({ payload }) => ({ link: payload?.['url'] ?? payload?.['story_media_url'] })) };
		},
		story: (message, { call }) => storyOf(message, call),
		reactions: (message, { call }) => reactions(message, call),
		reply_to: (message) => (message.replyToMid === undefined ? undefined : { mid: message.replyToMid }),
		tags: (message, { call }) => {
			const folder = call.core.store.message(message.id)?.conversation.folder;
			return { data: [{ name: folder ?? 'inbox' }, { name: message.fromAccount ? 'sent' : 'read' }] };
		},
		is_unsupported: (message) => message.unsupported === true,
		sticker: (message) => message.attachments.find((one) => one.type === 'like_heart')?.type,
	},
};

function side(message: Message, call: GraphCall, account: boolean): unknown {
	const conversation = call.core.store.message(message.id)?.conversation;
	if (conversation === undefined) return undefined;
	const parties = partiesOf(conversation, call);
	return account ? parties.account : parties.person;
}

function readAttachment(type: string, payload: Record<string, unknown> | undefined): Record<string, unknown> {
	const url = payload?.['url'];
	if (type === 'image') return { image_data: { url, preview_url: url } };
	if (type === 'video') return { video_data: { url, preview_url: url } };
	if (type === 'template') return { generic_template: payload };
	return {
		file_url: url,
		name: type,
		mime_type: type === 'audio' ? 'audio/mp4' : 'application/octet-stream',
	};
}

/** Posts, reels and stories that were sent to the account. */
const SHARED = ['share', 'ig_post', 'ig_reel', 'ig_story', 'MEDIA_SHARE'];

/** The story of the account that a message answers, or the person's own in which the account is named. */
function storyOf(message: Message, call: GraphCall): unknown {
	const mention = message.attachments.find(({ type }) => type === 'story_mention');
	if (mention !== undefined) return { mention: { id: message.id, link: mention.payload?.['url'] } };
	if (message.replyToStoryId === undefined) return undefined;
	return { reply_to: { id: message.replyToStoryId, link: storyUrl(call.core) } };
}

function reactions(message: Message, call: GraphCall): unknown {
	const { byAccount, byPerson } = message.reaction ?? {};
	const list = [
		...(byPerson === undefined ? [] : [{ reaction: byPerson, users: [side(message, call, false)] }]),
		...(byAccount === undefined ? [] : [{ reaction: byAccount, users: [side(message, call, true)] }]),
	];
	return list.length === 0 ? undefined : { data: list };
}

/** The fields that Meta's pages on conversations list; the rest is documented for Messenger. */
const DOCUMENTED_FIELDS = ['id', 'created_time', 'from', 'to', 'message'];

function refuseUndocumented(fields: FieldReading['field']['fields'], call: GraphCall): void {
	if (call.core.switches.messageFields === 'all') return;
	const refused = fields?.find(({ name }) => !DOCUMENTED_FIELDS.includes(name));
	if (refused !== undefined) throw nonexistingField(refused.name, messageView.typeName);
}

/** All ids are listed; the details of a message older than the newest 20 are not. */
function messagesEdge(conversation: Conversation, { call, field }: FieldReading): unknown {
	const page = takePage(newestFirst(conversation.messages), (message) => message.id, field.args);
	const data = page.items.map((message) => listedMessage(conversation, message, call, field.fields));
	return pagedAnswer(call, page, data, { path: `${conversation.id}/messages` });
}

function listedMessage(
	conversation: Conversation,
	message: Message,
	call: GraphCall,
	fields: FieldReading['field']['fields'],
): Record<string, unknown> {
	refuseUndocumented(fields, call);
	const at = conversation.messages.indexOf(message);
	const tooOld = at < conversation.messages.length - READABLE_MESSAGES;
	const wanted =
		tooOld || message.deleted ? [] : (fields ?? messageView.defaults.map((name) => ({ name, args: {} })));
	const out: Record<string, unknown> = { id: message.id };
	for (const field of wanted) {
		if (field.name === 'id') continue;
		const read = messageView.fields[field.name];
		if (read === undefined)
			throw invalidParameter(
				`Tried accessing nonexisting field (${field.name}) on node type (UnifiedMessage)`,
			);
		const value = read(message, { call, field, nested: true });
		if (value !== undefined) out[field.name] = value;
	}
	return out;
}

/** GET /{ig_user}/conversations?platform=instagram: 2 calls a second; quiet request threads are left out. */
function getConversations(call: GraphCall): unknown {
	const { core, caller, params } = call;
	limitReads(call);
	if (!caller.account.messagesAllowed && core.switches.conversationsWithoutAccess === 'refused') {
		throw new GraphError(200, 'The account owner has disabled access to instagram direct messages.', {
			subcode: 2534041,
		});
	}
	const platform = params.text('platform')?.toLowerCase();
	if (platform !== undefined && platform !== 'instagram')
		throw invalidParameter('Param platform must be one of {INSTAGRAM, MESSENGER}');
	const [userId, folder] = [params.text('user_id'), params.text('folder')?.toLowerCase()];
	const monthAgo = core.clock.now() - 30 * DAY_MS;
	const threads = (core.store.conversationsByAccount.get(caller.account.id) ?? [])
		.filter(
			(one) =>
				(userId === undefined || one.igsid === userId) &&
				(folder === undefined || one.folder === folder) &&
				(one.folder === 'inbox' || one.updatedAt >= monthAgo),
		)
		.sort((a, b) => b.updatedAt - a.updatedAt);
	const page = takePage(inOrder(threads), (one) => one.id, {
		limit: params.text('limit'),
		after: params.text('after'),
		before: params.text('before'),
	});
	const fields = requestedFields(call);
	const data = page.items.map((one) => renderNode('conversation', one, call, fields));
	return pagedAnswer(call, page, data, { path: `${call.pathId}/conversations` });
}

function limitReads(call: GraphCall): void {
	if (!call.core.switches.messagingRateLimits) return;
	if (call.core.rates.allow(`conversations/${call.caller.account.id}`, 2, 1000)) return;
	throw new GraphError(613, 'Calls to this api have exceeded the rate limit.', { subcode: 2534040 });
}

function getConversation(call: GraphCall): unknown {
	if (call.node.kind !== 'conversation') return undefined;
	limitReads(call);
	return renderNode('conversation', call.node.conversation, call, requestedFields(call));
}

function getMessages(call: GraphCall): unknown {
	if (call.node.kind !== 'conversation') return undefined;
	limitReads(call);
	const { conversation } = call.node;
	const { params } = call;
	const page = takePage(newestFirst(conversation.messages), (message) => message.id, {
		limit: params.text('limit'),
		after: params.text('after'),
		before: params.text('before'),
	});
	const fields = requestedFields(call);
	const data = page.items.map((message) => listedMessage(conversation, message, call, fields));
	return pagedAnswer(call, page, data, { path: `${call.pathId}/messages` });
}

function getMessage(call: GraphCall): unknown {
	if (call.node.kind !== 'message') return undefined;
	if (call.core.switches.messageReads === 'counted') limitReads(call);
	const fields = requestedFields(call);
	refuseUndocumented(fields, call);
	return renderNode('message', call.node.message, call, fields);
}

const SCOPES = ['instagram_business_manage_messages'] as const;

export const conversationRoutes: GraphRoute[] = [
	{ method: 'GET', node: 'user', edge: 'conversations', scopes: SCOPES, handle: getConversations },
	{ method: 'GET', node: 'conversation', scopes: SCOPES, handle: getConversation },
	{ method: 'GET', node: 'conversation', edge: 'messages', scopes: SCOPES, handle: getMessages },
	{ method: 'GET', node: 'message', scopes: SCOPES, handle: getMessage },
];
