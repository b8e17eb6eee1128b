/**
 * Sets the app's callback URL on activation. One page of Meta's names the call as an alternative to the
 * dashboard, another says that Instagram webhooks cannot be set this way: so it is done only on request, with
 * an explanation when Meta refuses, and another URL is never replaced unless the settings say so.
 */
import type { IHookFunctions } from 'n8n-workflow';

import {
	readAppSubscription,
	SET_CALLBACK_BY_HAND,
	setAppSubscription,
	type AppIdentity,
} from '../graph/appSubscription';
import { fieldOf } from '../panel/fieldOf';
import { readOptionalChoice, readOptionalText } from '../panel/parameters';
import { UserFixableError } from '../transport/errors';
import type { TriggerCredential } from './credential';
import { APP_CALLBACK_FIELD, CALLBACK_APP_ID_FIELD } from './panel';

const CALLBACK = fieldOf(APP_CALLBACK_FIELD, 'options');
const META_APP_ID = fieldOf(CALLBACK_APP_ID_FIELD, 'options');

/**
 * Makes this trigger's URL the app's callback when the settings ask for it. Doing it twice has the same
 * effect as doing it once.
 * @param fields the webhook fields that the app has to be subscribed to, beside those it is subscribed to
 * @throws UserFixableError | GraphError | ConnectionError
 */
export async function setAppCallback(
	ctx: IHookFunctions,
	credential: TriggerCredential,
	fields: readonly string[],
): Promise<void> {
	const choice = readOptionalChoice(ctx, CALLBACK, ['keep', 'setIfFree', 'takeOver'] as const) ?? 'keep';
	if (choice === 'keep') return;
	const app = readApp(ctx, credential);
	const callbackUrl = ctx.getNodeWebhookUrl('default') ?? '';
	const present = await readAppSubscription(ctx, app);
	const isOurs = present?.callbackUrl === callbackUrl;
	if (isOurs && fields.every((field) => present.fields.includes(field))) return;
	if (present && !isOurs && choice !== 'takeOver') {
		throw new UserFixableError(
			`The Meta app delivers its webhooks to another URL: ${present.callbackUrl}`,
			`Enter the URL of this trigger under Forward To of the trigger that has the callback, or choose "Take Over" under ${CALLBACK.label}; the other one then receives nothing.`,
		);
	}
	const { verifyToken } = credential;
	const together = [...new Set([...(present?.fields ?? []), ...fields])];
	await setAppSubscription(ctx, app, { callbackUrl, verifyToken, fields: together });
}

function readApp(ctx: IHookFunctions, { metaAppSecret }: TriggerCredential): AppIdentity {
	const metaAppId = readOptionalText(ctx, META_APP_ID)?.trim() ?? '';
	if (!/^\d+$/.test(metaAppId)) {
		throw new UserFixableError(
			`${META_APP_ID.label} must be a number`,
			'It is at the top of the App Dashboard: the ID of the Meta app, not the one of the Instagram app.',
		);
	}
	if (metaAppSecret === undefined) {
		throw new UserFixableError(
			`${CALLBACK.label} needs the Meta App Secret, which the credential does not have`,
			`Fill in Meta App Secret in an OAuth2 credential. It is under App Dashboard > App settings > Basic. ${SET_CALLBACK_BY_HAND}`,
		);
	}
	return { metaAppId, metaAppSecret };
}
