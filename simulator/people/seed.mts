import type { Account, App, Person } from '../state/model.mts';
import type { Instagram } from './instagram.mts';

/** A small world for manual work and out-of-process tests. */
export interface SeededWorld {
	app: App;
	account: Account;
	person: Person;
	igsid: string;
	shortToken: string;
	longToken: string;
	mediaIds: string[];
	commentIds: string[];
}

export interface SeedOptions {
	redirectUris?: string[];
	webhooks?: { callbackUrl: string; verifyToken: string; fields: string[] };
}

export async function seedWorld(instagram: Instagram, options: SeedOptions = {}): Promise<SeededWorld> {
	const app = instagram.createApp({
		name: 'n8n',
		mode: 'live',
		redirectUris: options.redirectUris ?? ['https://n8n.example.test/rest/oauth2-credential/callback'],
	});
	const account = instagram.createAccount({
		username: 'brand',
		name: 'Brand',
		accountType: 'BUSINESS',
		biography: 'A brand of the simulated world',
		website: 'https://brand.example.test/',
		testerOf: app,
	});
	const person = instagram.createPerson({ username: 'ada', name: 'Ada' });
	const mediaIds = ['First post', 'Second post', 'Third post'].map(
		(caption) => instagram.createMedia(account, { caption }).id,
	);
	const comments = [
		await instagram.comment({ from: person, mediaId: mediaIds[0], text: 'Nice! How much is it?' }),
	];
	await instagram.sendDirectMessage({ from: person, to: account, text: 'Hello' });
	if (options.webhooks !== undefined) app.callback = options.webhooks;
	return {
		app,
		account,
		person,
		igsid: instagram.igsid(person, account),
		shortToken: instagram.issueToken({ app, account, kind: 'short' }),
		longToken: instagram.issueToken({ app, account, kind: 'long', ageMs: 2 * 86_400_000 }),
		mediaIds,
		commentIds: comments.map((one) => one.id),
	};
}
