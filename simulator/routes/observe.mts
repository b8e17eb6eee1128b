import type { FastifyInstance, FastifyReply } from 'fastify';

import { realDelay } from '../state/clock.mts';
import { META_HOSTS } from '../state/core.mts';
import type { Core } from '../state/core.mts';
import type { Fault } from '../state/faults.mts';
import { metaJson } from '../state/json.mts';
import { META_JSON } from './answers.mts';
import { bodyOf } from './bodies.mts';
import { hostOf, pathOf } from './hosts.mts';
import type { MetaRequest } from './request.mts';

/** Faults strike before or after a request takes effect; the journal keeps every request with its answer. */
export function observe(app: FastifyInstance, core: Core): void {
	const arrivals = new WeakMap<MetaRequest, { at: number; fault?: Fault }>();

	app.addHook('preHandler', beforeEffect);
	app.addHook('onSend', afterEffect);

	async function beforeEffect(request: MetaRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
		const fault = core.faults.take({
			method: request.method,
			host: hostOf(request),
			path: pathOf(request),
			query: decodeURIComponent(request.url.split('?')[1] ?? ''),
		});
		arrivals.set(request, { at: core.clock.now(), fault });
		if (fault?.effect !== 'before') return undefined;
		if (fault.kind === 'meanwhile') {
			await fault.run();
			return undefined;
		}
		const body = await strike(fault, reply);
		if (body !== undefined) return reply.send(body);
		journalize(request, 0, '');
		reply.hijack();
		request.raw.socket.destroy();
		return reply;
	}

	async function afterEffect(request: MetaRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
		const fault = arrivals.get(request)?.fault;
		// of the simulated world, not of the machine
		const date = new Date(core.clock.now()).toUTCString();
		reply.header('date', date);
		if (fault?.effect !== 'after') {
			journalize(request, reply.statusCode, payload);
			return payload;
		}
		const body = await strike(fault, reply);
		reply.header('date', date);
		journalize(request, body === undefined ? 0 : reply.statusCode, body);
		if (body === undefined) request.raw.socket.destroy();
		return body;
	}

	function journalize(request: MetaRequest, status: number, payload: unknown): void {
		const host = hostOf(request);
		if (!META_HOSTS.some((one) => one === host)) return;
		const { bytes, value } = bodyOf(request);
		const { at, fault } = arrivals.get(request) ?? { at: core.clock.now() };
		core.journal.add({
			at,
			host,
			method: request.method,
			path: pathOf(request),
			query: request.query,
			headers: flat(request.headers),
			body: value,
			bodyText: bytes.toString('utf8'),
			status,
			responseText: textOf(payload),
			fault,
		});
	}
}

/** Makes an answer of the fault, in place of whatever there was; undefined: the connection is to be cut. */
async function strike(fault: Fault, reply: FastifyReply): Promise<string | undefined> {
	if (fault.kind === 'hang') await realDelay(fault.ms);
	if (fault.kind !== 'status') return undefined;
	for (const name of Object.keys(reply.getHeaders())) reply.removeHeader(name);
	const isText = typeof fault.body === 'string';
	reply
		.code(fault.status)
		.type(isText ? 'text/html' : META_JSON)
		.headers(fault.headers ?? {});
	return typeof fault.body === 'string' ? fault.body : metaJson(fault.body);
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
	const entries = Object.entries(headers).filter(([, value]) => value !== undefined);
	return Object.fromEntries(entries.map(([name, value]) => [name, [value].flat().join(', ')]));
}

function textOf(payload: unknown): string {
	if (Buffer.isBuffer(payload)) return `<${payload.length} bytes>`;
	return typeof payload === 'string' ? payload : '';
}
