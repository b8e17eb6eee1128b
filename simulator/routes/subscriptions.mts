import { HandshakeError, setCallback, WEBHOOK_FIELDS } from '../delivery/callbacks.mts';
import type { Core } from '../state/core.mts';
import { GraphError } from '../state/envelope.mts';
import { invalidParameter, missingParameter } from '../state/errors.mts';
import type { App } from '../state/model.mts';
import { bodyOf } from './bodies.mts';
import type { GraphCall, GraphRoute, RoutePlugin } from './context.mts';
import { tokenOf, VERSIONS } from './graph.mts';
import { on } from './hosts.mts';
import { Params } from './request.mts';
import type { MetaRequest, Wire } from './request.mts';

/** Account level: POST, GET, DELETE /{ig_user}/subscribed_apps (webhooks.md section 1). */
function subscribe(call: GraphCall): unknown {
	const fields = call.params.textList('subscribed_fields');
	if (fields === undefined || fields.length === 0) throw missingParameter('subscribed_fields');
	fields.forEach((field, index) => {
		if (WEBHOOK_FIELDS.some((known) => known === field)) return;
		throw invalidParameter(`Param subscribed_fields[${index}] must be one of {${WEBHOOK_FIELDS.join(', ')}}`);
	});
	call.caller.account.subscriptions[call.caller.app.instagramAppId] = [...new Set(fields)];
	return { success: true };
}

function listSubscriptions(call: GraphCall): unknown {
	const { app, account } = call.caller;
	const fields = account.subscriptions[app.instagramAppId];
	return { data: fields === undefined ? [] : [{ app_id: app.instagramAppId, subscribed_fields: fields }] };
}

function unsubscribe(call: GraphCall): unknown {
	delete call.caller.account.subscriptions[call.caller.app.instagramAppId];
	return { success: true };
}

export const subscriptionRoutes: GraphRoute[] = [
	{ method: 'POST', node: 'user', edge: 'subscribed_apps', scopes: [], handle: subscribe },
	{ method: 'GET', node: 'user', edge: 'subscribed_apps', scopes: [], handle: listSubscriptions },
	{ method: 'DELETE', node: 'user', edge: 'subscribed_apps', scopes: [], handle: unsubscribe },
];

/** App level: graph.facebook.com/{app-id}/subscriptions with the app access token `ID|SECRET`. */
async function appSubscriptions(core: Core, request: MetaRequest): Promise<unknown> {
	const params = new Params(request.query, bodyOf(request).value);
	const app = authenticateApp(core, tokenOf(request, params), request.params['app_id'] ?? '');
	if (core.switches.appSubscriptions === 'refused') {
		throw new GraphError(3, '(#3) Application does not have the capability to make this API call.', {
			type: 'OAuthException',
		});
	}
	if (request.method === 'GET') return { data: app.callback === undefined ? [] : [listedCallback(app)] };
	if (request.method === 'DELETE') {
		app.callback = undefined;
		return { success: true };
	}
	if (params.required('object') !== 'instagram') {
		throw new GraphError(100, '(#100) Param object must be one of {instagram}', { type: 'OAuthException' });
	}
	const callback = {
		callbackUrl: params.required('callback_url'),
		verifyToken: params.required('verify_token'),
		fields: params.textList('fields') ?? [],
	};
	try {
		await setCallback(core, app, callback);
	} catch (error) {
		if (!(error instanceof HandshakeError)) throw error;
		throw new GraphError(
			2200,
			`(#2200) Callback verification failed with the following errors: ${error.message}`,
			{
				type: 'OAuthException',
			},
		);
	}
	return { success: true };
}

/**
 * Meta app id with Meta secret; the Instagram pair is accepted too, as nothing says which (webhooks.md
 * section 1).
 */
function authenticateApp(core: Core, token: string | undefined, pathId: string): App {
	const { store } = core;
	const app = store.appByMetaId(pathId) ?? store.apps.get(pathId);
	const accepted = app && [
		`${app.metaAppId}|${app.metaAppSecret}`,
		`${app.instagramAppId}|${app.instagramAppSecret}`,
	];
	if (app === undefined || token === undefined || accepted?.includes(token) !== true) {
		throw new GraphError(190, 'Invalid OAuth access token - Cannot parse access token', {
			type: 'OAuthException',
		});
	}
	return app;
}

function listedCallback(app: App): unknown {
	return {
		object: 'instagram',
		callback_url: app.callback?.callbackUrl,
		active: true,
		fields: app.callback?.fields.map((name) => ({ name, version: 'v25.0' })),
	};
}

/** With a version before it or without. */
export const appSubscriptionRoutes: RoutePlugin = async (app, { context: { core } }) => {
	for (const url of ['/:app_id/subscriptions', `/:version(${VERSIONS})/:app_id/subscriptions`]) {
		app.route<Wire>({
			method: ['GET', 'POST', 'DELETE'],
			url,
			...on('graph.facebook.com'),
			handler: (request) => appSubscriptions(core, request),
		});
	}
};
