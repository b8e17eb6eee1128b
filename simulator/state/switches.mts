/**
 * Where Meta's documents contradict each other or say nothing, the simulator does not decide: every
 * such point is a switch. The default is what production code sees, or the stricter of the two.
 * The sections named are those of the fact sheets (shared/instagram-api).
 */
export interface Switches {
	// auth.md
	/** Meta demands https redirect URIs; tests without TLS may lift that. */
	allowHttpRedirect: boolean;
	/** Section 3: `data` is the documented shape, `flat` what production parsers read. */
	tokenResponse: 'flat' | 'data';
	/** Section 3: an answer without `access_token`, which a lenient parser carries on as null. */
	tokenWithoutAccessToken: boolean;
	/** Section 9: HTTP status of 190 errors. */
	tokenErrorStatus: 400 | 401;
	/** Sections 8 and 9: answer to an empty or malformed token. */
	malformedToken: 'unsupported' | 'error190';
	/** Section 5: refreshing a token younger than 24 h. */
	youngRefresh: 'error190' | 'error100' | 'same';
	/** Section 5: the refreshed token is "often, not always" a new string. */
	refreshReturns: 'new' | 'same';
	oldTokenAfterRefresh: 'valid' | 'invalid';
	/** Section 4: exchanging a token that is long-lived already. */
	exchangeLongToken: 'error' | 'same';
	/** Section 6. */
	meResponse: 'flat' | 'data';
	/** Section 6: SPEC types `/me.user_id` as int. */
	numericUserId: boolean;
	/** Section 10: which id of the account a signed_request carries, and whether as a number. */
	signedRequestUserId: 'appScoped' | 'account' | 'number';
	/** Section 10: not documented; repositories verify with the Instagram app secret, some accept either. */
	signedRequestSecret: 'instagram' | 'meta';
	/** Section 10: base64url with or without padding. */
	signedRequestPadded: boolean;
	// publishing.md
	/** Section 4: how long a container stays IN_PROGRESS. */
	processing: { imageMs: number; videoMs: number };
	/** Section 4: a publish right after FINISHED may answer 9007 this many times (per container). */
	notReadyAfterFinished: number;
	/** field-reports.md: a container that was just created is unknown (100/33) to this many reads. */
	unknownAfterCreation: number;
	/** field-reports.md: the status of a container comes as text only. */
	containerStatus: 'code' | 'textOnly';
	/** field-reports.md: this many containers are refused with 9004/2207052 before the file is fetched. */
	refusedFetches: number;
	/**
	 * field-reports.md: a collaborator or tag that is no user name on this Instagram is answered with
	 * 110/2207018.
	 */
	unknownUsernames: 'refused' | 'accepted';
	/**
	 * field-reports.md: `content_publishing_limit` answers 100 "Unsupported request" while publishing works.
	 */
	quotaEndpoint: 'allowed' | 'unsupported';
	/** Section 4: second media_publish of a container. */
	secondPublish: 'error24' | 'error9007';
	/** Section 2.2. */
	collaborators: 'allowed' | 'refused';
	/** Section 5. */
	resumable: 'refused' | 'allowed';
	/** Section 3. */
	png: 'refused' | 'accepted';
	/** Section 3: one project reports progressive JPEG rejected with 9004. */
	progressiveJpeg: 'refused' | 'accepted';
	/** Sections 3 and 8: 2207077 for a server that ignores HTTP Range requests. */
	videoNeedsRange: boolean;
	/** Section 7. */
	quotaResponse: 'flat' | 'data';
	/** Section 7: 25, 50 or 100, depending on the page. */
	quotaTotal: number;
	/** Section 7: `quota_usage` lags behind. */
	quotaDelayMs: number;
	/** Section 7: whether stories count is not documented. */
	storiesCountForQuota: boolean;
	/** Section 8: type of the 2207xxx errors on graph.instagram.com. */
	publishErrorType: 'OAuthException' | 'IGApiException';
	/** Real milliseconds Meta's downloader waits for a file. */
	downloadTimeoutMs: number;
	// messaging.md
	/** Section 12: status of 10/2534022. */
	windowErrorStatus: 400 | 403;
	/** Section 3: IG subcode or that of Messenger. */
	windowSubcode: 2534022 | 2018278;
	/** Section 1: a send without recipient goes to the account itself. */
	selfMessages: 'refused' | 'allowed';
	/** Section 8. */
	messengerProfileResponse: 'list' | 'nested';
	messengerProfileSuccess: 'success' | 'result';
	/** Section 5: the attachment upload is documented for Page ids only. */
	messageAttachments: 'allowed' | 'refused';
	/** Section 10: 100/s or 300/s. */
	sendsPerSecond: 100 | 300;
	/** Section 11: 2534041 is documented without saying whether reading the list is refused, too. */
	conversationsWithoutAccess: 'refused' | 'allowed';
	/** Section 6: the fields beyond the documented five are those of Messenger. */
	messageFields: 'all' | 'documented';
	/** Section 10: whether the send and conversation limits are enforced. */
	messagingRateLimits: boolean;
	/** Section 10: whether the reads of single messages count among the calls to the Conversations API. */
	messageReads: 'counted' | 'free';
	/** Section 3: how the missing "Human Agent" feature is answered. */
	humanAgentError: 'status403' | 'error2018276';
	/** Section 9: a bare array or `data[]`. */
	welcomeFlowsResponse: 'data' | 'array';
	/** Section 4: several products send a template first and fall back to text. */
	privateReplyTemplates: 'refused' | 'allowed';
	// media-comments-insights.md
	/** Section 1: "cannot access ads or tagging" against the mentions guide. */
	tags: 'allowed' | 'refused';
	/**
	 * Section 1: what the photos and videos of a carousel do not have (permalink, caption, counts) stays out,
	 * or refuses the call.
	 */
	childFields: 'leftOut' | 'refused';
	/** Section 2: comments come newest first; of replies nobody says. */
	replies: 'newestFirst' | 'oldestFirst';
	/** Section 2: rules of the older Graph documents. */
	commentRules: 'none' | 'old';
	/** A `fields` parameter on a comment POST creates the comment and then answers 400. */
	fieldsOnCommentPost: 'error' | 'ignored';
	/** Section 5.1: spelling of the breakdown of `views`. */
	viewsBreakdown: 'follow_type' | 'follower_type' | 'both';
	// webhooks.md
	/** Section 1: the App Subscriptions edge is "not supported" on one page. */
	appSubscriptions: 'allowed' | 'refused';
	/** Section 1: Meta says the account's own list does not matter; production treats both as required. */
	accountFields: 'both' | 'any';
	/** Section 3. */
	signWith: 'instagram' | 'meta';
	/** Section 3: comments as `changes[]` or as flat `field`/`value`. */
	comments: 'changes' | 'flat';
	/** field-reports.md: how `from` of an own comment spells the account. */
	ownCommentFrom: 'accountId' | 'appScopedId' | 'usernameOnly';
	/** Section 3: ms in messaging samples, seconds in changes samples. */
	entryTime: 'documented' | 'ms' | 's';
	/** Section 4, message_edit quirk: num_edit 0 beside or instead of the message. */
	messageEdit0: 'off' | 'also' | 'instead';
	/** Section 4: the docs print the number of an edit as a text placeholder. */
	numEdit: 'number' | 'text';
	/** Echo webhook for every send. */
	echo: boolean;
	/** Section 5: where an account's mention by someone else arrives. */
	mentions: 'mentions' | 'comments';
	/** Section 4: a shared post as `ig_post` or as the legacy `share`. */
	sharedPost: 'ig_post' | 'share';
	/** Section 3: events of this long (simulated) are sent as one delivery; 0 sends each alone. */
	batchWindowMs: number;
	/**
	 * Section 3: what one delivery holds for one account and kind stands in one entry, or each event in its
	 * own.
	 */
	batchEntries: 'perAccount' | 'perEvent';
	/** Every delivery is sent this many times more. */
	duplicateDeliveries: number;
	/** The batch is shuffled: "Order is not guaranteed". */
	shuffleBatches: boolean;
	/** Real milliseconds after which Meta gives up on the receiver; 5 s is Messenger's number. */
	webhookTimeoutMs: number;
	// limits-errors.md
	/** Section 2: usage headers appear only once this many calls have been made. */
	usageHeadersAfterCalls: number;
	/** Section 2: 4800 times the impressions; the floor is not documented. */
	callsPer24h: number;
	/** Section 2: status of 80002. */
	throttleStatus: 400 | 403 | 429;
}

