import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';

import type { Core } from '../state/core.mts';
import { MEDIA_HOST, META_HOSTS } from '../state/core.mts';

/**
 * Meta's way to the outside world: the media downloader and the webhook sender. Host names are resolved
 * through `simulator.resolve` only, so a URL that Meta could not reach (localhost, a private address, a
 * name without DNS) is not reached here either.
 */
export interface OutsideRequest {
	url: string;
	method?: 'GET' | 'POST';
	headers?: Record<string, string>;
	body?: Buffer;
	timeoutMs?: number;
	maxBytes?: number;
	/** The downloader follows redirects; the webhook sender does not. */
	redirects?: number;
	/** For forged requests, which do not come from Meta: 127.0.0.1 is reached directly. */
	allowLoopback?: boolean;
}

export interface OutsideAnswer {
	status: number;
	headers: IncomingMessage['headers'];
	bytes: Buffer;
}

export class OutsideError extends Error {
	constructor(
		readonly kind: 'unreachable' | 'timeout' | 'tooLarge',
		message: string,
	) {
		super(message);
	}
}

export async function callOutside(core: Core, given: OutsideRequest): Promise<OutsideAnswer> {
	const answer = await callOnce(core, given);
	const location = answer.headers.location;
	const left = given.redirects ?? 0;
	if (answer.status < 300 || answer.status > 399 || location === undefined || left === 0) return answer;
	return callOutside(core, { ...given, url: new URL(location, given.url).href, redirects: left - 1 });
}

/** Where a URL leads in the simulated world; undefined where it leads nowhere. */
export function originFor(core: Core, url: URL): string | undefined {
	const known = core.resolve[url.host] ?? core.resolve[url.hostname];
	if (known !== undefined) return known;
	const own = url.hostname === MEDIA_HOST || META_HOSTS.some((host) => host === url.hostname);
	return own ? core.origin : undefined;
}

async function callOnce(core: Core, given: OutsideRequest): Promise<OutsideAnswer> {
	const url = parseUrl(given.url);
	const loopback = given.allowLoopback === true && url.hostname === '127.0.0.1';
	const origin = loopback ? url.origin : originFor(core, url);
	if (origin === undefined) throw new OutsideError('unreachable', `cannot resolve ${url.hostname}`);
	const target = new URL(origin);
	return new Promise((resolve, reject) => {
		const request = httpRequest(
			{
				host: target.hostname,
				port: target.port,
				path: url.pathname + url.search,
				method: given.method ?? 'GET',
				headers: { host: url.host, ...given.headers },
				agent: false,
			},
			(response) => {
				collect(response, given.maxBytes).then(
					(bytes) => resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes }),
					reject,
				);
			},
		);
		const timeoutMs = given.timeoutMs ?? 20_000;
		request.setTimeout(timeoutMs, () =>
			request.destroy(new OutsideError('timeout', `no answer in ${timeoutMs} ms`)),
		);
		request.on('error', (error) =>
			reject(error instanceof OutsideError ? error : new OutsideError('unreachable', error.message)),
		);
		request.end(given.body);
	});
}

function parseUrl(text: string): URL {
	try {
		return new URL(text);
	} catch {
		throw new OutsideError('unreachable', `not a URL: ${text}`);
	}
}

function collect(response: IncomingMessage, maxBytes = Number.POSITIVE_INFINITY): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		const chunks: Buffer[] = [];
		let size = 0;
		response.on('data', (chunk: Buffer) => {
			size += chunk.length;
			chunks.push(chunk);
			if (size > maxBytes) response.destroy(new OutsideError('tooLarge', `more than ${maxBytes} bytes`));
		});
		response.on('end', () => resolve(Buffer.concat(chunks)));
		response.on('error', reject);
	});
}
