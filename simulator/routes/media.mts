import { GraphError } from '../state/envelope.mts';
import { nonexistingField, unknownObject } from '../state/errors.mts';
import { metaTime } from '../state/json.mts';
import type { Media } from '../state/model.mts';
import type { Sequence } from './paging.mts';
import { inOrder, newestFirst, pagedAnswer, takePage } from './paging.mts';
import { DAY_MS } from '../state/tokens.mts';
import type { GraphCall, GraphRoute } from './context.mts';
import { renderNode, requestedFields } from './render.mts';
import type { FieldReading, NodeView } from './render.mts';
import { fileUrl } from './cdn.mts';

/** "max 10 000 most recent items" (media-comments-insights.md section 1). */
const LISTED_MEDIA = 10_000;

/** GET /{ig_media}: IGMediaForIGOnlyAPI and `is_ai_generated`; fields of Facebook Login do not exist here. */
export const mediaView: NodeView<Media> = {
	typeName: 'Media',
	defaults: ['id'],
	id: (media) => media.id,
	check(media, call, nested) {
		if (nested) return;
		const owner = call.core.store.accounts.get(media.accountId);
		if (owner !== call.caller.account || media.timestamp >= owner.convertedAt) return;
		throw new GraphError(
			100,
			"Media posted before business account conversion: the media was posted before the most recent time that the user's account was converted to a business account from a personal account.",
			{ subcode: 2108006 },
		);
	},
	fields: {
		caption: (media, reading) => onRoot(media, reading, caption(media, reading.call)),
		media_type: (media) => media.mediaType,
		media_product_type: (media) => media.productType,
		media_url: (media, { call }) => (media.copyrightFlagged ? undefined : mediaUrl(media, call)),
		thumbnail_url: (media, { call }) =>
			media.mediaType === 'VIDEO' ? fileUrl(call.core, media.id, 'jpg') : undefined,
		permalink: (media, reading) =>
			onRoot(media, reading, `https://www.instagram.com/${permalinkPart(media)}/${media.shortcode}/`),
		shortcode: (media) => media.shortcode,
		timestamp: (media) => metaTime(media.timestamp),
		username: (media, { call }) => call.core.store.accounts.get(media.accountId)?.username,
		owner: (media, { call }) => (isOwn(media, call) ? { id: media.accountId } : undefined),
		like_count: (media, reading) => onRoot(media, reading, media.likeCount),
		comments_count: (media, reading) => onRoot(media, reading, media.commentCount),
		is_comment_enabled: (media, reading) => onRoot(media, reading, media.commentEnabled),
		is_shared_to_feed: (media) => (media.productType === 'REELS' ? (media.sharedToFeed ?? true) : undefined),
		alt_text: (media) => media.altText,
		current_live_viewer_count: (media) => (media.productType === 'LIVE' ? media.storyViewers : undefined),
		is_ai_generated: (media) => media.isAiGenerated,
		children: (media, reading) => childrenEdge(media, reading),
		comments: (media, reading) => (media.parentId === undefined ? commentsEdge(media, reading) : undefined),
	},
};

/** Children of an album have neither caption nor comments nor permalink. */
function onRoot<T>(media: Media, { call, field, nested }: FieldReading, value: T): T | undefined {
	if (media.parentId === undefined) return value;
	if (call.core.switches.childFields === 'refused' && !nested)
		throw nonexistingField(field.name, 'ShadowIGMedia');
	return undefined;
}

function isOwn(media: Media, call: GraphCall): boolean {
	return media.accountId === call.caller.account.id;
}

function caption(media: Media, call: GraphCall): string | undefined {
	return isOwn(media, call) || media.caption === undefined
		? media.caption
		: media.caption.replace(/@(?=[\w.])/g, '');
}

function permalinkPart(media: Media): string {
	if (media.productType === 'REELS') return 'reel';
	return media.productType === 'STORY' ? 'stories' : 'p';
}

function mediaUrl(media: Media, call: GraphCall): string | undefined {
	if (media.mediaType !== 'CAROUSEL_ALBUM')
		return fileUrl(call.core, media.id, media.mediaType === 'VIDEO' ? 'mp4' : 'jpg');
	const first = media.children[0];
	const child = first === undefined ? undefined : call.core.store.media(first);
	return child === undefined ? undefined : mediaUrl(child, call);
}

function childrenOf(media: Media, call: GraphCall): Media[] {
	return media.children.map((id) => call.core.store.media(id)).filter((child) => child !== undefined);
}

