import type { Dispatcher } from '../delivery/dispatcher.mts';
import type { WebhookEvent } from '../delivery/payloads.mts';
import type { World } from '../delivery/world.mts';
import type { Core } from '../state/core.mts';
import { metaJson } from '../state/json.mts';
import type { Scope } from '../state/model.mts';
import type { Node, NodeKind } from '../state/store.mts';
import type { Caller } from '../state/tokens.mts';
import type { HttpAnswer, HttpRequest, Params, UploadedPart } from './request.mts';
import type { Views } from './render.mts';

/** What every route can reach. */
export interface Context {
	core: Core;
	dispatcher: Dispatcher;
	world: World;
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
	request: HttpRequest;
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

/** An endpoint outside the node/edge pattern. */
export interface PlainRoute {
	host: string;
	method: string;
	/** A path; `{name}` stands for one segment. */
	path: string;
	handle(
		context: Context,
		request: HttpRequest,
		segments: Record<string, string>,
	): HttpAnswer | Promise<HttpAnswer>;
}

export function jsonAnswer(body: unknown, status = 200, headers: Record<string, string> = {}): HttpAnswer {
	return {
		status,
		headers: { 'content-type': 'application/json; charset=UTF-8', ...headers },
		body: metaJson(body),
	};
}

export function textAnswer(
	text: string,
	status = 200,
	contentType = 'text/plain; charset=utf-8',
): HttpAnswer {
	return { status, headers: { 'content-type': contentType }, body: text };
}
