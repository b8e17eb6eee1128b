/**
 * The checks of the Meta app: where it delivers webhooks, and which. Meta says so to anybody who has the
 * app's ID and secret.
 */
import type { INodeProperties } from 'n8n-workflow';

import {
	readAppSubscription,
	readMetaAppSecret,
	type AppIdentity,
	type AppSubscription,
} from '../../graph/appSubscription';
import { readSubscribedFields } from '../../graph/subscribedApps';
import { fieldOf } from '../../panel/fieldOf';
import { readOptionalText } from '../../panel/parameters';
import { refuse } from '../../panel/source';
import { originOf } from './instanceChecks';
import { right, unknown, wrong, type Check, type Finding, type Setup } from './setupCheck';

export const META_APP_ID_FIELD: INodeProperties = {
	displayName: 'Meta App ID',
	name: 'metaAppId',
	type: 'string',
	default: '',
	placeholder: 'e.g. 1234567890123456',
	description:
		'The ID at the top of the App Dashboard, not the one of the Instagram app. With it, and the Meta App Secret in the credential, the check can read the callback URL of the app.',
};
const META_APP_ID = fieldOf(META_APP_ID_FIELD, 'additionalFields');

const DASHBOARD = 'App Dashboard > Instagram > API setup with Instagram login > Configure webhooks';

async function identifyApp({ ctx, itemIndex }: Setup): Promise<AppIdentity | undefined> {
	const metaAppId = readOptionalText({ ctx, itemIndex }, META_APP_ID);
	if (metaAppId !== undefined && !/^\d+$/.test(metaAppId)) refuse(META_APP_ID, 'must be a number');
	const metaAppSecret = await readMetaAppSecret(ctx);
	return metaAppId === undefined || metaAppSecret === undefined ? undefined : { metaAppId, metaAppSecret };
}

/** A check of what Meta says about the app's webhooks. */
function checkApp(
	check: string,
	look: (found: AppSubscription | undefined, setup: Setup) => Finding | Promise<Finding>,
): Check {
	return {
		check,
		async look(setup) {
			const app = await identifyApp(setup);
			if (app) return await look(await readAppSubscription(setup.ctx, app), setup);
			return unknown(
				'Meta says this only to the Meta app itself, with its ID and secret',
				`Fill in Meta App ID here and Meta App Secret in the OAuth2 credential, or look under ${DASHBOARD}.`,
			);
		},
	};
}

const CALLBACK = checkApp('appCallback', (found, { ctx }) => {
	if (!found) {
		return wrong(
			'The app has no callback URL, so Meta delivers no webhooks',
			`Needed for triggers only: enter the URL of an Instagram Trigger under ${DASHBOARD}.`,
		);
	}
	const leadsTo = `Webhooks are delivered to ${found.callbackUrl}`;
	const instance = originOf(ctx.getInstanceBaseUrl());
	if (originOf(found.callbackUrl) === instance) return right(`${leadsTo}, which belongs to this n8n`);
	return unknown(
		`${leadsTo}, which is not under this n8n's own address (${instance ?? 'unknown'})`,
		'That is right if it is another address of this n8n, or an Instagram Trigger elsewhere that forwards to this one.',
	);
});

const FIELDS = checkApp('appFields', async (found, { connection }) => {
	const fields = found?.fields ?? [];
	const list = fields.length === 0 ? 'no field' : fields.join(', ');
	if (!connection) return unknown(`The app is subscribed to ${list}; what the account needs is not known`);
	const needed = await readSubscribedFields(connection.graph);
	const missing = needed.filter((field) => !fields.includes(field));
	if (missing.length === 0 && fields.length > 0) return right(`The app is subscribed to ${list}`);
	return wrong(
		missing.length === 0
			? 'The app is not subscribed to any webhook field'
			: `The account is subscribed to ${missing.join(', ')}, but the app is not, so Meta does not deliver it`,
		`Needed for triggers only: tick the fields under ${DASHBOARD} > Webhook fields.`,
	);
});

export const APP_CHECKS: readonly Check[] = [CALLBACK, FIELDS];
