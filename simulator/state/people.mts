import type { Core } from './core.mts';
import { SCOPES } from './model.mts';
import type { Account, AccountType, App, Conversation, Person, Token } from './model.mts';
import { listOf } from './store.mts';
import { mintToken } from './tokens.mts';

export interface AppOptions {
	name?: string;
	instagramAppId?: string;
	instagramAppSecret?: string;
	metaAppId?: string;
	metaAppSecret?: string;
	redirectUris?: string[];
	mode?: 'live' | 'development';
	access?: 'advanced' | 'standard';
	humanAgent?: boolean;
	deauthorizeUrl?: string;
	dataDeletionUrl?: string;
}

export function createApp(core: Core, options: AppOptions = {}): App {
	const app: App = {
		name: options.name ?? 'Example App',
		instagramAppId: options.instagramAppId ?? core.ids.app(),
		instagramAppSecret: options.instagramAppSecret ?? core.ids.secret(),
		metaAppId: options.metaAppId ?? core.ids.app(),
		metaAppSecret: options.metaAppSecret ?? core.ids.secret(),
		redirectUris: [...(options.redirectUris ?? [])],
		mode: options.mode ?? 'live',
		access: options.access ?? 'advanced',
		humanAgent: options.humanAgent ?? false,
		deauthorizeUrl: options.deauthorizeUrl,
		dataDeletionUrl: options.dataDeletionUrl,
	};
	core.store.apps.set(app.instagramAppId, app);
	return app;
}

export interface AccountOptions {
	username: string;
	accountType?: AccountType;
	/** Apps (or Instagram app ids) of which the account is an accepted tester. */
	testerOf?: App | string | (App | string)[];
	id?: string;
	appScopedId?: string;
	name?: string;
	biography?: string;
	website?: string;
	profilePictureUrl?: string;
	followersCount?: number;
	followsCount?: number;
	messagesAllowed?: boolean;
	convertedAt?: number;
	restricted?: boolean;
	trialReels?: boolean;
}

function appIds(given: App | string | (App | string)[] | undefined): string[] {
	const list = given === undefined ? [] : Array.isArray(given) ? given : [given];
	return list.map((one) => (typeof one === 'string' ? one : one.instagramAppId));
}

export function createAccount(core: Core, options: AccountOptions): Account {
	const account: Account = {
		id: options.id ?? core.ids.account(),
		appScopedId: options.appScopedId ?? core.ids.appScoped(),
		selfIgsid: core.ids.igsid(),
		username: options.username,
		accountType: options.accountType ?? 'BUSINESS',
		name: options.name,
		biography: options.biography,
		website: options.website,
		profilePictureUrl: options.profilePictureUrl,
		followersCount: options.followersCount ?? 250,
		followsCount: options.followsCount ?? 40,
		testerOf: appIds(options.testerOf),
		messagesAllowed: options.messagesAllowed ?? true,
		convertedAt: options.convertedAt ?? 0,
		restricted: options.restricted ?? false,
		trialReels: options.trialReels ?? true,
		subscriptions: {},
		createdAt: core.clock.now(),
	};
	core.store.accounts.set(account.id, account);
	core.store.put(account.id, { kind: 'user', account });
	core.store.put(account.appScopedId, { kind: 'user', account });
	core.store.signedInAccountId ??= account.id;
	return account;
}

export interface PersonOptions {
	username: string;
	name?: string;
	followerCount?: number;
	verified?: boolean;
	followsBusiness?: boolean;
	followedByBusiness?: boolean;
	testerOf?: App | string | (App | string)[];
}

export function createPerson(core: Core, options: PersonOptions): Person {
	const person: Person = {
		id: core.ids.igsid(),
		username: options.username,
		name: options.name,
		followerCount: options.followerCount ?? 120,
		verified: options.verified ?? false,
		followsBusiness: options.followsBusiness ?? true,
		followedByBusiness: options.followedByBusiness ?? false,
		testerOf: appIds(options.testerOf),
		igsids: {},
		blocked: [],
	};
	core.store.persons.set(person.id, person);
	return person;
}

/** The Instagram-scoped id of a person for one account, created on first contact. */
export function igsidOf(core: Core, person: Person, account: Account): string {
	const known = person.igsids[account.id];
	if (known !== undefined) return known;
	const igsid = core.ids.igsid();
	person.igsids[account.id] = igsid;
	core.store.put(igsid, { kind: 'person', person, accountId: account.id });
	return igsid;
}

/** The thread between a person and an account, created when there is none. */
export function conversationOf(core: Core, person: Person, account: Account): Conversation {
	const known = core.store.conversation(account.id, person.id);
	if (known !== undefined) return known;
	const conversation: Conversation = {
		id: core.ids.conversation(),
		accountId: account.id,
		personId: person.id,
		igsid: igsidOf(core, person, account),
		messages: [],
		updatedAt: core.clock.now(),
		folder: person.followedByBusiness ? 'inbox' : 'requests',
		unreadCount: 0,
		consent: false,
		typing: false,
		standby: false,
	};
	listOf(core.store.conversationsByAccount, account.id).push(conversation);
	core.store.put(conversation.id, { kind: 'conversation', conversation });
	return conversation;
}

export interface TokenOptions {
	app: App;
	account: Account;
	/** Default: all. */
	scopes?: readonly string[];
	kind: 'short' | 'long';
	ageMs?: number;
}

/** A token as the dashboard's "Generate token" gives it, without the authorization page. */
export function issueToken(core: Core, options: TokenOptions): string {
	return mintToken(core, { ...options, scopes: options.scopes ?? SCOPES }).value;
}

/** The person removes the app, or changes the password: all tokens of the pair die (auth.md section 10). */
export function revoke(core: Core, account: Account, app: App, why: 'removed' | 'password'): void {
	for (const token of core.store.tokens.values()) {
		if (token.accountId === account.id && token.appId === app.instagramAppId) token.revoked = why;
	}
	if (why === 'removed') delete account.subscriptions[app.instagramAppId];
}

export interface TokenState {
	readonly username: string;
	readonly kind: Token['kind'];
	readonly alive: boolean;
}

export function tokenState(core: Core, value: string): TokenState | undefined {
	const token = core.store.tokens.get(value);
	const account = token && core.store.accounts.get(token.accountId);
	if (token === undefined || account === undefined) return undefined;
	const alive = token.revoked === undefined && token.expiresAt > core.clock.now();
	return { username: account.username, kind: token.kind, alive };
}
