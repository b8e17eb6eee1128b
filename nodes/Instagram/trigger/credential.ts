/** What the trigger needs from its credential before it may answer. It is read without a call to Meta. */
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { isRecord, textAt } from '../protocol/json';
import { parsePastedToken } from '../protocol/pastedToken';
import { fingerprintOf, isYoung, nextTokenAction, parseStoredToken, type Account } from '../protocol/tokens';
import { BoundedMap } from '../transport/boundedMap';
import { clock } from '../transport/clock';
import {
	BUSINESS_LOGIN_TYPE,
	credentialTypeOf,
	PASTED_TOKEN_TYPE,
	type CredentialType,
} from '../transport/context';
import { UserFixableError } from '../transport/errors';

export interface TriggerCredential {
	readonly credentialType: CredentialType;
	/** The app secrets that a delivery may be signed with, the likeliest first. */
	readonly appSecrets: readonly string[];
	/** Empty when none is set; then nothing may match it. */
	readonly verifyToken: string;
	readonly metaAppSecret?: string;
	/** Names the token, so that after a reconnect nothing remembered about the previous one counts. */
	readonly tokenFingerprint?: string;
	/** Undefined as long as the token has not been exchanged or could not be stored. */
	readonly account?: Account;
	/** Whether the token should be renewed, or exchanged, now. */
	readonly isRenewalDue: boolean;
}

/** Reads the credential that the node's `authentication` chooses. */
export async function readTriggerCredential(
	ctx: IHookFunctions | IWebhookFunctions,
): Promise<TriggerCredential> {
	const credentialType = credentialTypeOf(ctx.getNode());
	const data: unknown = await ctx.getCredentials(credentialType);
	const credential = isRecord(data) ? data : {};
	const text = (key: string) => textAt(credential, key)?.trim() ?? '';
	const common = { credentialType, verifyToken: text('webhookVerifyToken') };

	if (credentialType === PASTED_TOKEN_TYPE) {
		const token = parsePastedToken(credential, clock.now());
		return {
			...common,
			appSecrets: withoutEmpty([text('appSecret')]),
			tokenFingerprint: token && fingerprintOf(token.accessToken),
			account: token?.account,
			isRenewalDue: token !== undefined && !token.fresh,
		};
	}
	const token = parseStoredToken(credential.oauthTokenData);
	return {
		...common,
		appSecrets: withoutEmpty([text('clientSecret'), text('metaAppSecret')]),
		metaAppSecret: withoutEmpty([text('metaAppSecret')])[0],
		tokenFingerprint: token && fingerprintOf(token.accessToken),
		account: token?.account,
		isRenewalDue: token !== undefined && nextTokenAction(token, clock.now()) !== 'use',
	};
}

/**
 * Reading a credential (database, decryption, expressions) costs n8n as much as everything else about a
 * delivery.
 */
const KEPT_MS = 30_000;
const MOST_CREDENTIALS = 500;

interface KeptCredential {
	readonly credential: TriggerCredential;
	readonly readAtMs: number;
}

const kept = new BoundedMap<string, KeptCredential>(MOST_CREDENTIALS);

/** A credential that seems to be the wrong one is read again, but not for every single delivery. */
export const SUSPECT_MS = 2000;

/** The credential, read at most `maxAgeMs` ago. */
export async function recallTriggerCredential(
	ctx: IWebhookFunctions,
	maxAgeMs = KEPT_MS,
): Promise<TriggerCredential> {
	const known = kept.get(credentialKeyOf(ctx));
	if (known && isYoung(known.readAtMs, maxAgeMs, clock.now())) return known.credential;
	return await renewTriggerCredential(ctx);
}

/** Reads the credential again and keeps it. */
export async function renewTriggerCredential(ctx: IWebhookFunctions): Promise<TriggerCredential> {
	const credential = await readTriggerCredential(ctx);
	kept.set(credentialKeyOf(ctx), { credential, readAtMs: clock.now() });
	return credential;
}

/** Names the credential that the node uses, for what is kept between deliveries. */
export function credentialKeyOf(ctx: IWebhookFunctions): string {
	const node = ctx.getNode();
	const credentialType = credentialTypeOf(node);
	return `${credentialType} ${node.credentials?.[credentialType]?.id ?? ''}`;
}

const withoutEmpty = (texts: readonly string[]) => texts.filter((text) => text !== '');

const DASHBOARD = 'App Dashboard > Instagram > API setup with Instagram login';

/**
 * Deliveries cannot be told from forged ones without a secret, and Meta cannot verify the callback without a
 * token.
 * @throws UserFixableError when either is missing
 */
export function assertVerifiable({ credentialType, appSecrets, verifyToken }: TriggerCredential): void {
	if (appSecrets.length === 0) {
		const label =
			credentialType === BUSINESS_LOGIN_TYPE
				? 'Instagram App Secret'
				: 'Instagram App Secret (optional elsewhere, needed here)';
		throw new UserFixableError(
			'The credential has no app secret, so incoming webhooks cannot be verified',
			`Fill in ${label} in the credential: it stands under ${DASHBOARD}.`,
		);
	}
	if (verifyToken === '') {
		throw new UserFixableError(
			'The credential has no webhook verify token, so Meta cannot verify the callback URL',
			`Fill in Webhook Verify Token in the credential with a word of your choice, and type the same one under ${DASHBOARD} > Configure webhooks > Verify token.`,
		);
	}
}
