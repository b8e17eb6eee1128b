import type { Core } from '../state/core.mts';
import { invalidParameter, publishError, unknownObject } from '../state/errors.mts';
import type { GraphError } from '../state/envelope.mts';
import type { Container } from '../state/model.mts';
import { listOf } from '../state/store.mts';
import { DAY_MS } from '../state/tokens.mts';
import type { GraphCall, GraphRoute } from './context.mts';
import { fetchImage, fetchVideo } from './download.mts';
import { publishContainer } from './publish.mts';
import { readDraft } from './publishInput.mts';
import type { Draft } from './publishInput.mts';
import { renderNode, requestedFields } from './render.mts';
import type { NodeView } from './render.mts';
import { notReady, statusCode } from './containerStatus.mts';

const CONTAINERS_PER_DAY = 400;

/** POST /{ig_user}/media: checks, downloads the image, and gives back a container. */
async function createContainer(call: GraphCall): Promise<unknown> {
	const { core, caller } = call;
	const list = listOf(core.store.containersByAccount, caller.account.id);
	if (caller.account.restricted) throw restricted(core);
	const dayAgo = core.clock.now() - DAY_MS;
	if (list.filter((one) => one.createdAt > dayAgo).length >= CONTAINERS_PER_DAY) throw quotaReached(core);
	const { imageUrl, videoUrl, resumable, ...draft }: Draft = readDraft(core, caller.account, call.params);
	if (draft.kind === 'CAROUSEL') checkChildren(core, caller.account.id, draft.children);
	if (draft.coverUrl !== undefined) await fetchImage(core, draft.coverUrl, false);
	const file =
		imageUrl === undefined ? undefined : await fetchImage(core, imageUrl, draft.kind !== 'STORIES');
	const now = core.clock.now();
	const container: Container = {
		...draft,
		id: core.ids.container(),
		accountId: caller.account.id,
		file,
		createdAt: now,
		readyAt: draft.mediaType === 'VIDEO' ? undefined : now + core.switches.processing.imageMs,
		publishAttempts: 0,
		reads: 0,
		upload: resumable ? { received: Buffer.alloc(0), expected: 0, finished: false } : undefined,
	};
	list.push(container);
	core.store.put(container.id, { kind: 'container', container });
	if (videoUrl !== undefined) void fetchVideo(core, container, videoUrl);
	if (!resumable) return { id: container.id };
	const version = call.versionPrefix === '' ? 'v25.0/' : call.versionPrefix;
	return { id: container.id, uri: `https://rupload.facebook.com/ig-api-upload/${version}${container.id}` };
}

function checkChildren(core: Core, accountId: string, children: readonly string[]): void {
	if (children.length < 2 || children.length > 10) {
		const userMessage =
			"Your post won't work as a carousel. Carousels need at least 2 photos/videos and no more than 10 photos/videos.";
		throw publishError(
			2207028,
			{ code: 100, message: 'Invalid parameter', title: 'Carousel size', userMessage },
			core.switches.publishErrorType,
		);
	}
	for (const id of children) {
		const child = core.store.container(id);
		const status = child === undefined ? undefined : statusCode(core, child);
		if (child === undefined || child.accountId !== accountId || status === 'EXPIRED' || status === 'ERROR') {
			const userMessage = `The media with ${id} cannot be found`;
			throw publishError(
				2207006,
				{ code: 24, message: 'The requested resource does not exist', title: 'Media not found', userMessage },
				core.switches.publishErrorType,
			);
		}
		if (!child.isCarouselItem) throw invalidParameter(`The container ${id} is not a carousel item.`);
		if (status === 'IN_PROGRESS') throw notReady(core);
	}
}

function restricted(core: Core): GraphError {
	const userMessage = 'The Instagram account is restricted.';
	return publishError(
		2207050,
		{ code: 25, message: userMessage, title: 'Account restricted', userMessage },
		core.switches.publishErrorType,
	);
}

function quotaReached(core: Core): GraphError {
	const userMessage =
		'You reached maximum number of posts that is allowed to be published by Content Publishing API.';
	return publishError(
		2207042,
		{ code: 9, message: 'Application request limit reached', title: 'Limit reached', userMessage },
		core.switches.publishErrorType,
	);
}

/** POST /{ig_user}/media_publish. */
function publish(call: GraphCall): unknown {
	const { core, caller } = call;
	const id = call.params.required('creation_id');
	if (caller.account.restricted) throw restricted(core);
	return publishContainer(call, id, () => quotaReached(core));
}

const STATUS_TEXTS: Record<ReturnType<typeof statusCode>, string> = {
	IN_PROGRESS: 'In Progress: Media is still being processed.',
	FINISHED: 'Finished: Media has been uploaded and it is ready to be published.',
	PUBLISHED: 'Published: Media has been successfully published.',
	EXPIRED: 'Expired: The media was not published within 24 hours and expired.',
	ERROR: 'Error: Media upload has failed with error code',
};

/** GET /{ig_container}: publishing.md section 4. */
export const containerView: NodeView<Container> = {
	typeName: 'ShadowIGMediaBuilder',
	defaults: ['id'],
	id: (container) => container.id,
	fields: {
		status_code: (container, { call }) =>
			call.core.switches.containerStatus === 'code' ? statusCode(call.core, container) : undefined,
		status: (container, { call }) => {
			const code = statusCode(call.core, container);
			return code === 'ERROR' ? `${STATUS_TEXTS.ERROR} ${container.failure ?? 2207082}` : STATUS_TEXTS[code];
		},
		copyright_check_status: (container) =>
			container.mediaType === 'VIDEO' ? { matches_found: false, status: 'completed' } : undefined,
		video_status: (container) =>
			container.upload === undefined
				? undefined
				: {
						uploading_phase: {
							status: container.upload.finished ? 'complete' : 'in_progress',
							bytes_transferred: container.upload.received.length,
							source_file_size: container.upload.expected,
						},
						processing_phase: { status: container.readyAt === undefined ? 'not_started' : 'complete' },
					},
	},
};

function getContainer(call: GraphCall): unknown {
	if (call.node.kind !== 'container') return undefined;
	const { container } = call.node;
	if (container.reads++ < call.core.switches.unknownAfterCreation) throw unknownObject('get', container.id);
	return renderNode('container', container, call, requestedFields(call));
}

const PUBLISH = ['instagram_business_content_publish'] as const;

export const containerRoutes: GraphRoute[] = [
	{ method: 'POST', node: 'user', edge: 'media', scopes: PUBLISH, handle: createContainer },
	{ method: 'POST', node: 'user', edge: 'media_publish', scopes: PUBLISH, handle: publish },
	{ method: 'GET', node: 'container', scopes: PUBLISH, handle: getContainer },
];
