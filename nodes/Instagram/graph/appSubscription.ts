/**
 * The app's own subscription to webhooks, `/{app-id}/subscriptions` on graph.facebook.com (Meta: "App
 * subscriptions"): where Meta delivers, and which fields. Meta gives it to the app only, which is named by ID
 * and secret of the Meta app, not of the Instagram app.
 */
import { classifyGraphError, isReadableSuccess } from '../protocol/errors/classify';
import { isRecord, recordsAt, textAt, type JsonRecord } from '../protocol/json';
import { BUSINESS_LOGIN_TYPE, credentialTypeOf, type ApiContext } from '../transport/context';
import { GraphError } from '../transport/errors';
import { sendAsApp, type GraphRequest } from '../transport/request';

/** Proves to Meta that the app itself asks. */
export interface AppIdentity {
	readonly metaAppId: string;
	readonly metaAppSecret: string;
}

export interface AppSubscription {
	readonly callbackUrl: string;
	readonly fields: readonly string[];
}

export const SET_CALLBACK_BY_HAND =
	'You can set the callback URL by hand instead: App Dashboard > Instagram > API setup with Instagram login > Configure webhooks.';

/**
 * The Meta App Secret of the node's credential; `undefined` when it is empty, and for a token credential,
 * which has none.
 */
export async function readMetaAppSecret(ctx: ApiContext): Promise<string | undefined> {
	if (credentialTypeOf(ctx.getNode()) !== BUSINESS_LOGIN_TYPE) return undefined;
	const data: unknown = await ctx.getCredentials(BUSINESS_LOGIN_TYPE);
	const secret = isRecord(data) ? textAt(data, 'metaAppSecret')?.trim() : undefined;
	return secret === '' ? undefined : secret;
}

/**
 * Where Meta delivers the app's Instagram webhooks; `undefined` when no callback is set.
 * @throws GraphError | ConnectionError
 */
export async function readAppSubscription(
	ctx: ApiContext,
	app: AppIdentity,
): Promise<AppSubscription | undefined> {
	const answer = await callApp(ctx, app, { method: 'GET' });
	const found = recordsAt(answer, 'data').find((subscription) => subscription.object === 'instagram');
	if (!found) return undefined;
	// fields come as names, or as objects with a name and a version
	const fields = Array.isArray(found.fields) ? found.fields : [];
	const names = fields
		.map((field) => (isRecord(field) ? textAt(field, 'name') : field))
		.filter((name) => typeof name === 'string');
	return { callbackUrl: textAt(found, 'callback_url') ?? '', fields: names };
}

/**
 * Sets callback and fields. Meta asks the callback for its challenge before it answers.
 * @throws GraphError | ConnectionError
 */
export async function setAppSubscription(
	ctx: ApiContext,
	app: AppIdentity,
	{ callbackUrl, verifyToken, fields }: AppSubscription & { readonly verifyToken: string },
): Promise<void> {
	const body = {
		object: 'instagram',
		callback_url: callbackUrl,
		verify_token: verifyToken,
		fields: fields.join(','),
	};
	await callApp(ctx, app, { method: 'POST', body });
}

async function callApp(
	ctx: ApiContext,
	{ metaAppId, metaAppSecret }: AppIdentity,
	request: Omit<GraphRequest, 'path'>,
): Promise<JsonRecord> {
	const { status, body } = await sendAsApp(ctx, `${metaAppId}|${metaAppSecret}`, {
		...request,
		path: [metaAppId, 'subscriptions'],
	});
	if (isReadableSuccess(status, body)) return body;
	const failure = classifyGraphError(status, body);
	throw new GraphError({
		...failure,
		what: `Meta did not accept the call about the app's callback URL: ${failure.what}`,
		remedy: `Check Meta App ID and Meta App Secret. Meta's documents disagree on whether Instagram webhooks can be set this way. ${SET_CALLBACK_BY_HAND}`,
	});
}
