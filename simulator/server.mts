import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { realDelay } from './state/clock.mts';
import { META_HOSTS } from './state/core.mts';
import { GraphError, OAuthHostError, TextPageError } from './state/envelope.mts';
import type { Fault } from './state/faults.mts';
import type { Context } from './routes/context.mts';
import { jsonAnswer, textAnswer } from './routes/context.mts';
import { answerControl } from './routes/control.mts';
import type { ControlHooks } from './routes/control.mts';
import { parseBody } from './routes/request.mts';
import type { HttpAnswer, HttpRequest } from './routes/request.mts';
import { answer, isSimulatedHost } from './routes/table.mts';

/** Undefined: the connection was cut. */
type Outcome = HttpAnswer | undefined;

/**
 * One server for all hosts, told apart by X-Forwarded-Host or Host. Plain node:http: answers must be
 * Meta's to the byte, and faults cut sockets.
 */
export async function listen(context: Context, hooks: ControlHooks, port: number): Promise<Server> {
	const server = createServer((incoming, response) => {
		serve(context, hooks, incoming, response).catch((error: unknown) => {
			if (response.headersSent) response.destroy();
			else
				response
					.writeHead(500)
					.end(`simulator: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
		});
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	const address = server.address() as AddressInfo;
	context.core.origin = `http://127.0.0.1:${address.port}`;
	return server;
}

async function serve(
	context: Context,
	hooks: ControlHooks,
	incoming: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const request = await readRequest(incoming);
	if (!isSimulatedHost(request.host)) {
		const known = `Say which host you mean with Host or X-Forwarded-Host: ${hooks.hosts.join(', ')}. Control is under /_sim/.`;
		const control = request.path === '/_sim' || request.path.startsWith('/_sim/');
		write(response, control ? await answerControl(context, request, hooks) : textAnswer(known, 421));
		return;
	}
	const fault = context.core.faults.take(request);
	const at = context.core.clock.now();
	const outcome = await answerWithFault(context, request, fault);
	journalize(context, request, at, outcome, fault);
	if (outcome === undefined) incoming.socket.destroy();
	else write(response, outcome);
}

async function answerWithFault(
	context: Context,
	request: HttpRequest,
	fault: Fault | undefined,
): Promise<Outcome> {
	if (fault === undefined) return safeAnswer(context, request);
	if (fault.effect === 'after') await safeAnswer(context, request);
	if (fault.kind === 'hang') await realDelay(fault.ms);
	if (fault.kind !== 'status') return undefined;
	if (typeof fault.body === 'string') {
		return {
			...textAnswer(fault.body, fault.status, 'text/html; charset=utf-8'),
			headers: { 'content-type': 'text/html', ...fault.headers },
		};
	}
	return jsonAnswer(fault.body, fault.status, fault.headers);
}

async function safeAnswer(context: Context, request: HttpRequest): Promise<HttpAnswer> {
	try {
		return await answer(context, request);
	} catch (error) {
		const trace = context.core.ids.fbtrace();
		if (error instanceof GraphError) {
			return jsonAnswer(error.body(trace), error.status, {
				'x-fb-trace-id': trace,
				...error.options.headers,
			});
		}
		if (error instanceof OAuthHostError) return jsonAnswer(error.body(), error.status);
		if (error instanceof TextPageError) return textAnswer(error.message, error.status);
		throw error;
	}
}

async function readRequest(incoming: IncomingMessage): Promise<HttpRequest> {
	const chunks: Buffer[] = [];
	for await (const chunk of incoming) chunks.push(chunk as Buffer);
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(incoming.headers)) {
		if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
	}
	const host =
		(headers['x-forwarded-host'] ?? headers['host'] ?? '')
			.split(',')[0]
			?.trim()
			.replace(/:\d+$/, '')
			.toLowerCase() ?? '';
	const url = new URL(incoming.url ?? '/', 'http://host');
	return {
		method: incoming.method ?? 'GET',
		host,
		path: url.pathname,
		query: Object.fromEntries(url.searchParams),
		headers,
		bytes: Buffer.concat(chunks),
	};
}

function write(response: ServerResponse, given: HttpAnswer): void {
	response.writeHead(given.status, { ...given.headers, 'content-length': Buffer.byteLength(given.body) });
	response.end(given.body);
}

function journalize(
	context: Context,
	request: HttpRequest,
	at: number,
	outcome: Outcome,
	fault: Fault | undefined,
): void {
	if (!META_HOSTS.some((host) => host === request.host)) return;
	const text = outcome === undefined ? '' : outcome.body;
	context.core.journal.add({
		at,
		host: request.host,
		method: request.method,
		path: request.path,
		query: request.query,
		headers: request.headers,
		body: parseBody(request).value,
		bodyText: request.bytes.toString('utf8'),
		status: outcome?.status ?? 0,
		responseText: typeof text === 'string' ? text : `<${text.length} bytes>`,
		fault,
	});
}
