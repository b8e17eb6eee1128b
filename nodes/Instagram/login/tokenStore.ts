/**
 * Reads the token from n8n's encrypted credential store and writes a renewed one back, the one place that reaches
 * past n8n's typed surface: n8n has no hook after the OAuth2 callback, and does not store the result of an OAuth2 type's
 * `preAuthentication`. `additionalData.credentialsHelper.updateCredentialsOauthTokenData` is what n8n's own token refresh
 * calls; it exists in n8n 1.109 and in every 2.x looked at (2.0.2 to 2.41.3), and refuses on the experimental engine 2.0.
 */
import type { ICredentialDataDecryptedObject, IDataObject, INodeCredentialsDetails } from 'n8n-workflow';

import { isRecord } from '../protocol/json';
import { parseStoredToken, toOauthTokenData, type StoredToken } from '../protocol/tokens';
import { BUSINESS_LOGIN_TYPE, type ApiContext } from '../transport/context';

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

/** Reads the OAuth2 credential anew from the store; n8n does not cache it. */
export async function readOAuth2Credential(ctx: ApiContext): Promise<OAuth2Credential> {
	const data = await ctx.getCredentials<ICredentialDataDecryptedObject>(BUSINESS_LOGIN_TYPE);
	return {
		token: parseStoredToken(data.oauthTokenData),
		clientSecret: typeof data.clientSecret === 'string' ? data.clientSecret.trim() : '',
	};
}

/**
 * - `stored`
 * - `overtaken`: the credential holds the token of somebody else by now, another process or a person who connected again;
 *   theirs counts
 * - `refused`: n8n does not let the node write
 */
export type WriteOutcome = 'stored' | 'overtaken' | 'refused';

/**
 * Puts a token in the place of the one it came from. n8n has no "write only if": between our last look and n8n's own
 * write lie the few milliseconds of n8n's code.
 */
export async function replaceToken(
	ctx: ApiContext,
	before: StoredToken,
	token: StoredToken,
): Promise<WriteOutcome> {
	const { additionalData } = ctx as unknown as { additionalData?: unknown };
	const writer = isRecord(additionalData) ? additionalData.credentialsHelper : undefined;
	const details = ctx.getNode().credentials?.[BUSINESS_LOGIN_TYPE];
	if (await isOvertaken(ctx, before)) return 'overtaken';
	if (!details || !isTokenWriter(writer)) return 'refused';
	try {
		const oauthTokenData = toOauthTokenData(token) as IDataObject;
		await writer.updateCredentialsOauthTokenData(
			details,
			BUSINESS_LOGIN_TYPE,
			{ oauthTokenData },
			additionalData,
		);
	} catch {
		return 'refused';
	}
	const stored = (await readOAuth2Credential(ctx)).token?.accessToken;
	if (stored === token.accessToken) return 'stored';
	return stored === before.accessToken ? 'refused' : 'overtaken';
}

/** Whether the credential holds another token than this one by now. */
export async function isOvertaken(ctx: ApiContext, before: StoredToken): Promise<boolean> {
	const { token } = await readOAuth2Credential(ctx);
	return token !== undefined && token.accessToken !== before.accessToken;
}
