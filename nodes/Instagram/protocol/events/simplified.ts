/**
 * What a workflow sees of an event: one flat shape for all kinds, ids as text, times as ISO text. Fields that
 * an event does not have are absent. docs/trigger.md lists them; a test keeps page and types together.
 */

export interface SimplifiedAttachment {
	/** Meta's word: image, video, audio, file, share, ig_post, ig_reel, ig_story, story_mention, … */
	readonly type: string;
	/** Leads to the file, but only for a short time. */
	readonly url?: string;
	/** The post, reel or story that was shared. */
	readonly mediaId?: string;
	/** Caption of what was shared. */
	readonly title?: string;
	/** The field of the item's binary data that holds the file, when files are downloaded. */
	readonly binaryPropertyName?: string;
	/** Why the file is not there. */
	readonly downloadError?: string;
}

/** What a message answers: another message, or a story of the account. */
export interface SimplifiedReplyTo {
	readonly messageId?: string;
	/** Whether the person answers a message of their own. */
	readonly isSelfReply?: boolean;
	readonly storyId?: string;
	readonly storyUrl?: string;
	readonly linkStickerUrl?: string;
}

/** Where a conversation comes from: an ad, or an ig.me link. */
export interface SimplifiedReferral {
	readonly ref?: string;
	readonly source?: string;
	readonly type?: string;
	readonly adId?: string;
	readonly adTitle?: string;
	readonly photoUrl?: string;
	readonly videoUrl?: string;
}

/** The part of an event that depends on its kind. */
export interface EventContent {
	readonly senderId?: string;
	readonly senderUsername?: string;
	readonly text?: string;

	readonly messageId?: string;
	readonly attachments?: readonly SimplifiedAttachment[];
	readonly replyTo?: SimplifiedReplyTo;
	readonly quickReplyPayload?: string;
	readonly referral?: SimplifiedReferral;
	/** Present, and true, when the person has taken the message back. */
	readonly deleted?: true;
	/** Present, and true, when Instagram does not show the content of the message to apps. */
	readonly isUnsupported?: true;
	/** How many times the message was edited; 0 announces a message. */
	readonly numEdit?: number;

	readonly postbackPayload?: string;

	readonly action?: string;
	readonly reaction?: string;
	readonly emoji?: string;

	readonly commentId?: string;
	readonly parentId?: string;
	readonly mediaId?: string;
	readonly mediaProductType?: string;
	readonly permalink?: string;
	/** What is written under a post. */
	readonly caption?: string;
	readonly originalMediaId?: string;
	readonly adId?: string;
	readonly adTitle?: string;

	/**
	 * The person that a removed login or a deletion request is about, as Meta names them: by the ID that only
	 * this app knows, or by the account's ID.
	 */
	readonly userId?: string;
	/** Whether that is the account of the credential; absent when that is not known. */
	readonly isConnectedAccount?: boolean;
	/** The code with which the person can ask for the state of their request. */
	readonly confirmationCode?: string;
	/** The page that shows it. */
	readonly statusUrl?: string;

	/** What Meta sent for a kind whose content is not documented, or holds more than the fields above can. */
	readonly details?: unknown;
}

export interface SimplifiedEvent extends EventContent {
	/** The webhook field: messages, comments, … */
	readonly event: string;
	/** The same for every delivery of this event, and for no other event. */
	readonly eventId: string;
	readonly accountId: string;
	/** The other person of the conversation, whoever wrote. */
	readonly personId?: string;
	/** ISO 8601; absent when Meta gave no time. */
	readonly timestamp?: string;
	/** Whether the account itself did it. */
	readonly isOwn: boolean;
	/**
	 * Whether it is the sample that the Test button of Meta's App Dashboard sends, or an event fetched in the
	 * editor to try a workflow.
	 */
	readonly isTest: boolean;
}
