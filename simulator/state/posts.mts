import type { Core } from './core.mts';
import type { Account, Comment, Media, Person } from './model.mts';
import { igsidOf } from './people.mts';
import { listOf } from './store.mts';

export type NewMedia = Partial<Omit<Media, 'id' | 'accountId' | 'comments' | 'commentCount' | 'shortcode'>>;

/** A media of an account. Children of an album exist, but stand in no list. */
export function addMedia(core: Core, account: Account, given: NewMedia = {}): Media {
	const media: Media = {
		mediaType: 'IMAGE',
		productType: 'FEED',
		timestamp: core.clock.now(),
		likeCount: 0,
		commentEnabled: true,
		isAiGenerated: false,
		copyrightFlagged: false,
		children: [],
		collaborators: [],
		userTags: [],
		storyViewers: 25,
		...given,
		id: core.ids.media(),
		accountId: account.id,
		shortcode: core.ids.shortcode(),
		comments: [],
		commentCount: 0,
	};
	core.store.put(media.id, { kind: 'media', media });
	if (media.parentId === undefined) insertByTime(listOf(core.store.mediaByAccount, account.id), media);
	return media;
}

/** Lists stay oldest first, also when a builder back-dates. */
function insertByTime<T extends { timestamp: number }>(list: T[], item: T): void {
	let at = list.length;
	while (at > 0 && (list[at - 1]?.timestamp ?? 0) > item.timestamp) at--;
	if (at === list.length) list.push(item);
	else list.splice(at, 0, item);
}

export interface NewComment {
	from: Account | Person;
	media: Media;
	text?: string;
	parentId?: string;
	at?: number;
	/** On an ad that shows the post: it is in no list (media-comments-insights.md section 2). */
	onAd?: boolean;
}

export function isAccount(one: Account | Person): one is Account {
	return 'appScopedId' in one;
}

/**
 * A comment or reply; a reply to a reply attaches to the top-level comment (media-comments-insights.md
 * section 2).
 */
export function addComment(core: Core, given: NewComment): Comment {
	const { from, media } = given;
	const owner = core.store.accounts.get(media.accountId);
	if (owner === undefined) throw new Error(`media ${media.id} has no owner`);
	const own = isAccount(from);
	const parent = given.parentId === undefined ? undefined : topLevel(core, given.parentId);
	const comment: Comment = {
		id: core.ids.comment(),
		mediaId: media.id,
		accountId: media.accountId,
		personId: own ? undefined : from.id,
		username: from.username,
		fromId: own ? from.id : igsidOf(core, from, owner),
		text: given.text,
		timestamp: given.at ?? core.clock.now(),
		parentId: parent?.id,
		hidden: false,
		likeCount: 0,
		replies: [],
		privateReplySent: false,
	};
	if (given.onAd !== true) {
		insertByTime(parent?.replies ?? media.comments, comment);
		media.commentCount++;
	}
	core.store.put(comment.id, { kind: 'comment', comment });
	return comment;
}

function topLevel(core: Core, id: string): Comment {
	const comment = core.store.comment(id);
	if (comment === undefined) throw new Error(`no comment ${id}`);
	return comment.parentId === undefined ? comment : topLevel(core, comment.parentId);
}

/** Deletes a comment with its replies. */
export function removeComment(core: Core, comment: Comment): void {
	const media = core.store.media(comment.mediaId);
	const list =
		comment.parentId === undefined ? media?.comments : core.store.comment(comment.parentId)?.replies;
	const at = list?.indexOf(comment) ?? -1;
	if (at >= 0) list?.splice(at, 1);
	if (media !== undefined && at >= 0) media.commentCount -= 1 + comment.replies.length;
	for (const one of [comment, ...comment.replies]) core.store.forget(one.id);
}

/** Deletes a media with its comments; it disappears from every list. */
export function removeMedia(core: Core, media: Media): void {
	for (const comment of [...media.comments]) removeComment(core, comment);
	const list = listOf(core.store.mediaByAccount, media.accountId);
	if (list.includes(media)) list.splice(list.indexOf(media), 1);
	core.store.forget(media.id);
}
