import { commentEvent, fromOf } from '../delivery/events.mts';
import { invalidParameter, missingParameter, unknownObject } from '../state/errors.mts';
import { metaTime } from '../state/json.mts';
import type { Comment, Media } from '../state/model.mts';
import { addComment, removeComment } from '../state/posts.mts';
import type { GraphCall, GraphRoute } from './context.mts';
import { inOrder, newestFirst, pagedAnswer, takePage } from './paging.mts';
import type { Sequence } from './paging.mts';
import { renderNode, requestedFields } from './render.mts';
import type { FieldReading, NodeView } from './render.mts';

const DEFAULTS = ['timestamp', 'text', 'id'];
/** "max 50 per query" (media-comments-insights.md section 2). */
const PAGE = 50;

/** IGComment; `replies` and `media` by expansion. */
export const commentView: NodeView<Comment> = {
	typeName: 'IGComment',
	defaults: DEFAULTS,
	id: (comment) => comment.id,
	fields: {
		from: (comment, { call }) => fromOf(call.core, comment),
		hidden: (comment) => comment.hidden,
		legacy_instagram_comment_id: (comment) => comment.id,
		like_count: (comment) => comment.likeCount,
		media: (comment, reading) => mediaOf(comment, reading),
		parent_id: (comment) => comment.parentId,
		replies: (comment, reading) => repliesEdge(comment, reading),
		text: (comment) => comment.text,
		timestamp: (comment) => metaTime(comment.timestamp),
		user: (comment) => (comment.personId === undefined ? { id: comment.fromId } : undefined),
		username: (comment) => comment.username,
	},
};

function mediaOf(comment: Comment, { call, field }: FieldReading): unknown {
	const media = call.core.store.media(comment.mediaId);
	return media === undefined ? undefined : renderNode('media', media, call, field.fields, true);
}

function repliesEdge(comment: Comment, { call, field }: FieldReading): unknown {
	if (comment.replies.length === 0) return undefined;
	const page = takePage(repliesOf(comment, call), (reply) => reply.id, field.args, PAGE);
	const data = page.items.map((reply) => renderNode('comment', reply, call, field.fields, true));
	return pagedAnswer(call, page, data, { path: `${comment.id}/replies` });
}

function repliesOf({ replies }: Comment, { core }: GraphCall): Sequence<Comment> {
	return core.switches.replies === 'newestFirst' ? newestFirst(replies) : inOrder(replies);
}

function listComments(call: GraphCall, comments: Sequence<Comment>, edge: string): unknown {
	const { params } = call;
	const page = takePage(
		comments,
		(comment) => comment.id,
		{ limit: params.text('limit'), after: params.text('after'), before: params.text('before') },
		PAGE,
	);
	const fields = requestedFields(call);
	const data = page.items.map((comment) => renderNode('comment', comment, call, fields));
	return pagedAnswer(call, page, data, { path: `${call.pathId}/${edge}` });
}

function getComments(call: GraphCall): unknown {
	if (call.node.kind !== 'media') return undefined;
	const { media } = call.node;
	// Comments of a broadcast are there only while it runs.
	if (media.parentId !== undefined || media.liveEnded === true) throw unknownObject('get', media.id);
	return listComments(call, newestFirst(media.comments), 'comments');
}

function getComment(call: GraphCall): unknown {
	if (call.node.kind !== 'comment') return undefined;
	return renderNode('comment', call.node.comment, call, requestedFields(call));
}

function getReplies(call: GraphCall): unknown {
	if (call.node.kind !== 'comment') return undefined;
	return listComments(call, repliesOf(call.node.comment, call), 'replies');
}

function postComment(call: GraphCall): unknown {
	if (call.node.kind !== 'media') return undefined;
	return write(call, call.node.media, undefined);
}

/** A reply to a reply attaches to the top-level comment; hidden comments take none. */
function postReply(call: GraphCall): unknown {
	if (call.node.kind !== 'comment') return undefined;
	const { comment } = call.node;
	const media = call.core.store.media(comment.mediaId);
	if (media === undefined || comment.hidden) throw unknownObject('post', comment.id);
	return write(call, media, comment.id);
}

