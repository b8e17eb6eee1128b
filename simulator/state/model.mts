/** The things of the simulated world, in Meta's words. Times are simulated epoch milliseconds. */
export const SCOPES = [
	'instagram_business_basic',
	'instagram_business_content_publish',
	'instagram_business_manage_comments',
	'instagram_business_manage_messages',
	'instagram_business_manage_insights',
] as const;
export type Scope = (typeof SCOPES)[number];

export interface Callback {
	callbackUrl: string;
	verifyToken: string;
	fields: string[];
}

export interface App {
	name: string;
	instagramAppId: string;
	instagramAppSecret: string;
	metaAppId: string;
	metaAppSecret: string;
	redirectUris: string[];
	mode: 'live' | 'development';
	/** Standard access reaches only accounts with a role (auth.md section 7). */
	access: 'advanced' | 'standard';
	/** The "Human Agent" feature (messaging.md section 3). */
	humanAgent: boolean;
	callback?: Callback;
	deauthorizeUrl?: string;
	dataDeletionUrl?: string;
}

export type AccountType = 'BUSINESS' | 'MEDIA_CREATOR' | 'PERSONAL';

export interface Account {
	/** IG_ID, 1784...: `/me.user_id`, `entry[].id`. */
	id: string;
	/** `user_id` of the token response, `/me.id`. */
	appScopedId: string;
	/** How the account appears to itself as a commenter (`self_ig_scoped_id`). */
	selfIgsid: string;
	username: string;
	accountType: AccountType;
	name?: string;
	biography?: string;
	website?: string;
	profilePictureUrl?: string;
	followersCount: number;
	followsCount: number;
	/** Instagram app ids of which this account is an accepted tester (auth.md section 8). */
	testerOf: string[];
	/** "Connected tools > Allow access to messages". */
	messagesAllowed: boolean;
	/** When the account became professional: older media have no insights (2108006). */
	convertedAt: number;
	/** 25/2207050 on publishing. */
	restricted: boolean;
	/** 2207081. */
	trialReels: boolean;
	/** Subscribed fields by Instagram app id. */
	subscriptions: Record<string, string[]>;
	createdAt: number;
}

export interface Person {
	id: string;
	username: string;
	name?: string;
	followerCount: number;
	verified: boolean;
	followsBusiness: boolean;
	followedByBusiness: boolean;
	/** Instagram app ids in which the person has a role. */
	testerOf: string[];
	/** IGSID by account id: unique per person and account (auth.md section 6). */
	igsids: Record<string, string>;
	/** Account ids this person has blocked. */
	blocked: string[];
}

export interface Token {
	value: string;
	kind: 'short' | 'long';
	appId: string;
	accountId: string;
	scopes: string[];
	issuedAt: number;
	expiresAt: number;
	revoked?: 'removed' | 'password' | 'replaced';
}

export interface AuthorizationCode {
	value: string;
	appId: string;
	accountId: string;
	redirectUri: string;
	scopes: string[];
	expiresAt: number;
	used: boolean;
}

export interface StoredFile {
	bytes: Buffer;
	contentType: string;
}

export type ContainerKind = 'IMAGE' | 'REELS' | 'STORIES' | 'VIDEO' | 'CAROUSEL';

export interface Container {
	id: string;
	accountId: string;
	kind: ContainerKind;
	mediaType: 'IMAGE' | 'VIDEO' | 'CAROUSEL_ALBUM';
	isCarouselItem: boolean;
	children: string[];
	caption?: string;
	altText?: string;
	collaborators: string[];
	userTags: { username: string; x?: number; y?: number }[];
	locationId?: string;
	shareToFeed?: boolean;
	audioName?: string;
	coverUrl?: string;
	thumbOffsetMs?: number;
	trialStrategy?: string;
	isAiGenerated: boolean;
	sourceUrl?: string;
	file?: StoredFile;
	createdAt: number;
	/** Undefined while the download or upload is still under way. */
	readyAt?: number;
	/** Subcode in `status` when processing failed. */
	failure?: number;
	publishAttempts: number;
	/** How often it was asked for. */
	reads: number;
	mediaId?: string;
	publishedAt?: number;
	upload?: { received: Buffer; expected: number; finished: boolean };
}

export interface Media {
	id: string;
	accountId: string;
	mediaType: 'IMAGE' | 'VIDEO' | 'CAROUSEL_ALBUM' | 'BROADCAST';
	productType: 'FEED' | 'STORY' | 'REELS' | 'AD' | 'LIVE';
	caption?: string;
	altText?: string;
	shortcode: string;
	timestamp: number;
	likeCount: number;
	commentEnabled: boolean;
	sharedToFeed?: boolean;
	isAiGenerated: boolean;
	copyrightFlagged: boolean;
	/** Album this media is a child of. */
	parentId?: string;
	children: string[];
	collaborators: string[];
	userTags: { username: string; x?: number; y?: number }[];
	containerId?: string;
	file?: StoredFile;
	/** Top-level comments, oldest first. */
	comments: Comment[];
	/** Including replies, so that `comments_count` does not walk the list. */
	commentCount: number;
	/** A broadcast that is over stays, but takes no comments and no private replies. */
	liveEnded?: boolean;
	storyViewers: number;
}

export interface Comment {
	id: string;
	mediaId: string;
	/** IG_ID of the media's owner. */
	accountId: string;
	/** Absent for the account's own comments. */
	personId?: string;
	username: string;
	fromId: string;
	text?: string;
	timestamp: number;
	parentId?: string;
	hidden: boolean;
	likeCount: number;
	replies: Comment[];
	privateReplySent: boolean;
}

export interface MessageAttachment {
	type: string;
	payload?: Record<string, unknown>;
}

export interface Message {
	id: string;
	conversationId: string;
	fromAccount: boolean;
	text?: string;
	attachments: MessageAttachment[];
	createdAt: number;
	replyToMid?: string;
	replyToStoryId?: string;
	reaction?: { byAccount?: string; byPerson?: string };
	deleted: boolean;
	/** Instagram does not give out what it holds. */
	unsupported?: boolean;
	quickReplies?: unknown[];
	tag?: string;
	template?: unknown;
}

export interface Conversation {
	id: string;
	accountId: string;
	personId: string;
	igsid: string;
	messages: Message[];
	updatedAt: number;
	/** Last action of the person that opens the 24 h window; undefined: never. */
	lastUserActionAt?: number;
	folder: 'inbox' | 'requests';
	/** Private reply sent, the person has not answered: no follow-up (messaging.md section 4). */
	unreadCount: number;
	consent: boolean;
	seenByAccountAt?: number;
	typing: boolean;
	/** Another app owns the thread: events come under `standby[]`. */
	standby: boolean;
}

export interface WelcomeFlow {
	id: string;
	accountId: string;
	appId: string;
	name: string;
	flow: unknown;
	eligiblePlatforms: string[];
	updatedAt: number;
	isUsedInAd: boolean;
}

export interface UploadedAttachment {
	id: string;
	accountId: string;
	type: string;
	expiresAt: number;
	url?: string;
}
