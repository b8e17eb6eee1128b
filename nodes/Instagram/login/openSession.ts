/**
 * The first call of every node and dropdown of the package: any use of the credential keeps the login alive.
 */
import { cancelSignalOf, credentialTypeOf, BUSINESS_LOGIN_TYPE, type ApiContext } from '../transport/context';
import type { GraphError } from '../transport/errors';
import { openOAuth2Session } from './oauth2Session';
import { isReplacedSoon, type Session } from './session';
import { openTokenSession } from './tokenSession';

/**
 * Opens the credential that the node's `authentication` chooses: exchanges a one-hour token, renews an old
 * one, and finds out the account. Costs no call while the token is fresh.
 * @throws GraphError when Meta does not accept the token
 * @throws UserFixableError when the credential is not connected
 */
export async function openSession(ctx: ApiContext): Promise<Session> {
	return credentialTypeOf(ctx.getNode()) === BUSINESS_LOGIN_TYPE
		? await openOAuth2Session(ctx)
		: await openTokenSession(ctx);
}

/**
 * Opens the credential again after Meta has refused the token of a session: another process may have renewed
 * it, or a person may have connected again.
 * @returns `undefined` when the credential still holds the refused token
 * @throws what {@link openSession} throws
 */
export async function reopenSession(
	ctx: ApiContext,
	refused: Session,
	error: GraphError,
): Promise<Session | undefined> {
	let session = refused;
	const isReplaced = async () => {
		session = await openSession(ctx);
		return session.accessToken !== refused.accessToken;
	};
	const found = await isReplacedSoon(refused.loginKey, error, isReplaced, cancelSignalOf(ctx));
	return found ? session : undefined;
}
