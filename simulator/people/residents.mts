import type { Core } from '../state/core.mts';
import type {
	Account,
	App,
	Callback,
	Comment,
	Container,
	Conversation,
	Media,
	Message,
	Person,
	WelcomeFlow,
} from '../state/model.mts';
import {
	createAccount,
	createApp,
	createPerson,
	conversationOf,
	igsidOf,
	issueToken,
	revoke,
	tokenState,
} from '../state/people.mts';
import type {
	AccountOptions,
	AppOptions,
	PersonOptions,
	TokenOptions,
	TokenState,
} from '../state/people.mts';
import { addMedia, removeComment, removeMedia } from '../state/posts.mts';
import type { NewMedia } from '../state/posts.mts';
import { setCallback } from '../delivery/callbacks.mts';
import { setLoginCallbacks } from '../delivery/loginCallbacks.mts';
import type { Dispatcher } from '../delivery/dispatcher.mts';
import { callOutside } from '../delivery/outside.mts';

/** Who exists in the simulated world, and what Meta knows about them. */
export class Residents {
	constructor(
		protected readonly core: Core,
		protected readonly dispatcher: Dispatcher,
	) {}

	/** `webhooks` is taken as configured; `setCallback` performs the handshake. */
	createApp(options: AppOptions & { webhooks?: Callback } = {}): App {
		const app = createApp(this.core, options);
		if (options.webhooks !== undefined)
			app.callback = { ...options.webhooks, fields: [...options.webhooks.fields] };
		return app;
	}

	createAccount(options: AccountOptions): Account {
		return createAccount(this.core, options);
	}

	createPerson(options: PersonOptions): Person {
		return createPerson(this.core, options);
	}

	/** The Instagram-scoped id of a person for an account. */
	igsid(person: Person, account: Account): string {
		return igsidOf(this.core, person, account);
	}

	issueToken(options: TokenOptions): string {
		return issueToken(this.core, options);
	}

	/** Kills all tokens of the pair: the person removed the app (458) or changed the password (460). */
	revoke(account: Account, app: App, why: 'removed' | 'password'): void {
		revoke(this.core, account, app, why);
	}

	/** Whose token this is, and whether Meta still accepts it; `undefined` for what was never issued. */
	tokenState(value: string): TokenState | undefined {
		return tokenState(this.core, value);
	}

	/** Whose Instagram session the browser has when the authorization page opens. */
	signIn(account: Account): void {
		this.core.store.signedInAccountId = account.id;
	}

	/** Subscribes an account to an app's webhooks without an API call. */
	subscribe(account: Account, app: App, fields: readonly string[]): void {
		account.subscriptions[app.instagramAppId] = [...fields];
	}

	/** The two URLs of the app's Business login settings. */
	setLoginCallbacks(app: App, urls: Parameters<typeof setLoginCallbacks>[1]): void {
		setLoginCallbacks(app, urls);
	}

	setCallback(app: App, callback: Callback): Promise<void> {
		return setCallback(this.core, app, callback);
	}

	/** Presses Allow (or Cancel) on the authorization page; gives back the URL the browser is sent to. */
	async authorize(
		url: string,
		options: { account: Account; deny?: boolean; untick?: readonly string[] },
	): Promise<string> {
		const form = new URLSearchParams({
			account: options.account.id,
			decision: options.deny === true ? 'cancel' : 'allow',
		});
		const asked = new URL(url).searchParams.get('scope') ?? '';
		for (const scope of asked.split(/[,\s]+/))
			if (options.untick?.includes(scope) !== true) form.append('permission', scope);
		const answer = await callOutside(this.core, {
			url,
			method: 'POST',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: Buffer.from(form.toString()),
		});
		const location = answer.headers.location;
		if (location === undefined) throw new Error(`no redirect: ${answer.bytes.toString('utf8')}`);
		return location;
	}

	createMedia(account: Account, given: NewMedia = {}): Media {
		return addMedia(this.core, account, given);
	}

	/** Its author or the owner of the post takes a comment away, with the replies to it. No webhook. */
	deleteComment(comment: Comment): void {
		removeComment(this.core, comment);
	}

	/** The owner deletes a post. No webhook. */
	deleteMedia(media: Media): void {
		removeMedia(this.core, media);
	}

	/** What the account has published, newest first, stories too. */
	publishedMedia(account: Account): Media[] {
		return [...(this.core.store.mediaByAccount.get(account.id) ?? [])].reverse();
	}

	containers(account: Account): Container[] {
		return [...(this.core.store.containersByAccount.get(account.id) ?? [])];
	}

	/** Top-level comments of a media, oldest first, each with its `replies`. */
	comments(media: Media | string): Comment[] {
		const found = typeof media === 'string' ? this.core.store.media(media) : media;
		return [...(found?.comments ?? [])];
	}

	welcomeFlows(account: Account): WelcomeFlow[] {
		return [...(this.core.store.flowsByAccount.get(account.id) ?? [])];
	}

	conversation(account: Account, person: Person): Conversation {
		return conversationOf(this.core, person, account);
	}

	/** The thread between the two, oldest first. */
	messages(account: Account, person: Person): Message[] {
		return [...(this.core.store.conversation(account.id, person.id)?.messages ?? [])];
	}
}
