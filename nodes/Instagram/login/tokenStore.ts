/**
 * Reads the token from n8n's encrypted credential store and writes a renewed one back, the one place that
 * reaches past n8n's typed surface: n8n has no hook after the OAuth2 callback, and does not store the result
 * of an OAuth2 type's `preAuthentication`. `additionalData.credentialsHelper.updateCredentialsOauthTokenData`
 * is what n8n's own token refresh calls; it exists in n8n 1.109 and in every 2.x that was checked (2.0.2 to
 * 2.41.3), and refuses on the experimental engine 2.0.
 */
import type { ICredentialDataDecryptedObject, IDataObject, INodeCredentialsDetails } from 'n8n-workflow';

import { isRecord, type JsonRecord } from '../protocol/json';
import { parseStoredToken, toOauthTokenData, type StoredToken } from '../protocol/tokens';
import { triggerFieldsIn } from '../protocol/triggerFields';
import { BUSINESS_LOGIN_TYPE, credentialTypeOf, type ApiContext } from '../transport/context';

interface TokenWriter {
	updateCredentialsOauthTokenData(
		nodeCredentials: INodeCredentialsDetails,
		type: string,
		data: IDataObject,
		additionalData: unknown,
	): Promise<void>;
}

function isTokenWriter(value: unknown): value is TokenWriter {
	return isRecord(value) && typeof value.updateCredentialsOauthTokenData === 'function';
}

export interface OAuth2Credential {
	readonly token?: StoredToken;
	readonly clientSecret: string;
}

/** Reads the OAuth2 credential from the store again; n8n does not cache it. */
export async function readOAuth2Credential(ctx: ApiContext): Promise<OAuth2Credential> {
	const data = await ctx.getCredentials<ICredentialDataDecryptedObject>(BUSINESS_LOGIN_TYPE);
	return {
		token: parseStoredToken(data.oauthTokenData),
		clientSecret: typeof data.clientSecret === 'string' ? data.clientSecret.trim() : '',
	};
}

/**
 * - `stored`
 * - `overtaken`: another process, or a person who connected again, has stored another token meanwhile; that
 *   one counts
 * - `refused`: n8n does not let the node write
 */
export type WriteOutcome = 'stored' | 'overtaken' | 'refused';

/**
 * Replaces a token with the one it was exchanged or renewed to. n8n has no "write only if": a few
 * milliseconds of n8n's own code lie between our last look and its write.
 */
export async function replaceToken(
	ctx: ApiContext,
	before: StoredToken,
	token: StoredToken,
): Promise<WriteOutcome> {
	let isOvertakenNow = false;
	const isWritten = await changeStored(ctx, (data) => {
		const present = parseStoredToken(data);
		// the last look counts: after it n8n writes without asking anybody
		isOvertakenNow = present !== undefined && present.accessToken !== before.accessToken;
		return isOvertakenNow ? undefined : { ...triggerFieldsIn(data), ...toOauthTokenData(token) };
	});
	if (isOvertakenNow) return 'overtaken';
	if (!isWritten) return 'refused';
	const stored = (await readOAuth2Credential(ctx)).token?.accessToken;
	if (stored === token.accessToken) return 'stored';
	return stored === before.accessToken ? 'refused' : 'overtaken';
}

/** Whether the credential holds a different token by now. */
export async function isOvertaken(ctx: ApiContext, before: StoredToken): Promise<boolean> {
	const { token } = await readOAuth2Credential(ctx);
	return token !== undefined && token.accessToken !== before.accessToken;
}

/** Changes follow each other in this process: each reads what the one before has written. */
let lastChange: Promise<unknown> = Promise.resolve();

/**
 * Changes what n8n keeps under `oauthTokenData`, which a credential of either type may have.
 * @param change gives back what to write, or `undefined` to leave everything as it is
 * @returns whether something was written; false also where n8n does not let the node write
 */
export async function changeStored(
	ctx: ApiContext,
	change: (oauthTokenData: JsonRecord) => JsonRecord | undefined,
): Promise<boolean> {
	const changed = lastChange.then(async () => await changeNow(ctx, change));
	lastChange = changed.catch(() => false);
	return await changed;
}

async function changeNow(
	ctx: ApiContext,
	change: (data: JsonRecord) => JsonRecord | undefined,
): Promise<boolean> {
	const { additionalData } = ctx as unknown as { additionalData?: unknown };
	const writer = isRecord(additionalData) ? additionalData.credentialsHelper : undefined;
	const node = ctx.getNode();
	const type = credentialTypeOf(node);
	const details = node.credentials?.[type];
	const credential: unknown = await ctx.getCredentials(type);
	const before = isRecord(credential) && isRecord(credential.oauthTokenData) ? credential.oauthTokenData : {};
	const oauthTokenData = change(before) as IDataObject | undefined;
	if (!oauthTokenData || !details || !isTokenWriter(writer)) return false;
	try {
		await writer.updateCredentialsOauthTokenData(details, type, { oauthTokenData }, additionalData);
		return true;
	} catch {
		return false;
	}
}
