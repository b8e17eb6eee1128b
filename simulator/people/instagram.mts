import type { Account, App, Comment, Media, MessageAttachment, Person } from '../state/model.mts';
import { comment, sendDirectMessage } from './actors.mts';
import type { Commented, CommentGiven, DirectMessage, Sent } from './actors.mts';
import { mention, seedComments, seedMedia, startLive, storyInsights, tag } from './contentActors.mts';
import type { Mention } from './contentActors.mts';
import type { Delivery } from '../delivery/dispatcher.mts';
import { dashboardSample } from '../delivery/payloads.mts';
import type { WebhookEvent } from '../delivery/payloads.mts';
import { sendLoginCallback } from '../delivery/loginCallbacks.mts';
import type { LoginCallback, SentLoginCallback } from '../delivery/loginCallbacks.mts';
import { signatureHeaders, signingSecret } from '../delivery/signature.mts';
import {
	attachmentOf,
	edit,
	handover,
	optin,
	postback,
	react,
	referral,
	seen,
	selfMessage,
	sendFromInstagramApp,
	sharedPost,
	unsend,
} from './threadActors.mts';
import type { InThread } from './threadActors.mts';
import { Residents } from './residents.mts';

/** The hands of the people in the simulated world. Everything here may cause webhooks. */
export class Instagram extends Residents {
	/** A DM from a person: opens the 24 h window; resolves after the first attempt of its webhook. */
	sendDirectMessage(given: DirectMessage): Promise<Sent> {
		return sendDirectMessage(this.core, this.dispatcher, given);
	}

	comment(given: CommentGiven): Promise<Commented> {
		return comment(this.core, this.dispatcher, given);
	}

	/** A DM with the account's post, reel or story in it. */
	sharePost(given: InThread & { media: Media }): Promise<Sent> {
		const { media, ...parties } = given;
		return this.sendDirectMessage({ ...parties, attachments: [sharedPost(this.core, media)] });
	}

	/** The account is named in a person's story: a DM without media type. */
	mentionInStory(given: InThread & { fixture?: string }): Promise<Sent> {
		const attachment = attachmentOf(this.core, 'story_mention', given.fixture ?? 'story.jpg');
		return this.sendDirectMessage({ from: given.from, to: given.to, attachments: [attachment] });
	}

	/** `{type, payload:{url}}` with the bytes of a fixture file behind a lookaside URL. */
	attachment(type: string, fixtureName: string): MessageAttachment {
		return attachmentOf(this.core, type, fixtureName);
	}

	postback(given: Parameters<typeof postback>[1]): Promise<Sent> {
		return postback(this.hands(), given);
	}

	/** Without `emoji` the reaction is taken back. */
	react(given: Parameters<typeof react>[1]): Promise<Sent> {
		return react(this.hands(), given);
	}

	seen(given: Parameters<typeof seen>[1]): Promise<Sent> {
		return seen(this.hands(), given);
	}

	edit(given: Parameters<typeof edit>[1]): Promise<Sent> {
		return edit(this.hands(), given);
	}

	unsend(given: Parameters<typeof unsend>[1]): Promise<Sent> {
		return unsend(this.hands(), given);
	}

	referral(given: Parameters<typeof referral>[1]): Promise<Sent> {
		return referral(this.hands(), given);
	}

	optin(given: Parameters<typeof optin>[1]): Promise<Sent> {
		return optin(this.hands(), given);
	}

	handover(given: Parameters<typeof handover>[1]): Promise<Sent> {
		return handover(this.hands(), given);
	}

	/** The account itself writes, from the Instagram app. */
	sendFromInstagramApp(given: Parameters<typeof sendFromInstagramApp>[1]): Promise<Sent> {
		return sendFromInstagramApp(this.hands(), given);
	}

	selfMessage(given: Parameters<typeof selfMessage>[1]): Promise<Sent> {
		return selfMessage(this.hands(), given);
	}

	/** Another app owns the thread: its events come under `standby[]` of the field `standby`. */
	setStandby(person: Person, account: Account, standby: boolean): void {
		this.conversation(account, person).standby = standby;
	}

	mention(given: Mention): Promise<Delivery | undefined> {
		return mention(this.core, this.dispatcher, given);
	}

	/** A photo tag; no webhook. */
	tag(account: Account, media: Media): void {
		tag(this.core, account, media);
	}

	startLive(account: Account): Media {
		return startLive(this.core, account);
	}

	endLive(media: Media): void {
		media.liveEnded = true;
	}

	storyInsights(media: Media): Promise<Delivery | undefined> {
		return storyInsights(this.core, this.dispatcher, media);
	}

	/** Posts, one minute apart, the newest now. */
	seedMedia(account: Account, count: number): Media[] {
		return seedMedia(this.core, account, count);
	}

	/** Top-level comments, one second apart, without webhooks. */
	seedComments(
		media: Media,
		count: number,
		from: Person | Account = this.createPerson({ username: 'crowd' }),
	): Comment[] {
		return seedComments(this.core, media, count, from);
	}

	/** Sends any event to the apps that hear it. */
	deliver(event: WebhookEvent): Promise<Delivery[]> {
		return this.dispatcher.dispatch(event);
	}

	/**
	 * Bytes as they are, to any URL: forged, unsigned, replayed. `signature` is the whole `X-Hub-Signature-256`
	 * value.
	 */
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
		kind: LoginCallback,
		userId?: string,
	): Promise<SentLoginCallback> {
		return sendLoginCallback(this.hands(), { app, account, kind, userId });
	}

	/** The person removes the app from their account; Meta tells the app, where it has a URL for that. */
	async removeApp(account: Account, app: App): Promise<SentLoginCallback | undefined> {
		this.revoke(account, app, 'removed');
		return app.deauthorizeUrl === undefined
			? undefined
			: await this.sendSignedRequest(app, account, 'deauthorize');
	}

	private hands(): { core: Residents['core']; dispatcher: Residents['dispatcher'] } {
		return { core: this.core, dispatcher: this.dispatcher };
	}
}
