/**
 * Sets the app's callback URL, `/{app-id}/subscriptions` on graph.facebook.com (Meta: "App subscriptions"). One page of Meta's names
 * it as an alternative to the dashboard, another says that Instagram webhooks cannot be set this way: so only on request,
 * with an explanation when Meta refuses, and never away from another URL unless told so.
 */
import type { IHookFunctions } from 'n8n-workflow';

import { classifyGraphError, isErrorBody } from '../protocol/errors/classify';
import { isRecord, recordsAt, textAt, type JsonRecord } from '../protocol/json';
import { GraphError, UserFixableError } from '../transport/errors';
import { sendAsApp, type GraphRequest } from '../transport/request';
import type { TriggerCredential } from './credential';
import { readTriggerChoice, readTriggerValue } from './parameters';

const CALLBACK = { name: 'options.appCallback', label: "App's Callback URL" };
const META_APP_ID = { name: 'options.metaAppId', label: 'Meta App ID' };

const BY_HAND =
	'Set the callback URL by hand instead: App Dashboard > Instagram > API setup with Instagram login > Configure webhooks.';

/**
 * Makes this trigger's URL the app's callback when the settings ask for it. Doing it twice is the same as once.
 * @param fields the webhook fields that the app has to be subscribed to, beside those it is subscribed to
 * @throws UserFixableError | GraphError | ConnectionError
 */
export async function setAppCallback(
	ctx: IHookFunctions,
	credential: TriggerCredential,
	fields: readonly string[],
): Promise<void> {
	const choice = readTriggerChoice(ctx, CALLBACK, ['keep', 'setIfFree', 'takeOver']);
	if (choice === 'keep') return;
	const appId = readAppId(ctx);
	const { metaAppSecret } = credential;
	if (metaAppSecret === undefined) {
		throw new UserFixableError(
			`${CALLBACK.label} needs the Meta App Secret, which the credential does not have`,
			`Fill in Meta App Secret in an OAuth2 credential: it stands under App Dashboard > App settings > Basic. ${BY_HAND}`,
		);
	}
	const callbackUrl = ctx.getNodeWebhookUrl('default') ?? '';
	const call = async (request: Omit<GraphRequest, 'path'>) =>
		await callApp(ctx, `${appId}|${metaAppSecret}`, { ...request, path: [appId, 'subscriptions'] });

	const present = findInstagram(await call({ method: 'GET' }));
	const isOurs = present?.callbackUrl === callbackUrl;
	if (isOurs && fields.every((field) => present.fields.includes(field))) return;
	if (present && !isOurs && choice !== 'takeOver') {
		throw new UserFixableError(
			`The Meta app delivers its webhooks to another URL: ${present.callbackUrl}`,
			`Enter the URL of this trigger under Forward To of the trigger that has the callback, or choose "Take Over" under ${CALLBACK.label}; the other one then receives nothing.`,
		);
	}
	const { verifyToken } = credential;
	const body = {
		object: 'instagram',
		callback_url: callbackUrl,
		verify_token: verifyToken,
		fields: [...new Set([...(present?.fields ?? []), ...fields])].join(','),
	};
	await call({ method: 'POST', body });
}

function readAppId(ctx: IHookFunctions): string {
	const value = readTriggerValue(ctx, META_APP_ID);
	const appId = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	if (/^\d+$/.test(appId)) return appId;
	throw new UserFixableError(
		`${META_APP_ID.label} must be a number`,
		'It stands at the top of the App Dashboard. Here it is the ID of the Meta app, not the one of the Instagram app.',
	);
}

async function callApp(
	ctx: IHookFunctions,
	appAccessToken: string,
	request: GraphRequest,
): Promise<JsonRecord> {
	const { status, body } = await sendAsApp(ctx, appAccessToken, request);
	if (status >= 200 && status < 300 && !isErrorBody(body) && isRecord(body)) return body;
	const failure = classifyGraphError(status, body);
	throw new GraphError({
		...failure,
		what: `Meta did not accept the call about the app's callback URL: ${failure.what}`,
		remedy: `Check Meta App ID and Meta App Secret. Meta's documents disagree on whether Instagram webhooks can be set this way. ${BY_HAND}`,
	});
}

interface AppSubscription {
	readonly callbackUrl: string;
	readonly fields: readonly string[];
}

/** Fields come as names, or as objects with a name and a version. */
function findInstagram(answer: JsonRecord): AppSubscription | undefined {
	const found = recordsAt(answer, 'data').find((subscription) => subscription.object === 'instagram');
	if (!found) return undefined;
	const fields = Array.isArray(found.fields) ? found.fields : [];
	const names = fields
		.map((field) => (isRecord(field) ? textAt(field, 'name') : field))
		.filter((name) => typeof name === 'string');
	return { callbackUrl: textAt(found, 'callback_url') ?? '', fields: names };
}