/** Writes as the account; its own comments cause webhooks too (webhooks.md section 5). */
function write(call: GraphCall, media: Media, parentId: string | undefined): unknown {
	const { core, caller } = call;
	const message = call.params.required('message');
	if (
		media.productType === 'LIVE' ||
		media.parentId !== undefined ||
		!media.commentEnabled ||
		media.accountId !== caller.account.id
	) {
		throw unknownObject('post', call.pathId);
	}
	if (core.switches.commentRules === 'old') checkOldRules(message);
	const comment = addComment(core, { from: caller.account, media, text: message, parentId });
	call.emit(commentEvent(core, comment, media));
	// The write has happened when the read of its fields fails.
	if (call.params.has('fields') && core.switches.fieldsOnCommentPost === 'error') {
		throw invalidParameter('Tried accessing nonexisting field (fields) on node type (IGGraphComment)');
	}
	return { id: comment.id };
}

/** Limits of the older Graph documents, absent from the page of 2026. */
function checkOldRules(message: string): void {
	const hashtags = message.match(/#[\p{L}\p{N}_]+/gu) ?? [];
	const urls = message.match(/https?:\/\//g) ?? [];
	const shouting =
		message.length > 3 && message === message.toUpperCase() && message !== message.toLowerCase();
	if ([...message].length > 300 || hashtags.length > 4 || urls.length > 1 || shouting) {
		throw invalidParameter('The comment text is not valid.');
	}
}

/** `hide` is required; the owner's own comments stay visible. */
function hideComment(call: GraphCall): unknown {
	if (call.node.kind !== 'comment') return undefined;
	const hide = call.params.flag('hide');
	if (hide === undefined) throw missingParameter('hide');
	const { comment } = call.node;
	if (comment.personId !== undefined) comment.hidden = hide;
	return { success: true };
}

function deleteComment(call: GraphCall): unknown {
	if (call.node.kind !== 'comment') return undefined;
	removeComment(call.core, call.node.comment);
	return { success: true };
}

/** POST /{ig_user}/mentions: answers a mention in a caption or in a comment of someone else's media. */
function postMention(call: GraphCall): unknown {
	const { core, caller, params } = call;
	const mediaId = params.required('media_id');
	const message = params.required('message');
	const commentId = params.text('comment_id');
	const media = core.store.media(mediaId);
	const parent = commentId === undefined ? undefined : core.store.comment(commentId);
	const wrongParent = commentId !== undefined && parent?.mediaId !== mediaId;
	if (media === undefined || media.productType === 'STORY' || wrongParent || !mentions(call, media, parent)) {
		throw unknownObject('post', mediaId);
	}
	return { id: addComment(core, { from: caller.account, media, text: message, parentId: commentId }).id };
}

/** Only a media or comment that names the account may be answered; a photo tag is not enough. */
function mentions(call: GraphCall, media: Media, comment: Comment | undefined): boolean {
	const text = comment === undefined ? media.caption : comment.text;
	return text?.toLowerCase().includes(`@${call.caller.account.username.toLowerCase()}`) ?? false;
}

const SCOPES = ['instagram_business_manage_comments'] as const;

export const commentRoutes: GraphRoute[] = [
	{ method: 'GET', node: 'media', edge: 'comments', scopes: SCOPES, handle: getComments },
	{ method: 'POST', node: 'media', edge: 'comments', scopes: SCOPES, handle: postComment },
	{ method: 'GET', node: 'comment', scopes: SCOPES, handle: getComment },
	{ method: 'POST', node: 'comment', scopes: SCOPES, handle: hideComment },
	{ method: 'DELETE', node: 'comment', scopes: SCOPES, handle: deleteComment },
	{ method: 'GET', node: 'comment', edge: 'replies', scopes: SCOPES, handle: getReplies },
	{ method: 'POST', node: 'comment', edge: 'replies', scopes: SCOPES, handle: postReply },
	{ method: 'POST', node: 'user', edge: 'mentions', scopes: SCOPES, handle: postMention },
];
