import type { Core } from '../state/core.mts';
import type { Container } from '../state/model.mts';
import { fetchVideo, acceptVideo } from './download.mts';
import { jsonAnswer } from './context.mts';
import type { Context, PlainRoute } from './context.mts';
import type { HttpAnswer, HttpRequest } from './request.mts';

function refused(message: string): HttpAnswer {
	const inner = JSON.stringify({ success: false, error: { message } });
	return jsonAnswer({ debug_info: { retriable: false, type: 'ProcessingFailedError', message: inner } }, 400);
}

/** Resumable upload (publishing.md section 5): raw bytes with `offset` and `file_size`, or a `file_url`. */
function upload(context: Context, request: HttpRequest, segments: Record<string, string>): HttpAnswer {
	const { core } = context;
	const value = /^OAuth\s+(\S+)$/.exec(request.headers['authorization'] ?? '')?.[1];
	const token = core.store.tokens.get(value ?? '');
	const container = core.store.container(segments['container'] ?? '');
	const live = token !== undefined && token.revoked === undefined && token.expiresAt > core.clock.now();
	if (!live || container?.upload === undefined || container.accountId !== token.accountId)
		return refused('unauthorized user request');
	const url = request.headers['file_url'];
	if (url !== undefined) {
		container.upload.finished = true;
		void fetchVideo(core, container, url);
		return jsonAnswer({ success: true, message: 'Upload successful.' });
	}
	return receive(core, container, container.upload, request);
}

function receive(
	core: Core,
	container: Container,
	state: NonNullable<Container['upload']>,
	request: HttpRequest,
): HttpAnswer {
	const offset = Number(request.headers['offset']);
	const size = Number(request.headers['file_size']);
	if (!Number.isInteger(offset) || !Number.isInteger(size) || size <= 0)
		return refused('offset and file_size are required');
	if (offset !== state.received.length)
		return refused(`offset ${offset} does not match ${state.received.length}`);
	state.expected = size;
	state.received = Buffer.concat([state.received, request.bytes]);
	if (state.received.length > size) return refused('more bytes than file_size');
	if (state.received.length < size) return jsonAnswer({ success: true, message: 'Upload in progress.' });
	state.finished = true;
	acceptVideo(container, state.received);
	container.readyAt = core.clock.now() + core.switches.processing.videoMs;
	return jsonAnswer({ success: true, message: 'Upload successful.' });
}

export const uploadRoutes: PlainRoute[] = [
	'/ig-api-upload/{container}',
	'/ig-api-upload/{version}/{container}',
].map((path) => ({
	host: 'rupload.facebook.com',
	method: 'POST',
	path,
	handle: upload,
}));
