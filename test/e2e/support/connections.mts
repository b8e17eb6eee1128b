import {
	connectAccount,
	createTokenCredential,
	type Account,
	type App,
} from '../../../scripts/world/connection.mts';
import type { World } from '../../../scripts/world/world.mts';
import type { Connection } from './nodes.mts';

const day = 86_400_000;

/** Connects an account with each of the credentials: by a login, and by a token that is two days old. */
export async function connectBoth(world: World, app: App, account: Account): Promise<Connection[]> {
	const token = world.simulator.instagram.issueToken({ app, account, kind: 'long', ageMs: 2 * day });
	return [
		{ kind: 'oAuth2', credential: await connectAccount(world, app, account) },
		{ kind: 'accessToken', credential: await createTokenCredential(world.session, token, app) },
	];
}
