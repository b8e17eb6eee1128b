import type { FastifyReply } from 'fastify';

import { MEDIA_HOST } from '../state/core.mts';
import type { Core } from '../state/core.mts';
import { fixture } from '../state/fixtures.mts';
import type { StoredFile } from '../state/model.mts';
import { sendText } from './context.mts';
import type { RoutePlugin } from './context.mts';
import { on } from './hosts.mts';
import type { MetaRequest, Wire } from './request.mts';

/** The expiring CDN URL of a media's file. */
export function fileUrl(core: Core, mediaId: string, extension: 'jpg' | 'mp4'): string {
	const expires = Math.floor(core.clock.now() / 1000 + 4 * 86_400).toString(16);
	return `https://scontent.cdninstagram.com/v/t51.82787-15/${mediaId}.${extension}?oe=${expires}&_nc_sid=10d13b`;
}

function serve(file: StoredFile | undefined, request: MetaRequest, reply: FastifyReply): FastifyReply {
	if (file === undefined) return sendText(reply, 'URL signature mismatch or file not found', 404);
	const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers['range'] ?? '');
	const { bytes, contentType } = file;
	if (range?.[1] === undefined) return reply.type(contentType).header('accept-ranges', 'bytes').send(bytes);
	const from = Number(range[1]);
	const last = bytes.length - 1;
	const to = range[2] === '' || range[2] === undefined ? last : Math.min(Number(range[2]), last);
	if (from > to) return sendText(reply, 'range not satisfiable', 416);
	return reply
		.code(206)
		.type(contentType)
		.headers({ 'accept-ranges': 'bytes', 'content-range': `bytes ${from}-${to}/${bytes.length}` })
		.send(bytes.subarray(from, to + 1));
}

/**
 * Published media: the bytes that were published; seeded media a fixture. URLs expire (`oe`, hexadecimal
 * seconds).
 */
function serveMedia(core: Core, request: MetaRequest, reply: FastifyReply): FastifyReply {
	const expires = Number.parseInt(request.query['oe'] ?? '', 16) * 1000;
	if (!(expires > core.clock.now())) return sendText(reply, 'URL signature expired', 403);
	const [id = '', extension = ''] = (request.params['file'] ?? '').split('.');
	const media = core.store.media(id);
	if (media === undefined)
		return serve(core.store.persons.has(id) ? fixture('photo.jpg') : undefined, request, reply);
	const stored =
		media.file?.contentType.startsWith(extension === 'mp4' ? 'video/' : 'image/') === true
			? media.file
			: undefined;
	return serve(stored ?? fixture(extension === 'mp4' ? 'reel.mp4' : 'photo.jpg'), request, reply);
}

/** Attachments of DMs behind signed lookaside URLs (webhooks.md section 4). */
function serveAttachment(core: Core, request: MetaRequest, reply: FastifyReply): FastifyReply {
	const id = request.query['asset_id'] ?? '';
	if ((request.query['signature'] ?? '') === '') return sendText(reply, 'Bad URL signature', 403);
	return serve(core.store.cdn.get(id), request, reply);
}

export const cdnRoutes: RoutePlugin = async (app, { context: { core } }) => {
	app.get<Wire>('/v/:folder/:file', on('scontent.cdninstagram.com'), (request, reply) =>
		serveMedia(core, request, reply),
	);
	app.get<Wire>('/ig_messaging_cdn', on('lookaside.fbsbx.com'), (request, reply) =>
		serveAttachment(core, request, reply),
	);
	app.get<Wire>('/:file(.+)', on(MEDIA_HOST), (request, reply) =>
		serve(fixture(request.params['file'] ?? ''), request, reply),
	);
};
