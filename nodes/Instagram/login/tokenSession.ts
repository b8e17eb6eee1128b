/**
 * Opens the token credential. n8n renews it through the type's `preAuthentication` whenever its `session`
 * property is empty (an expression over its age); the first call here makes that happen once, before the
 * parallel calls of a run.
 */
import { parsePastedToken, type PastedToken } from '../protocol/pastedToken';
import { clock } from '../transport/clock';
import { cancelSignalOf, PASTED_TOKEN_TYPE, type ApiContext } from '../transport/context';
import { ConnectionError, UserFixableError } from '../transport/errors';
import {
	sendAuthenticated,
	sendWithToken,
	type GraphRequest,
	type GraphResponse,
} from '../transport/request';
import { SingleFlight } from '../transport/singleFlight';
import { isDead, isReplacedSoon, loginKeyOf, readAccount, warnNotStored, type Session } from './session';

const touches = new SingleFlight<Session>();

/**
 * @throws UserFixableError when the credential holds no token
 * @throws GraphError when Meta does not accept the token
 */
export async function openTokenSession(ctx: ApiContext): Promise<Session> {
	const credential = await readPastedToken(ctx);
	const ready = readyPastedSession(ctx, credential);
	if (ready) return ready;
	const key = loginKeyOf(ctx, PASTED_TOKEN_TYPE, credential.accessToken);
	return await touches.do(key, async () => await touch(ctx, credential), cancelSignalOf(ctx));
}

async function readPastedToken(ctx: ApiContext): Promise<PastedToken> {
	const credential = parsePastedToken(await ctx.getCredentials(PASTED_TOKEN_TYPE), clock.now());
	if (credential) return credential;
	throw new UserFixableError(
		'The Instagram Access Token credential is empty',
		'Paste a token: App Dashboard > Instagram > API setup with Instagram login > Generate access tokens.',
	);
}

function readyPastedSession(ctx: ApiContext, credential: PastedToken): Session | undefined {
	const { fresh, account } = credential;
	return fresh && account ? toPastedSession(ctx, credential, account) : undefined;
}

function toPastedSession(ctx: ApiContext, credential: PastedToken, account: Session['account']): Session {
	const { accessToken, fresh, expiresAtMs } = credential;
	return {
		credentialType: PASTED_TOKEN_TYPE,
		loginKey: loginKeyOf(ctx, PASTED_TOKEN_TYPE, accessToken),
		account,
		accessToken,
		stored: fresh,
		expiresAtMs,
	};
}

async function touch(ctx: ApiContext, before: PastedToken): Promise<Session> {
	try {
		const account = await readAccount(async (request) => await sendEitherWay(ctx, request));
		const credential = await readPastedToken(ctx);
		if (credential.pasted !== before.pasted) return await openAgain(ctx, credential);
		if (!credential.fresh) warnNotStored(ctx);
		return readyPastedSession(ctx, credential) ?? toPastedSession(ctx, credential, account);
	} catch (error) {
		if (!isDead(error)) throw error as Error;
		const key = loginKeyOf(ctx, PASTED_TOKEN_TYPE, before.accessToken);
		const look = async () => (await readPastedToken(ctx)).accessToken !== before.accessToken;
		if (!(await isReplacedSoon(key, error, look, cancelSignalOf(ctx)))) throw error as Error;
		return await openAgain(ctx, await readPastedToken(ctx));
	}
}

/**
 * The credential holds another token by now: a person pasted it, or another process renewed the one before.
 */
async function openAgain(ctx: ApiContext, credential: PastedToken): Promise<Session> {
	return readyPastedSession(ctx, credential) ?? (await touch(ctx, credential));
}

/** Where n8n refuses to renew (experimental engine 2.0), the pasted token is used. */
async function sendEitherWay(ctx: ApiContext, request: GraphRequest): Promise<GraphResponse> {
	try {
		return await sendAuthenticated(ctx, PASTED_TOKEN_TYPE, request);
	} catch (error) {
		if (!(error instanceof ConnectionError) || error.isNetwork) throw error as Error;
		return await sendWithToken(ctx, (await readPastedToken(ctx)).accessToken, request);
	}
}
