/** The first call of every node and dropdown of the package: any use of the credential keeps the login alive. */
import { credentialTypeOf, BUSINESS_LOGIN_TYPE, type ApiContext } from '../transport/context';
import { openOAuth2Session } from './oauth2Session';
import type { Session } from './session';
import { openTokenSession } from './tokenSession';

/**
 * Opens the credential that the node's `authentication` chooses: exchanges a one-hour token, renews an old one, and knows
 * the account. Costs no call while the token is fresh.
 * @throws GraphError when Meta does not accept the token
 * @throws UserFixableError when the credential is not connected
 */
export async function openSession(ctx: ApiContext): Promise<Session> {
	const node = ctx.getNode();
	const credentialType = credentialTypeOf(node);
	const credentialKey = `${credentialType}:${node.credentials?.[credentialType]?.id ?? ''}`;
	return credentialType === BUSINESS_LOGIN_TYPE
		? await openOAuth2Session(ctx, credentialKey)
		: await openTokenSession(ctx, credentialKey);
}
