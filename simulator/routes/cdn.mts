import { MEDIA_HOST } from '../state/core.mts';
import type { Core } from '../state/core.mts';
import { fixture } from '../state/fixtures.mts';
import type { StoredFile } from '../state/model.mts';
import { textAnswer } from './context.mts';
import type { Context, PlainRoute } from './context.mts';
import type { HttpAnswer, HttpRequest } from './request.mts';

/** The expiring CDN URL of a media's file. */
export function fileUrl(core: Core, mediaId: string, extension: 'jpg' | 'mp4'): string {
	const expires = Math.floor(core.clock.now() / 1000 + 4 * 86_400).toString(16);
	return `https://scontent.cdninstagram.com/v/t51.82787-15/${mediaId}.${extension}?oe=${expires}&_nc_sid=10d13b`;
}

function serve(file: StoredFile | undefined, request: HttpRequest): HttpAnswer {
	if (file === undefined) return textAnswer('URL signature mismatch or file not found', 404);
	const headers = { 'content-type': file.contentType, 'accept-ranges': 'bytes' };
	const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers['range'] ?? '');
	if (range?.[1] === undefined) return { status: 200, headers, body: file.bytes };
	const from = Number(range[1]);
	const to =
		range[2] === '' || range[2] === undefined
			? file.bytes.length - 1
			: Math.min(Number(range[2]), file.bytes.length - 1);
	if (from > to) return textAnswer('range not satisfiable', 416);
	return {
		status: 206,
		headers: { ...headers, 'content-range': `bytes ${from}-${to}/${file.bytes.length}` },
		body: file.bytes.subarray(from, to + 1),
	};
}

/** Published media: the bytes that were published; seeded media a fixture. URLs expire (`oe`, hexadecimal seconds). */
function serveMedia(context: Context, request: HttpRequest, segments: Record<string, string>): HttpAnswer {
	const { core } = context;
	const expires = Number.parseInt(request.query['oe'] ?? '', 16) * 1000;
	if (!(expires > core.clock.now())) return textAnswer('URL signature expired', 403);
	const [id = '', extension = ''] = (segments['file'] ?? '').split('.');
	const media = core.store.media(id);
	if (media === undefined)
		return serve(core.store.persons.has(id) ? fixture('photo.jpg') : undefined, request);
	const stored =
		media.file?.contentType.startsWith(extension === 'mp4' ? 'video/' : 'image/') === true
			? media.file
			: undefined;
	return serve(stored ?? fixture(extension === 'mp4' ? 'reel.mp4' : 'photo.jpg'), request);
}

/** Attachments of DMs behind signed lookaside URLs (webhooks.md section 4). */
function serveAttachment(context: Context, request: HttpRequest): HttpAnswer {
	const id = request.query['asset_id'] ?? '';
	if ((request.query['signature'] ?? '') === '') return textAnswer('Bad URL signature', 403);
	return serve(context.core.store.cdn.get(id), request);
}

function serveFixture(_context: Context, request: HttpRequest, segments: Record<string, string>): HttpAnswer {
	return serve(fixture(segments['file'] ?? ''), request);
}

export const cdnRoutes: PlainRoute[] = [
	{ host: 'scontent.cdninstagram.com', method: 'GET', path: '/v/{folder}/{file}', handle: serveMedia },
	{ host: 'lookaside.fbsbx.com', method: 'GET', path: '/ig_messaging_cdn', handle: serveAttachment },
	{ host: MEDIA_HOST, method: 'GET', path: '/{file}', handle: serveFixture },
];
