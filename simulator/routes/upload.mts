import type { FastifyReply } from 'fastify';

import type { Core } from '../state/core.mts';
import type { Container } from '../state/model.mts';
import { fetchVideo, acceptVideo } from './download.mts';
import { bodyOf } from './bodies.mts';
import type { RoutePlugin } from './context.mts';
import { on } from './hosts.mts';
import type { MetaRequest, Wire } from './request.mts';

function refused(reply: FastifyReply, message: string): unknown {
	reply.code(400);
	const inner = JSON.stringify({ success: false, error: { message } });
	return { debug_info: { retriable: false, type: 'ProcessingFailedError', message: inner } };
}

/** Resumable upload (publishing.md section 5): raw bytes with `offset` and `file_size`, or a `file_url`. */
function upload(core: Core, request: MetaRequest, reply: FastifyReply): unknown {
	const value = /^OAuth\s+(\S+)$/.exec(request.headers['authorization'] ?? '')?.[1];
	const token = core.store.tokens.get(value ?? '');
	const container = core.store.container(request.params['container'] ?? '');
	const live = token !== undefined && token.revoked === undefined && token.expiresAt > core.clock.now();
	if (!live || container?.upload === undefined || container.accountId !== token.accountId)
		return refused(reply, 'unauthorized user request');
	const url = request.headers['file_url'];
	if (url !== undefined) {
		container.upload.finished = true;
		void fetchVideo(core, container, url);
		return { success: true, message: 'Upload successful.' };
	}
	return receive(core, container, container.upload, request, reply);
}

function receive(
	core: Core,
	container: Container,
	state: NonNullable<Container['upload']>,
	request: MetaRequest,
	reply: FastifyReply,
): unknown {
	const offset = Number(request.headers['offset']);
	const size = Number(request.headers['file_size']);
	if (!Number.isInteger(offset) || !Number.isInteger(size) || size <= 0)
		return refused(reply, 'offset and file_size are required');
	if (offset !== state.received.length)
		return refused(reply, `offset ${offset} does not match ${state.received.length}`);
	state.expected = size;
	state.received = Buffer.concat([state.received, bodyOf(request).bytes]);
	if (state.received.length > size) return refused(reply, 'more bytes than file_size');
	if (state.received.length < size) return { success: true, message: 'Upload in progress.' };
	state.finished = true;
	acceptVideo(container, state.received);
	container.readyAt = core.clock.now() + core.switches.processing.videoMs;
	return { success: true, message: 'Upload successful.' };
}

export const uploadRoutes: RoutePlugin = async (app, { context: { core } }) => {
	for (const path of ['/ig-api-upload/:container', '/ig-api-upload/:version/:container']) {
		app.post<Wire>(path, on('rupload.facebook.com'), async (request, reply) => upload(core, request, reply));
	}
};
