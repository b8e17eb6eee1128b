import type { FastifyPluginAsync, FastifyReply } from 'fastify';

import type { Dispatcher } from '../delivery/dispatcher.mts';
import type { WebhookEvent } from '../delivery/payloads.mts';
import type { Instagram } from '../people/instagram.mts';
import type { Core } from '../state/core.mts';
import type { Scope } from '../state/model.mts';
import type { Node, NodeKind } from '../state/store.mts';
import type { Caller } from '../state/tokens.mts';
import type { UploadedPart } from './bodies.mts';
import type { Views } from './render.mts';
import type { MetaRequest, Params } from './request.mts';

/** What every route can reach. */
export interface Context {
	core: Core;
	dispatcher: Dispatcher;
	instagram: Instagram;
	views: Views;
}

/** A call on graph.instagram.com with a valid token, on a node the caller may touch. */
export interface GraphCall {
	context: Context;
	core: Core;
	caller: Caller;
	node: Node;
	/** The id as written in the path; `me` stays `me`. */
	pathId: string;
	/** `v25.0/`, or empty for an unversioned call. */
	versionPrefix: string;
	params: Params;
	parts: UploadedPart[];
	request: MetaRequest;
	/** Sends an event without holding up the answer. */
	emit(event: WebhookEvent): void;
}

export interface GraphRoute {
	method: 'GET' | 'POST' | 'DELETE';
	node: NodeKind;
	edge?: string;
	scopes: readonly Scope[];
	/** Gives back the JSON body of the 200 answer. */
	handle(call: GraphCall): unknown;
}

/** The routes of one family, as a Fastify plugin. */
export type RoutePlugin = FastifyPluginAsync<{ context: Context }>;

/**
 * Gives a plugin a name for Fastify, which otherwise looks through all loaded modules for its file. That took
 * a tenth of the time of a test in n8n's engine.
 */
export function named<Plugin extends (...given: never[]) => unknown>(plugin: Plugin): Plugin {
	return Object.assign(plugin, { [Symbol.for('fastify.display-name')]: plugin.name || 'routes' });
}

export function sendText(
	reply: FastifyReply,
	text: string,
	status = 200,
	contentType = 'text/plain; charset=utf-8',
): FastifyReply {
	return reply.code(status).type(contentType).send(text);
}
