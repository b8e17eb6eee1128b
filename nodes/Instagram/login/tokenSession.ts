/**
 * Opens the token credential. n8n renews it through the type's `preAuthentication` whenever its `session` property has run
 * out (a property that is empty by an expression over its age); a first call here lets that happen once, before the
 * parallel calls of a run.
 */
import { isRecord, numberAt, textAt } from '../protocol/json';
import { PASTED_TOKEN_TYPE, type ApiContext } from '../transport/context';
import { ConnectionError, UserFixableError } from '../transport/errors';
import {
	sendAuthenticated,
	sendWithToken,
	type GraphRequest,
	type GraphResponse,
} from '../transport/request';
import { readAccount, warnNotStored, type Session } from './session';
import { SingleFlight } from '../transport/singleFlight';

const touches = new SingleFlight<Session>();

interface TokenCredential {
	readonly accessToken: string;
	readonly fresh: boolean;
	readonly accountId?: string;
	readonly username?: string;
	readonly expiresAtMs?: number;
}

/**
 * @throws UserFixableError when the credential holds no token
 * @throws GraphError when Meta does not accept the token
 */
export async function openTokenSession(ctx: ApiContext, credentialKey: string): Promise<Session> {
	return (
		readySession(credentialKey, await readTokenCredential(ctx)) ??
		(await touches.do(credentialKey, async () => await touch(ctx, credentialKey)))
	);
}

async function readTokenCredential(ctx: ApiContext): Promise<TokenCredential> {
	const data: unknown = await ctx.getCredentials(PASTED_TOKEN_TYPE);
	const accessToken = isRecord(data) ? textAt(data, 'accessToken')?.trim() : undefined;
	if (!isRecord(data) || accessToken === undefined) {
		throw new UserFixableError(
			'The Instagram Access Token credential is empty',
			'Paste a token: App Dashboard > Instagram > API setup with Instagram login > Generate access tokens.',
		);
	}
	return {
		accessToken,
		fresh: textAt(data, 'session') !== undefined,
		accountId: textAt(data, 'accountId'),
		username: textAt(data, 'username'),
		expiresAtMs: numberAt(data, 'expiresAtMs'),
	};
}

function readySession(credentialKey: string, credential: TokenCredential): Session | undefined {
	const { accessToken, fresh, accountId, username, expiresAtMs } = credential;
	if (!fresh || accountId === undefined) return undefined;
	return {
		credentialType: PASTED_TOKEN_TYPE,
		credentialKey,
		account: { accountId, username },
		accessToken,
		stored: true,
		// 0 until the first renewal has told
		expiresAtMs: expiresAtMs === 0 ? undefined : expiresAtMs,
	};
}

async function touch(ctx: ApiContext, credentialKey: string): Promise<Session> {
	const account = await readAccount(async (request) => await sendEitherWay(ctx, request));
	const credential = await readTokenCredential(ctx);
	const ready = readySession(credentialKey, credential);
	if (ready) return ready;
	if (!credential.fresh) warnNotStored(ctx);
	const { accessToken, fresh } = credential;
	return { credentialType: PASTED_TOKEN_TYPE, credentialKey, account, accessToken, stored: fresh };
}

/** Where n8n refuses to renew (experimental engine 2.0), the token is used as it was pasted. */
async function sendEitherWay(ctx: ApiContext, request: GraphRequest): Promise<GraphResponse> {
	try {
		return await sendAuthenticated(ctx, PASTED_TOKEN_TYPE, request);
	} catch (error) {
		if (!(error instanceof ConnectionError) || error.isNetwork) throw error as Error;
		return await sendWithToken(ctx, (await readTokenCredential(ctx)).accessToken, request);
	}
}
