import type { Account, App, Person } from '../state/model.mts';
import type { World } from './instagram.mts';

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

export async function seedWorld(world: World, options: SeedOptions = {}): Promise<SeededWorld> {
	const app = world.createApp({
		name: 'n8n',
		mode: 'live',
		redirectUris: options.redirectUris ?? ['https://n8n.example.test/rest/oauth2-credential/callback'],
	});
	const account = world.createAccount({
		username: 'brand',
		name: 'Brand',
		accountType: 'BUSINESS',
		biography: 'A brand of the simulated world',
		website: 'https://brand.example.test/',
		testerOf: app,
	});
	const person = world.createPerson({ username: 'ada', name: 'Ada' });
	const mediaIds = ['First post', 'Second post', 'Third post'].map(
		(caption) => world.createMedia(account, { caption }).id,
	);
	const comments = [
		await world.comment({ from: person, mediaId: mediaIds[0], text: 'Nice! How much is it?' }),
	];
	await world.sendDirectMessage({ from: person, to: account, text: 'Hello' });
	if (options.webhooks !== undefined) app.callback = options.webhooks;
	return {
		app,
		account,
		person,
		igsid: world.igsid(person, account),
		shortToken: world.issueToken({ app, account, kind: 'short' }),
		longToken: world.issueToken({ app, account, kind: 'long', ageMs: 2 * 86_400_000 }),
		mediaIds,
		commentIds: comments.map((one) => one.id),
	};
}