function childrenEdge(media: Media, { call, field }: FieldReading): unknown {
	if (media.mediaType !== 'CAROUSEL_ALBUM') return undefined;
	return {
		data: childrenOf(media, call).map((child) => renderNode('media', child, call, field.fields, true)),
	};
}

function commentsEdge(media: Media, { call, field }: FieldReading): unknown {
	if (media.comments.length === 0) return undefined;
	const page = takePage(newestFirst(media.comments), (comment) => comment.id, field.args, 50);
	const data = page.items.map((comment) => renderNode('comment', comment, call, field.fields, true));
	return pagedAnswer(call, page, data, { path: `${media.id}/comments` });
}

function getMedia(call: GraphCall): unknown {
	if (call.node.kind !== 'media') return undefined;
	return renderNode('media', call.node.media, call, requestedFields(call));
}

/** One page of a list of media; in a list, media from before the conversion are no error. */
function listMedia(call: GraphCall, edge: string, list: Sequence<Media>, linked = true): unknown {
	const { params } = call;
	const page = takePage(list, (media) => media.id, {
		limit: params.text('limit'),
		after: params.text('after'),
		before: params.text('before'),
	});
	const fields = requestedFields(call);
	const data = page.items.map((media) => renderNode('media', media, call, fields, true));
	return pagedAnswer(call, page, data, { path: `${call.pathId}/${edge}`, linked });
}

function ownMedia(call: GraphCall): Media[] {
	return call.core.store.mediaByAccount.get(call.caller.account.id) ?? [];
}

function getPosts(call: GraphCall): unknown {
	const since = readTime(call, 'since');
	const until = readTime(call, 'until');
	const posts = ownMedia(call).filter(
		(media) =>
			(media.productType === 'FEED' || media.productType === 'REELS') &&
			(since === undefined || media.timestamp >= since) &&
			(until === undefined || media.timestamp <= until),
	);
	return listMedia(call, 'media', newestFirst(posts, LISTED_MEDIA));
}

/** Unix seconds or a date text ("strtotime"). */
function readTime(call: GraphCall, name: string): number | undefined {
	const text = call.params.text(name);
	if (text === undefined) return undefined;
	const epochMs = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
	if (Number.isNaN(epochMs)) throw new GraphError(100, `Param ${name} must be a valid datetime`);
	return epochMs;
}

/** Stories of the last 24 hours. */
function getStories(call: GraphCall): unknown {
	const dayAgo = call.core.clock.now() - DAY_MS;
	return listMedia(
		call,
		'stories',
		newestFirst(ownMedia(call).filter((media) => media.productType === 'STORY' && media.timestamp > dayAgo)),
	);
}

function getLive(call: GraphCall): unknown {
	return listMedia(
		call,
		'live_media',
		newestFirst(ownMedia(call).filter((media) => media.productType === 'LIVE' && media.liveEnded !== true)),
	);
}

/** Media in which the account is tagged: cursors only, no next and previous. */
function getTags(call: GraphCall): unknown {
	const { core, caller } = call;
	if (core.switches.tags === 'refused') throw unknownObject('get', call.pathId);
	const tagged = (core.store.tagged.get(caller.account.id) ?? []).map((id) => core.store.media(id));
	return listMedia(call, 'tags', newestFirst(tagged.filter((media) => media !== undefined)), false);
}

function getChildren(call: GraphCall): unknown {
	if (call.node.kind !== 'media') return undefined;
	return listMedia(call, 'children', inOrder(childrenOf(call.node.media, call)), false);
}

/** POST /{ig_media}?comment_enabled=: the only thing that can be changed. */
function setComments(call: GraphCall): unknown {
	if (call.node.kind !== 'media') return undefined;
	if (!isOwn(call.node.media, call)) throw unknownObject('post', call.pathId);
	call.params.required('comment_enabled');
	call.node.media.commentEnabled = call.params.flag('comment_enabled') ?? true;
	return { success: true };
}

const COMMENTS = ['instagram_business_manage_comments'] as const;

export const mediaRoutes: GraphRoute[] = [
	{ method: 'GET', node: 'user', edge: 'media', scopes: [], handle: getPosts },
	{ method: 'GET', node: 'user', edge: 'stories', scopes: [], handle: getStories },
	{ method: 'GET', node: 'user', edge: 'live_media', scopes: [], handle: getLive },
	{ method: 'GET', node: 'user', edge: 'tags', scopes: COMMENTS, handle: getTags },
	{ method: 'GET', node: 'media', scopes: [], handle: getMedia },
	{ method: 'POST', node: 'media', scopes: COMMENTS, handle: setComments },
	{ method: 'GET', node: 'media', edge: 'children', scopes: [], handle: getChildren },
];
