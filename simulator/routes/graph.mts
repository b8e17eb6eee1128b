import type { FastifyReply } from 'fastify';

import { GraphError } from '../state/envelope.mts';
import { missingPermission, unknownObject, unknownPath } from '../state/errors.mts';
import type { Core } from '../state/core.mts';
import type { Account } from '../state/model.mts';
import type { Node } from '../state/store.mts';
import { authenticate } from '../state/tokens.mts';
import type { Caller } from '../state/tokens.mts';
import { bodyOf } from './bodies.mts';
import type { Context, GraphCall, GraphRoute } from './context.mts';
import { pathOf } from './hosts.mts';
import { Params } from './request.mts';
import type { MetaRequest } from './request.mts';

/**
 * A version that never was is no version: `/v99.0/me` is an unknown path. Ended ones are forwarded
 * (limits-errors.md section 1).
 */
export const VERSIONS = 'v1[0-9]\\.0|v2[0-6]\\.0';
const VERSION = new RegExp(`^(?:${VERSIONS})$`);

/** Takes the version off a graph path. */
function splitVersion(path: string): { prefix: string; segments: string[] } {
	const segments = path
		.split('/')
		.filter((part) => part !== '')
		.map(decodeSegment);
	const [first] = segments;
	if (first === undefined || !VERSION.test(first)) return { prefix: '', segments };
	return { prefix: `${first}/`, segments: segments.slice(1) };
}

function decodeSegment(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** The token of a call: Bearer header, or parameter (auth.md section 11). */
export function tokenOf(request: MetaRequest, params: Params): string | undefined {
	const bearer = /^(?:Bearer|OAuth)\s*(.*)$/i.exec(request.headers['authorization'] ?? '')?.[1];
	if (bearer !== undefined) return bearer.trim();
	return params.names().includes('access_token') ? (params.text('access_token') ?? '') : undefined;
}

/**
 * Answers a call on graph.instagram.com that is not a token endpoint. What stands behind a path depends
 * on what its id is, and on whether the caller may know: no router of paths can say that.
 */
export async function answerGraph(
	context: Context,
	routes: readonly GraphRoute[],
	request: MetaRequest,
	reply: FastifyReply,
): Promise<FastifyReply> {
	const { core } = context;
	const { prefix, segments } = splitVersion(pathOf(request));
	const body = bodyOf(request);
	const params = new Params(request.query, body.value);
	const method = (params.text('method') ?? request.method).toUpperCase();
	const caller = authenticate(core, tokenOf(request, params), method);
	const usage = core.usage.count(caller.app.instagramAppId, caller.account.id);
	if (usage.throttled) throw throttled(core.switches.throttleStatus, usage.headers);

	const { node, pathId, edge } = openPath(core, caller, segments, method);
	const route = chooseRoute(routes, method, node, edge, pathId);
	if (!mayCall(caller, route)) throw missingPermission();
	const call: GraphCall = {
		context,
		core,
		caller,
		node,
		pathId,
		versionPrefix: prefix,
		params,
		parts: body.parts,
		request,
		emit: (event) => {
			context.dispatcher.dispatch(event).catch(() => undefined);
		},
	};
	const answer = await route.handle(call);
	return reply.headers(usage.headers).send(answer);
}

/** What a path without its version stands for, and the edge that it names. */
function openPath(
	core: Core,
	caller: Caller,
	segments: readonly string[],
	method: string,
): { node: Node; pathId: string; edge: string | undefined } {
	if (/^v\d+\.\d+$/.test(segments[0] ?? '')) throw unknownPath(segments.join('/'));
	const [pathId, edge, ...rest] = segments;
	if (pathId === undefined)
		throw new GraphError(100, 'Unsupported get request.', { type: 'GraphMethodException', subcode: 33 });
	if (rest.length > 0) throw unknownPath(rest.join('/'));
	const node = findNode(core, caller, pathId);
	if (node !== undefined) return { node, pathId, edge };
	const isWord = /^[A-Za-z0-9_=-]+$/.test(pathId) && !/^\d+$/.test(pathId) && pathId.length < 40;
	throw isWord && edge === undefined ? unknownPath(pathId) : unknownObject(method, pathId);
}

const mayCall = ({ token }: Caller, { scopes }: GraphRoute): boolean =>
	['instagram_business_basic', ...scopes].every((scope) => token.scopes.some((granted) => granted === scope));

function chooseRoute(
	routes: readonly GraphRoute[],
	method: string,
	node: Node,
	edge: string | undefined,
	id: string,
): GraphRoute {
	const here = routes.filter((route) => route.node === node.kind && route.edge === edge);
	if (here.length === 0 && edge !== undefined) throw unknownPath(edge);
	const route = here.find((one) => one.method === method);
	if (route === undefined) throw unknownObject(method, id);
	return route;
}

/**
 * The node behind a path id, if the caller may see it: the own account, its things, and the people who met
 * it.
 */
function findNode(core: Core, caller: Caller, id: string): Node | undefined {
	const { account } = caller;
	if (id === 'me') return { kind: 'user', account };
	const node = core.store.find(id);
	return node !== undefined && mayTouch(core, node, account) ? node : undefined;
}

function mayTouch(core: Core, node: Node, account: Account): boolean {
	switch (node.kind) {
		case 'user':
			return node.account === account;
		case 'media':
			return (
				node.media.accountId === account.id ||
				(core.store.tagged.get(account.id)?.includes(node.media.id) ?? false)
			);
		case 'comment':
			return node.comment.accountId === account.id;
		case 'container':
			return node.container.accountId === account.id;
		case 'conversation':
		case 'message':
			return node.conversation.accountId === account.id;
		case 'person':
			return node.accountId === account.id;
		case 'flow':
			return node.flow.accountId === account.id;
	}
}

function throttled(status: number, headers: Record<string, string>): GraphError {
	return new GraphError(
		80002,
		'There have been too many calls to this Instagram account. Wait a bit and try again. For more info, please refer to https://developers.facebook.com/docs/graph-api/overview/rate-limiting.',
		{ status, type: 'OAuthException', subcode: 2446079, headers },
	);
}
