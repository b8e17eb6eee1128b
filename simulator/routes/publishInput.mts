import type { Core } from '../state/core.mts';
import { invalidParameter, missingParameter, publishError } from '../state/errors.mts';
import { isRecord } from '../state/json.mts';
import type { Account, Container, ContainerKind } from '../state/model.mts';
import type { Params } from './request.mts';

/** What POST /{ig_user}/media asks for, after all rules of publishing.md section 2 that need no download. */
export type Draft = Omit<
	Container,
	'id' | 'accountId' | 'createdAt' | 'readyAt' | 'publishAttempts' | 'reads'
> & {
	imageUrl?: string;
	videoUrl?: string;
	resumable: boolean;
};

/** Facebook Login only, though documented on the same page. */
const FOREIGN = [
	'product_tags',
	'branded_content_sponsor_ids',
	'is_paid_partnership',
	'audio_configuration',
	'poll_attachment',
	'is_poll_duration_extended',
	'is_comment_prompt_used',
];

function notAllowed(name: string): never {
	throw invalidParameter(`param ${name} is not allowed`);
}

export function readDraft(core: Core, account: Account, params: Params): Draft {
	const isCarouselItem = params.flag('is_carousel_item') ?? false;
	const kind = readKind(core, params, isCarouselItem);
	for (const name of FOREIGN) if (params.has(name)) notAllowed(name);
	const draft: Draft = {
		kind,
		mediaType: 'IMAGE',
		isCarouselItem,
		children: kind === 'CAROUSEL' ? (params.textList('children') ?? []) : [],
		caption: readCaption(core, params),
		altText: params.text('alt_text'),
		collaborators: params.textList('collaborators') ?? [],
		userTags: [],
		locationId: params.text('location_id'),
		shareToFeed: params.flag('share_to_feed'),
		audioName: params.text('audio_name'),
		coverUrl: params.text('cover_url'),
		thumbOffsetMs: params.integer('thumb_offset'),
		trialStrategy: readTrial(core, account, params, kind),
		isAiGenerated: params.flag('is_ai_generated') ?? false,
		resumable: false,
	};
	readSource(core, params, draft);
	draft.userTags = readUserTags(core, params, draft);
	checkPlaces(core, params, draft);
	checkUsernames(core, draft);
	return draft;
}

function checkUsernames(core: Core, { collaborators, userTags }: Draft): void {
	if (core.switches.unknownUsernames === 'accepted') return;
	const { accounts, persons } = core.store;
	const known = new Set([...accounts.values(), ...persons.values()].map(({ username }) => username));
	const named = [...collaborators, ...userTags.map(({ username }) => username)];
	if (named.every((username) => known.has(username))) return;
	throw publishError(
		2207018,
		{
			code: 110,
			message: 'Invalid user id',
			title: 'Invalid user',
			userMessage: 'Cannot find one of the users.',
		},
		core.switches.publishErrorType,
	);
}

function readKind(core: Core, params: Params, isCarouselItem: boolean): ContainerKind {
	const given = params.text('media_type') ?? 'IMAGE';
	if (given === 'VIDEO' && isCarouselItem) return 'VIDEO';
	if (given === 'IMAGE' || given === 'REELS' || given === 'STORIES' || given === 'CAROUSEL') {
		if (isCarouselItem && given !== 'IMAGE') notAllowed('is_carousel_item');
		return given;
	}
	// Standalone VIDEO was removed on 2023-11-09.
	const userMessage = `The media type ${given} is unknown.`;
	throw publishError(
		2207023,
		{ code: 100, message: 'Invalid parameter', title: 'Unknown media type', userMessage },
		core.switches.publishErrorType,
	);
}

function readSource(core: Core, params: Params, draft: Draft): void {
	const [imageUrl, videoUrl] = [params.text('image_url'), params.text('video_url')];
	const wantsVideo =
		draft.kind === 'REELS' || draft.kind === 'VIDEO' || (draft.kind === 'STORIES' && imageUrl === undefined);
	if (params.text('upload_type') === 'resumable' && wantsVideo) {
		if (core.switches.resumable === 'refused') throw invalidParameter('The parameter video_url is required');
		draft.resumable = true;
		draft.mediaType = 'VIDEO';
		return;
	}
	if (draft.kind === 'CAROUSEL') {
		draft.mediaType = 'CAROUSEL_ALBUM';
		if (!params.has('children')) throw missingParameter('children');
		return;
	}
	if (draft.kind === 'STORIES' && imageUrl === undefined && videoUrl === undefined)
		throw missingParameter('image_url');
	if (draft.kind === 'STORIES' && imageUrl !== undefined && videoUrl !== undefined) notAllowed('video_url');
	if (wantsVideo) {
		if (videoUrl === undefined) throw missingParameter('video_url');
		draft.mediaType = 'VIDEO';
		draft.videoUrl = videoUrl;
	} else {
		if (imageUrl === undefined) throw missingParameter('image_url');
		draft.imageUrl = imageUrl;
	}
	draft.sourceUrl = draft.videoUrl ?? draft.imageUrl;
}