export function defaultSwitches(): Switches {
	return {
		allowHttpRedirect: false,
		tokenResponse: 'flat',
		tokenWithoutAccessToken: false,
		tokenErrorStatus: 400,
		malformedToken: 'unsupported',
		youngRefresh: 'error190',
		refreshReturns: 'new',
		oldTokenAfterRefresh: 'valid',
		exchangeLongToken: 'error',
		meResponse: 'flat',
		numericUserId: false,
		signedRequestUserId: 'appScoped',
		signedRequestSecret: 'instagram',
		signedRequestPadded: false,
		processing: { imageMs: 0, videoMs: 0 },
		notReadyAfterFinished: 0,
		unknownAfterCreation: 0,
		containerStatus: 'code',
		refusedFetches: 0,
		unknownUsernames: 'refused',
		quotaEndpoint: 'allowed',
		secondPublish: 'error24',
		collaborators: 'allowed',
		resumable: 'refused',
		png: 'refused',
		progressiveJpeg: 'refused',
		videoNeedsRange: false,
		quotaResponse: 'flat',
		quotaTotal: 100,
		quotaDelayMs: 0,
		storiesCountForQuota: true,
		publishErrorType: 'OAuthException',
		downloadTimeoutMs: 20_000,
		windowErrorStatus: 400,
		windowSubcode: 2534022,
		selfMessages: 'refused',
		messengerProfileResponse: 'list',
		messengerProfileSuccess: 'success',
		messageAttachments: 'allowed',
		sendsPerSecond: 100,
		conversationsWithoutAccess: 'refused',
		messageFields: 'all',
		messagingRateLimits: true,
		messageReads: 'counted',
		humanAgentError: 'status403',
		welcomeFlowsResponse: 'data',
		privateReplyTemplates: 'refused',
		tags: 'allowed',
		childFields: 'leftOut',
		replies: 'newestFirst',
		commentRules: 'none',
		fieldsOnCommentPost: 'error',
		viewsBreakdown: 'follow_type',
		appSubscriptions: 'allowed',
		accountFields: 'both',
		signWith: 'instagram',
		comments: 'changes',
		ownCommentFrom: 'accountId',
		entryTime: 'documented',
		messageEdit0: 'off',
		numEdit: 'number',
		echo: true,
		mentions: 'mentions',
		sharedPost: 'ig_post',
		batchWindowMs: 0,
		batchEntries: 'perAccount',
		duplicateDeliveries: 0,
		shuffleBatches: false,
		webhookTimeoutMs: 5000,
		usageHeadersAfterCalls: 20,
		callsPer24h: 48_000,
		throttleStatus: 400,
	};
}
