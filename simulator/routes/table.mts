import { META_HOSTS, MEDIA_HOST } from '../state/core.mts';
import { GraphError } from '../state/envelope.mts';
import type { NodeKind } from '../state/store.mts';
import { accountRoutes, userView } from './account.mts';
import { attachmentRoutes } from './attachments.mts';
import { authorizeRoutes } from './authorize.mts';
import { cdnRoutes } from './cdn.mts';
import { commentRoutes, commentView } from './comments.mts';
import { containerRoutes, containerView } from './containers.mts';
import type { Context, GraphRoute, PlainRoute } from './context.mts';
import { textAnswer } from './context.mts';
import { conversationRoutes, conversationView, messageView } from './conversations.mts';
import { answerGraph, splitVersion } from './graph.mts';
import { insightRoutes } from './insights.mts';
import { mediaRoutes, mediaView } from './media.mts';
import { messageRoutes } from './messages.mts';
import { flowView, messengerProfileRoutes } from './messengerProfile.mts';
import { tokenRoutes } from './oauth.mts';
import { personRoutes, personView } from './persons.mts';
import type { Views } from './render.mts';
import type { HttpAnswer, HttpRequest } from './request.mts';
import { appSubscriptionRoutes, subscriptionRoutes } from './subscriptions.mts';
import { uploadRoutes } from './upload.mts';

export const views: Views = {
	user: userView,
	media: mediaView,
	comment: commentView,
	container: containerView,
	conversation: conversationView,
	message: messageView,
	person: personView,
	flow: flowView,
};

export const graphRoutes: readonly GraphRoute[] = [
	...accountRoutes,
	...containerRoutes,
	...mediaRoutes,
	...commentRoutes,
	...insightRoutes,
	...messageRoutes,
	...attachmentRoutes,
	...conversationRoutes,
	...personRoutes,
	...messengerProfileRoutes,
	...subscriptionRoutes,
];

export const plainRoutes: readonly PlainRoute[] = [
	...authorizeRoutes,
	...tokenRoutes,
	...appSubscriptionRoutes,
	...uploadRoutes,
	...cdnRoutes,
];

const NODE_NAMES: Record<NodeKind, string> = {
	user: '{ig_user}',
	media: '{ig_media}',
	comment: '{ig_comment}',
	container: '{ig_container}',
	conversation: '{conversation}',
	message: '{message}',
	person: '{igsid}',
	flow: '{flow}',
};

/** Every endpoint as `GET graph.instagram.com/{ig_user}/media`; the test compares it with coverage.mts. */
export function endpoints(): string[] {
	const graph = graphRoutes.map(
		(route) =>
			`${route.method} graph.instagram.com/${NODE_NAMES[route.node]}${route.edge === undefined ? '' : `/${route.edge}`}`,
	);
	return [...plainRoutes.map((route) => `${route.method} ${route.host}${route.path}`), ...graph];
}

/** Answers a request to one of the simulated hosts; throws GraphError, OAuthHostError or TextPageError. */
export async function answer(context: Context, request: HttpRequest): Promise<HttpAnswer> {
	// Only graph.facebook.com takes a version before these: token endpoints are documented without one.
	const versioned = request.host === 'graph.facebook.com' ? splitVersion(request.path).segments : undefined;
	const segments = versioned ?? request.path.split('/').filter((part) => part !== '');
	for (const route of plainRoutes) {
		if (route.host !== request.host || route.method !== methodOf(request)) continue;
		const found = matchPath(route.path, segments);
		if (found !== undefined) return route.handle(context, request, found);
	}
	if (request.host === 'graph.instagram.com') return answerGraph(context, graphRoutes, request);
	if (request.host === 'graph.facebook.com') {
		throw new GraphError(190, 'Invalid OAuth access token - Cannot parse access token', {
			type: 'OAuthException',
		});
	}
	if (request.host === MEDIA_HOST) return textAnswer('Not found', 404);
	return textAnswer("Sorry, this page isn't available.", 404, 'text/html; charset=utf-8');
}

/** HEAD is answered like GET; Node leaves the body out. */
function methodOf(request: HttpRequest): string {
	return request.method === 'HEAD' ? 'GET' : request.method;
}

function matchPath(pattern: string, segments: readonly string[]): Record<string, string> | undefined {
	const parts = pattern.split('/').filter((part) => part !== '');
	if (parts.length !== segments.length) return undefined;
	const found: Record<string, string> = {};
	for (const [index, part] of parts.entries()) {
		const segment = segments[index] ?? '';
		if (part.startsWith('{')) found[part.slice(1, -1)] = segment;
		else if (part !== segment) return undefined;
	}
	return found;
}

export function isSimulatedHost(host: string): boolean {
	return host === MEDIA_HOST || META_HOSTS.some((one) => one === host);
}