/** 2200 characters, 30 hashtags, 20 @tags (publishing.md section 2). */
function readCaption(core: Core, params: Params): string | undefined {
	const caption = params.text('caption');
	if (caption === undefined) return undefined;
	const length = [...caption].length;
	if (length > 2200) {
		const userMessage = `The submitted image's caption was ${length} characters long. The maximum number of characters permitted for a caption is 2200. Please submit media with a shorter caption.`;
		throw publishError(
			2207010,
			{ code: 36004, message: 'The caption is too long.', title: 'Caption too long', userMessage },
			core.switches.publishErrorType,
		);
	}
	if ((caption.match(/#[\p{L}\p{N}_]+/gu) ?? []).length > 30)
		throw invalidParameter('The caption has too many hashtags. The maximum is 30.');
	if ((caption.match(/(?<![\w.])@[\w.]+/g) ?? []).length > 20) throw tooManyTags(core);
	return caption;
}

function tooManyTags(core: Core): Error {
	const userMessage = 'Cannot use more than 20 tags per created media.';
	return publishError(
		2207040,
		{ code: 100, message: 'Invalid parameter', title: 'Too many tags', userMessage },
		core.switches.publishErrorType,
	);
}

function readTrial(core: Core, account: Account, params: Params, kind: ContainerKind): string | undefined {
	const trial = params.map('trial_params');
	if (trial === undefined) return undefined;
	if (kind !== 'REELS') notAllowed('trial_params');
	const strategy = trial['graduation_strategy'];
	if (strategy === undefined) throw missingParameter('graduation_strategy');
	if (strategy !== 'MANUAL' && strategy !== 'SS_PERFORMANCE') {
		throw invalidParameter('Param trial_params[graduation_strategy] must be one of {MANUAL, SS_PERFORMANCE}');
	}
	if (!account.trialReels) {
		const userMessage = "This account doesn't support Trial Reels.";
		throw publishError(
			2207081,
			{ code: 100, message: 'Invalid parameter', title: 'Trial reels not supported', userMessage },
			core.switches.publishErrorType,
		);
	}
	return strategy;
}

function readUserTags(core: Core, params: Params, draft: Draft): Draft['userTags'] {
	const list = params.list('user_tags');
	if (list === undefined) return [];
	if (draft.kind === 'CAROUSEL' || (draft.isCarouselItem && draft.mediaType === 'VIDEO'))
		notAllowed('user_tags');
	if (list.length > 20) throw tooManyTags(core);
	return list.map((tag, index) => {
		if (!isRecord(tag)) throw invalidParameter(`Param user_tags[${index}] must be a JSON object.`);
		const { username, x, y } = tag;
		if (typeof username !== 'string' || username === '') throw missingParameter('username');
		const placed = isShare(x) && isShare(y);
		if ((x !== undefined || y !== undefined) && !placed) {
			throw invalidParameter(`Param user_tags[${index}] must have x and y between 0.0 and 1.0`);
		}
		if (draft.kind === 'REELS' && placed)
			throw invalidParameter('User tag positions should not be specified for video media.');
		if (draft.kind === 'IMAGE' && !placed)
			throw invalidParameter('User tag positions are required for photo media.');
		return placed ? { username, x, y } : { username };
	});
}

function isShare(value: unknown): value is number {
	return typeof value === 'number' && value >= 0 && value <= 1;
}

/** Which parameter may stand on which kind of container. */
function checkPlaces(core: Core, params: Params, draft: Draft): void {
	const { kind, isCarouselItem } = draft;
	const only = (name: string, allowed: boolean): void => {
		if (params.has(name) && !allowed) notAllowed(name);
	};
	const single = !isCarouselItem && kind !== 'STORIES';
	only('caption', !isCarouselItem);
	only('location_id', single);
	only('collaborators', single && core.switches.collaborators === 'allowed');
	only('alt_text', kind === 'IMAGE');
	only('cover_url', kind === 'REELS');
	only('audio_name', kind === 'REELS');
	only('share_to_feed', kind === 'REELS' || kind === 'CAROUSEL');
	only('thumb_offset', draft.mediaType === 'VIDEO');
	only('is_ai_generated', !isCarouselItem);
	only('children', kind === 'CAROUSEL');
	if (draft.collaborators.length > 3) throw invalidParameter('Cannot have more than 3 collaborators.');
	if ([...(draft.altText ?? '')].length > 1000)
		throw invalidParameter('The alt_text is too long. The maximum is 1000 characters.');
	if (draft.locationId !== undefined && !/^[1-9]\d{4,}$/.test(draft.locationId)) {
		throw invalidParameter('INSTAGRAM_PLATFORM_API__INVALID_LOCATION_ID');
	}
	if ((draft.thumbOffsetMs ?? 0) < 0) {
		const userMessage = 'Thumbnail offset must be greater than or equal to 0 and less than video duration';
		throw publishError(
			2207057,
			{ code: 1, message: 'Invalid thumbnail offset', title: 'Invalid thumbnail offset', userMessage },
			core.switches.publishErrorType,
		);
	}
}
