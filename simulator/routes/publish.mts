import type { Core } from '../state/core.mts';
import { invalidParameter, publishError } from '../state/errors.mts';
import type { GraphError } from '../state/envelope.mts';
import type { Account, Container, Media } from '../state/model.mts';
import { addMedia } from '../state/posts.mts';
import { DAY_MS } from '../state/tokens.mts';
import { publishedSince } from './account.mts';
import { notReady, statusCode } from './containerStatus.mts';
import type { GraphCall } from './context.mts';

/** Publishes a container, or answers why not (publishing.md sections 4, 6, 8). */
export function publishContainer(call: GraphCall, id: string, quotaReached: () => GraphError): unknown {
	const { core, caller } = call;
	const container = core.store.container(id);
	if (container === undefined || container.accountId !== caller.account.id) throw builderGone(core, id);
	if (container.isCarouselItem)
		throw invalidParameter(`The container ${id} is a carousel item and cannot be published alone.`);
	const status = statusCode(core, container);
	if (status === 'PUBLISHED')
		throw core.switches.secondPublish === 'error24' ? builderGone(core, id) : notReady(core);
	if (status === 'EXPIRED') throw builderGone(core, id);
	if (status === 'ERROR') throw processingFailed(core, container);
	if (status === 'IN_PROGRESS') throw notReady(core);
	if (container.publishAttempts++ < core.switches.notReadyAfterFinished) throw notReady(core);
	const used = publishedSince(call, caller.account, core.clock.now() - DAY_MS);
	if (used >= core.switches.quotaTotal) throw quotaReached();
	return { id: toMedia(core, caller.account, container).id };
}

function builderGone(core: Core, id: string): GraphError {
	const userMessage = `The media builder with creation id = ${id} does not exist or has been expired.`;
	const row = {
		code: 24,
		message: 'The requested resource does not exist',
		title: 'Media builder not found',
		userMessage,
	};
	return publishError(2207008, row, core.switches.publishErrorType);
}

function processingFailed(core: Core, container: Container): GraphError {
	const type = core.switches.publishErrorType;
	if (container.failure === 2207026) {
		const userMessage = 'The video format is not supported. Please check spec for supported MP4, MOV format';
		return publishError(
			2207026,
			{ code: 352, message: 'Video format not supported', title: 'Unsupported format', userMessage },
			type,
		);
	}
	const userMessage = 'Create media fail, please try to re-create media';
	return publishError(
		2207032,
		{ code: -1, message: 'Fatal', title: 'Create media failed', userMessage },
		type,
	);
}

function toMedia(core: Core, account: Account, container: Container): Media {
	container.publishedAt = core.clock.now();
	const media = addMedia(core, account, mediaFields(container));
	container.mediaId = media.id;
	for (const childId of container.children) {
		const child = core.store.container(childId);
		if (child === undefined) continue;
		const childMedia = addMedia(core, account, { ...mediaFields(child), parentId: media.id });
		media.children.push(childMedia.id);
	}
	return media;
}

function mediaFields(container: Container): Partial<Media> {
	return {
		mediaType: container.mediaType,
		productType: container.kind === 'REELS' ? 'REELS' : container.kind === 'STORIES' ? 'STORY' : 'FEED',
		caption: container.caption,
		altText: container.altText,
		sharedToFeed: container.kind === 'REELS' ? (container.shareToFeed ?? true) : undefined,
		isAiGenerated: container.isAiGenerated,
		collaborators: container.collaborators,
		userTags: container.userTags,
		containerId: container.id,
		file: container.file,
	};
}
