import type { Simulator } from '../../simulator/index.mts';
import { connectOAuth2, createCredential, type CredentialReference } from '../n8n/credentials.mts';
import type { Session } from '../n8n/session.mts';
import { publicUrl, type World } from './world.mts';

export const oAuth2Credential = 'instagramBusinessLoginOAuth2Api';
export const tokenCredential = 'instagramBusinessTokenApi';

export type App = ReturnType<Simulator['instagram']['createApp']>;
export type Account = ReturnType<Simulator['instagram']['createAccount']>;

export const verifyToken = 'a verify token of our own choice';

/** What the owner of an Instagram account sets up at Meta: an app of theirs that knows this n8n. */
export function createMetaApp(simulator: Simulator): App {
	return simulator.instagram.createApp({
		redirectUris: [`${publicUrl}/rest/oauth2-credential/callback`],
		mode: 'live',
	});
}

/**
 * The OAuth2 credential as it is filled in, not connected yet; without `permissions` those that it comes
 * with.
 */
export async function createOAuth2Credential(
	session: Session,
	app: App,
	permissions?: string[],
): Promise<CredentialReference> {
	return await createCredential(session, {
		name: 'Instagram Business Login',
		type: oAuth2Credential,
		data: {
			clientId: app.instagramAppId,
			clientSecret: app.instagramAppSecret,
			webhookVerifyToken: verifyToken,
			...(permissions && { permissions }),
		},
	});
}

/** Fills in the OAuth2 credential, presses Connect, and allows it in Instagram's window. */
export async function connectAccount(
	world: World,
	app: App,
	account: Account,
	permissions?: string[],
): Promise<CredentialReference> {
	const credential = await createOAuth2Credential(world.session, app, permissions);
	const { page } = await connectOAuth2(world.session, credential, (windowUrl) =>
		world.simulator.instagram.authorize(atInstagram(windowUrl), { account }),
	);
	if (!page.includes('Connection successful'))
		throw new Error(`n8n did not accept the connection: ${page.slice(0, 2_000)}`);
	return credential;
}

/** The window at its own address, also where n8n was given another one for the browsers of this machine. */
function atInstagram(windowUrl: string): string {
	const { pathname, search } = new URL(windowUrl);
	return `https://www.instagram.com${pathname}${search}`;
}

/** The other credential: a token generated in Meta's App Dashboard, pasted. */
export async function createTokenCredential(
	session: Session,
	accessToken: string,
	app: App,
): Promise<CredentialReference> {
	return await createCredential(session, {
		name: 'Instagram Access Token',
		type: tokenCredential,
		data: { accessToken, appSecret: app.instagramAppSecret, webhookVerifyToken: verifyToken },
	});
}

/**
 * Tells Meta where the app's webhooks go, as the App Dashboard does: the trigger has to answer the handshake.
 * `webhookPath` is the trigger's path on this n8n.
 */
export async function registerWebhook(
	world: World,
	app: App,
	webhookPath: string,
	fields: readonly string[] = ['messages', 'comments'],
): Promise<void> {
	await world.simulator.instagram.setCallback(app, {
		callbackUrl: publicUrl + webhookPath,
		verifyToken,
		fields: [...fields],
	});
}
