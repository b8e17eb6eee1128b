import type { Core } from '../state/core.mts';
import type { Account, Comment, Media, Person } from '../state/model.mts';
import { addComment, addMedia } from '../state/posts.mts';
import { listOf } from '../state/store.mts';
import type { Delivery, Dispatcher } from '../delivery/dispatcher.mts';
import { commentEvent } from '../delivery/events.mts';

/** Someone names the account in a caption or comment of their own media. */
export interface Mention {
	account: Account;
	/** The media that holds the mention; of another account. */
	media: Media;
	/** The comment that names the account; without it the caption does. */
	comment?: Comment;
}

/**
 * A mention: `mentions` with `{media_id, comment_id}`, or by switch as a comments event, as one page
 * says (webhooks.md section 5; the shape for someone else's media is not shown there).
 */
export async function mention(
	core: Core,
	dispatcher: Dispatcher,
	given: Mention,
): Promise<Delivery | undefined> {
	const { account, media } = given;
	if (core.switches.mentions === 'comments' && given.comment !== undefined) {
		const event = commentEvent(core, given.comment, media);
		return (await dispatcher.dispatch({ ...event, accountId: account.id }))[0];
	}
	const deliveries = await dispatcher.dispatch({
		accountId: account.id,
		field: 'mentions',
		place: 'changes',
		time: core.clock.now(),
		content: { media_id: media.id, comment_id: given.comment?.id },
	});
	return deliveries[0];
}

/** A photo tag: the media appears under /tags. */
export function tag(core: Core, account: Account, media: Media): void {
	listOf(core.store.tagged, account.id).push(media.id);
}

/** A broadcast; comments on it come as `live_comments` until it ends. */
export function startLive(core: Core, account: Account): Media {
	return addMedia(core, account, { mediaType: 'BROADCAST', productType: 'LIVE', storyViewers: 40 });
}

/** Story insights at expiry (Facebook Login only, though in the SPEC enum); counts below 5 are -1. */
export async function storyInsights(
	core: Core,
	dispatcher: Dispatcher,
	media: Media,
): Promise<Delivery | undefined> {
	const count = (value: number): number => (value < 5 ? -1 : value);
	const viewers = media.storyViewers;
	const deliveries = await dispatcher.dispatch({
		accountId: media.accountId,
		field: 'story_insights',
		place: 'changes',
		time: core.clock.now(),
		content: {
			media_id: media.id,
			impressions: count(viewers + 3),
			reach: count(viewers),
			taps_forward: count(Math.floor(viewers / 2)),
			taps_back: count(Math.floor(viewers / 10)),
			exits: count(Math.floor(viewers / 3)),
			replies: count(0),
		},
	});
	return deliveries[0];
}

/** Many posts, one minute apart, the newest now: for paging. */
export function seedMedia(core: Core, account: Account, count: number): Media[] {
	const now = core.clock.now();
	const made: Media[] = [];
	for (let index = 0; index < count; index++) {
		const timestamp = now - (count - 1 - index) * 60_000;
		made.push(addMedia(core, account, { caption: `Post ${index + 1}`, timestamp, likeCount: index % 50 }));
	}
	return made;
}

/** Many top-level comments of one person, one second apart, the newest now. No webhooks. */
export function seedComments(core: Core, media: Media, count: number, from: Person | Account): Comment[] {
	const now = core.clock.now();
	const made: Comment[] = [];
	for (let index = 0; index < count; index++) {
		made.push(
			addComment(core, { from, media, text: `Comment ${index + 1}`, at: now - (count - 1 - index) * 1000 }),
		);
	}
	return made;
}
