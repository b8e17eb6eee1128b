import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';

import { META_HOSTS, MEDIA_HOST } from '../state/core.mts';
import type { MetaHost } from '../state/core.mts';

/** The name of what is reached without saying which host is meant. */
const SIMULATOR = 'simulator';
export type Host = MetaHost | typeof MEDIA_HOST | typeof SIMULATOR;

type HostConstraint = { constraints: { host: Host } };

/** Options of a route that stands on one host; without a host it is the simulator's own. */
export function on(host: Host = SIMULATOR): HostConstraint {
	return { constraints: { host } };
}

/** The host a request means: X-Forwarded-Host, then Host, without port. */
export function hostOf(request: Pick<IncomingMessage, 'headers'>): string {
	const named = [request.headers['x-forwarded-host'] ?? request.headers.host ?? ''].flat().join(',');
	const [first = ''] = named.split(',');
	return first.trim().replace(/:\d+$/, '').toLowerCase();
}

function derivedHost(request: Pick<IncomingMessage, 'headers'>): string {
	const host = hostOf(request);
	return host === MEDIA_HOST || META_HOSTS.some((one) => one === host) ? host : SIMULATOR;
}

/** Fastify's `host` constraint, with X-Forwarded-Host and without ports. */
export const hostStrategy = {
	name: 'host',
	storage<Handler>() {
		const handlers = new Map<string, Handler>();
		return {
			get: (host: string): Handler | null => handlers.get(host) ?? null,
			set: (host: string, handler: Handler): void => void handlers.set(host, handler),
		};
	},
	deriveConstraint: derivedHost,
};

/** The path as it was asked for, without query. */
export function pathOf(request: Pick<FastifyRequest, 'originalUrl'>): string {
	return readUrl(request.originalUrl).pathname;
}

function readUrl(target: string): URL {
	return new URL(target.startsWith('/') ? `http://host${target}` : target, 'http://host');
}

/** The URL as the router takes it: a `%` that encodes nothing stands for itself. */
export function routableUrl({ url = '/' }: { url?: string }): string {
	const { pathname, search } = readUrl(url);
	try {
		decodeURIComponent(pathname);
		return pathname + search;
	} catch {
		return pathname.replaceAll('%', '%25') + search;
	}
}
