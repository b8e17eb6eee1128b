/**
 * Reads the token from n8n's encrypted credential store and writes a renewed one back, the one place that reaches
 * past n8n's typed surface: n8n has no hook after the OAuth2 callback, and does not store the result of an OAuth2 type's
 * `preAuthentication`. `additionalData.credentialsHelper.updateCredentialsOauthTokenData` is what n8n's own token refresh
 * calls; it exists in n8n 1.122 and in every 2.x looked at (2.0.2 to 2.41.3), and refuses on the experimental engine 2.0.
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
 * Writes a token into the credential.
 * @returns false where n8n does not let the node write; the caller goes on with the token in memory
 */
export async function writeToken(ctx: ApiContext, token: StoredToken): Promise<boolean> {
	const { additionalData } = ctx as unknown as { additionalData?: unknown };
	const writer = isRecord(additionalData) ? additionalData.credentialsHelper : undefined;
	const details = ctx.getNode().credentials?.[BUSINESS_LOGIN_TYPE];
	if (!details || !isTokenWriter(writer)) return false;
	try {
		const oauthTokenData = toOauthTokenData(token) as IDataObject;
		await writer.updateCredentialsOauthTokenData(
			details,
			BUSINESS_LOGIN_TYPE,
			{ oauthTokenData },
			additionalData,
		);
	} catch {
		return false;
	}
	const stored = await readOAuth2Credential(ctx);
	return stored.token?.accessToken === token.accessToken;
}
