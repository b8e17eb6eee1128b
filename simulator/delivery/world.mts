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
} from '../state/model.mts';
import {
	createAccount,
	createApp,
	createPerson,
	conversationOf,
	igsidOf,
	issueToken,
	revoke,
} from '../state/people.mts';
import type { AccountOptions, AppOptions, PersonOptions, TokenOptions } from '../state/people.mts';
import { addMedia } from '../state/posts.mts';
import type { NewMedia } from '../state/posts.mts';
import { comment, sendDirectMessage } from './actors.mts';
import type { Commented, CommentGiven, DirectMessage, Sent } from './actors.mts';
import { setCallback } from './callbacks.mts';
import type { Delivery, Dispatcher } from './dispatcher.mts';
import { callOutside } from './outside.mts';
import { dashboardSample } from './payloads.mts';
import type { WebhookEvent } from './payloads.mts';
import { signatureHeaders, signedRequest, signingSecret } from './signature.mts';

/** The hands of the people in the simulated world: who exists, what they do, and what Meta knows. */
export class World {
	constructor(
		private readonly core: Core,
		private readonly dispatcher: Dispatcher,
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

	/** Whose Instagram session the browser has when the authorization page opens. */
	signIn(account: Account): void {
		this.core.store.signedInAccountId = account.id;
	}

	/** Subscribes an account to an app's webhooks without an API call. */
	subscribe(account: Account, app: App, fields: readonly string[]): void {
		account.subscriptions[app.instagramAppId] = [...fields];
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

	sendDirectMessage(given: DirectMessage): Promise<Sent> {
		return sendDirectMessage(this.core, this.dispatcher, given);
	}

	comment(given: CommentGiven): Promise<Commented> {
		return comment(this.core, this.dispatcher, given);
	}

	/** Sends any event to the apps that hear it. */
	deliver(event: WebhookEvent): Promise<Delivery[]> {
		return this.dispatcher.dispatch(event);
	}

	/** Bytes as they are, to any URL: forged, unsigned, replayed. `signature` is the whole `X-Hub-Signature-256` value. */
	deliverRaw(given: {
		url: string;
		bytes: Buffer | string;
		signature?: string;
		headers?: Record<string, string>;
	}): Promise<Delivery> {
		const bytes = typeof given.bytes === 'string' ? Buffer.from(given.bytes, 'utf8') : given.bytes;
		const headers = {
			...given.headers,
			...(given.signature === undefined ? {} : { 'x-hub-signature-256': given.signature }),
		};
		return this.dispatcher.post({ url: given.url, bytes, headers, allowLoopback: true });
	}

	/** The signature Meta would send over these bytes. */
	sign(app: App, bytes: Buffer | string): string {
		const raw = typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes;
		return signatureHeaders(raw, signingSecret(app, this.core.switches))['x-hub-signature-256'] ?? '';
	}

	/** The dashboard's "Test" button; works for apps that are not live, too. */
	sendTestSample(app: App, field: string): Promise<Delivery> {
		if (app.callback === undefined) throw new Error(`app ${app.name} has no callback`);
		const bytes = dashboardSample(field, this.core.clock.now());
		const headers = signatureHeaders(bytes, signingSecret(app, this.core.switches));
		return this.dispatcher.post({ url: app.callback.callbackUrl, bytes, headers, app });
	}

	/** Deauthorize or data-deletion callback with its signed_request (auth.md section 10). */
	sendSignedRequest(
		app: App,
		account: Account,
		kind: 'deauthorize' | 'dataDeletion',
		userId = account.appScopedId,
	): Promise<Delivery> {
		const url = kind === 'deauthorize' ? app.deauthorizeUrl : app.dataDeletionUrl;
		if (url === undefined) throw new Error(`app ${app.name} has no ${kind} URL`);
		const issuedAt = Math.floor(this.core.clock.now() / 1000);
		const payload = {
			algorithm: 'HMAC-SHA256',
			expires: issuedAt + 3600,
			issued_at: issuedAt,
			user_id: userId,
		};
		const signed = signedRequest(payload, app.instagramAppSecret);
		const headers = { 'content-type': 'application/x-www-form-urlencoded' };
		return this.dispatcher.post({ url, bytes: Buffer.from(`signed_request=${signed}`), headers, app });
	}

	createMedia(account: Account, given: NewMedia = {}): Media {
		return addMedia(this.core, account, given);
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

	conversation(account: Account, person: Person): Conversation {
		return conversationOf(this.core, person, account);
	}

	/** The thread between the two, oldest first. */
	messages(account: Account, person: Person): Message[] {
		return [...(this.core.store.conversation(account.id, person.id)?.messages ?? [])];
	}
}
