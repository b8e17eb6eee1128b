import { MEDIA_HOST, META_HOSTS } from '../state/core.mts';
import { GraphError } from '../state/envelope.mts';
import type { NodeKind } from '../state/store.mts';
import { accountRoutes, userView } from './account.mts';
import { answerLikeMeta } from './answers.mts';
import { attachmentRoutes } from './attachments.mts';
import { authorizeRoutes } from './authorize.mts';
import { readBodies } from './bodies.mts';
import { cdnRoutes } from './cdn.mts';
import { commentRoutes, commentView } from './comments.mts';
import { containerRoutes, containerView } from './containers.mts';
import { named, sendText } from './context.mts';
import type { GraphRoute, RoutePlugin } from './context.mts';
import { conversationRoutes, conversationView, messageView } from './conversations.mts';
import { answerGraph } from './graph.mts';
import { on } from './hosts.mts';
import { insightRoutes } from './insights.mts';
import { mediaRoutes, mediaView } from './media.mts';
import { messageRoutes } from './messages.mts';
import { flowView, messengerProfileRoutes } from './messengerProfile.mts';
import { tokenRoutes } from './oauth.mts';
import { observe } from './observe.mts';
import { personRoutes, personView } from './persons.mts';
import type { Views } from './render.mts';
import type { Wire } from './request.mts';
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

const graphRoutes: readonly GraphRoute[] = [
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

const FAMILIES: readonly RoutePlugin[] = [
	authorizeRoutes,
	tokenRoutes,
	appSubscriptionRoutes,
	uploadRoutes,
	cdnRoutes,
];

/** Hosts that are no graph: what is not there is a page. */
const PAGE_HOSTS = META_HOSTS.filter((host) => !host.startsWith('graph.'));

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

/** The endpoints of the graph, as `GET graph.instagram.com/{ig_user}/media`. */
export function graphEndpoints(): string[] {
	return graphRoutes.map(
		({ method, node, edge }) =>
			`${method} graph.instagram.com/${NODE_NAMES[node]}${edge === undefined ? '' : `/${edge}`}`,
	);
}

/** All simulated hosts: their families of routes, and what each says to any other path. */
export const instagram: RoutePlugin = async (app, { context }) => {
	readBodies(app);
	answerLikeMeta(app, context.core);
	observe(app, context.core);
	for (const family of FAMILIES) await app.register(named(family), { context });
	app.all<Wire>('/*', on('graph.instagram.com'), (request, reply) =>
		answerGraph(context, graphRoutes, request, reply),
	);
	app.all('/*', on('graph.facebook.com'), async () => {
		throw new GraphError(190, 'Invalid OAuth access token - Cannot parse access token', {
			type: 'OAuthException',
		});
	});
	app.all('/*', on(MEDIA_HOST), (_request, reply) => sendText(reply, 'Not found', 404));
	for (const host of PAGE_HOSTS) {
		app.all('/*', on(host), (_request, reply) =>
			sendText(reply, "Sorry, this page isn't available.", 404, 'text/html; charset=utf-8'),
		);
	}
};
