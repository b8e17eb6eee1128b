import { realNow } from '../state/clock.mts';
import type { Core } from '../state/core.mts';
import type { Account, App } from '../state/model.mts';
import { callOutside } from './outside.mts';
import { deliveryBytes } from './payloads.mts';
import type { WebhookEvent } from './payloads.mts';
import { signatureHeaders, signingSecret } from './signature.mts';

export interface Attempt {
	at: number;
	/** 0 when nobody answered. */
	status: number;
	durationMs: number;
	responseText: string;
	error?: string;
}

/** One webhook POST with all its attempts. */
export interface Delivery {
	id: number;
	instagramAppId?: string;
	url: string;
	bytes: Buffer;
	headers: Record<string, string>;
	/** Of the last attempt. */
	status: number;
	durationMs: number;
	attempts: Attempt[];
	state: 'sending' | 'delivered' | 'waiting' | 'dropped';
}

interface Batch {
	app: App;
	events: WebhookEvent[];
	sent: Promise<Delivery | undefined>;
	flush: () => void;
}

const MINUTE_MS = 60_000;
/**
 * When a delivery that was not answered with 2xx is sent again, counted from the first attempt:
 * "immediately, then a few more times with decreasing frequency over 36 hours" (webhooks.md section 3).
 */
const RESEND_AFTER_MS = [0, 1, 5, 30, 120, 480, 1080, 2160].map((minutes) => minutes * MINUTE_MS);
const MOST_UPDATES = 1000;

export class Dispatcher {
	private deliveries: Delivery[] = [];
	private batches = new Map<string, Batch>();
	private readonly busy = new Set<Promise<unknown>>();
	private nextId = 1;

	constructor(private readonly core: Core) {}

	list(): Delivery[] {
		return [...this.deliveries];
	}

	reset(): void {
		this.deliveries = [];
		this.batches.clear();
		this.nextId = 1;
	}

	/**
	 * Resolves when nothing is on its way. Open batches are sent; deliveries that wait for a later attempt do
	 * not count.
	 */
	async idle(): Promise<void> {
		for (;;) {
			for (const batch of [...this.batches.values()]) batch.flush();
			if (this.busy.size === 0) return;
			await Promise.allSettled([...this.busy]);
		}
	}

	/** Sends an event to every app that may hear it; gives back the deliveries after their first attempt. */
	async dispatch(event: WebhookEvent): Promise<Delivery[]> {
		const account = this.core.store.accounts.get(event.accountId);
		if (account === undefined) return [];
		const apps = [...this.core.store.apps.values()].filter((app) => this.hears(app, account, event.field));
		const sent = await Promise.all(apps.map((app) => this.track(this.enqueue(app, event))));
		return sent.filter((delivery) => delivery !== undefined);
	}

	/** Posts bytes to a URL, once, whoever signed them: forged, unsigned, replayed, test samples. */
	async post(given: {
		url: string;
		bytes: Buffer;
		headers: Record<string, string>;
		app?: App;
		allowLoopback?: boolean;
	}): Promise<Delivery> {
		const delivery = this.record(given.url, given.bytes, given.headers, given.app);
		await this.track(this.attempt(delivery, given.allowLoopback));
		delivery.state = isSuccess(delivery) ? 'delivered' : 'dropped';
		return delivery;
	}

	/** Webhooks need both levels of subscription, and the app must be live (webhooks.md sections 1 and 6). */
	private hears(app: App, account: Account, field: string): boolean {
		if (app.mode !== 'live' || app.access !== 'advanced' || app.callback === undefined) return false;
		if (!app.callback.fields.includes(field)) return false;
		const subscribed = account.subscriptions[app.instagramAppId];
		if (subscribed === undefined || subscribed.length === 0) return false;
		return this.core.switches.accountFields === 'any' || subscribed.includes(field);
	}

	private enqueue(app: App, event: WebhookEvent): Promise<Delivery | undefined> {
		const windowMs = this.core.switches.batchWindowMs;
		if (windowMs <= 0) return this.send(app, [event]);
		const open = this.batches.get(app.instagramAppId);
		if (open !== undefined && open.events.length < MOST_UPDATES) {
			open.events.push(event);
			return open.sent;
		}
		open?.flush();
		return this.openBatch(app, event, windowMs).sent;
	}

	private openBatch(app: App, event: WebhookEvent, windowMs: number): Batch {
		let flush = (): void => undefined;
		const events = [event];
		const sent = new Promise<Delivery | undefined>((resolve, reject) => {
			flush = (): void => {
				if (this.batches.get(app.instagramAppId)?.events !== events) return;
				this.batches.delete(app.instagramAppId);
				this.send(app, this.core.switches.shuffleBatches ? this.shuffled(events) : events).then(
					resolve,
					reject,
				);
			};
		});
		const batch: Batch = { app, events, sent, flush };
		this.batches.set(app.instagramAppId, batch);
		this.core.clock.at(this.core.clock.now() + windowMs, flush);
		return batch;
	}

	private shuffled(events: readonly WebhookEvent[]): WebhookEvent[] {
		return events
			.map((event) => ({ event, rank: this.core.ids.random() }))
			.sort((a, b) => a.rank - b.rank)
			.map(({ event }) => event);
	}

	private async send(app: App, events: readonly WebhookEvent[]): Promise<Delivery | undefined> {
		if (app.callback === undefined) return undefined;
		const bytes = deliveryBytes(events, this.core.switches);
		const url = app.callback.callbackUrl;
		const headers = signatureHeaders(bytes, signingSecret(app, this.core.switches));
		const copies: Promise<Delivery>[] = [];
		for (let copy = 0; copy <= this.core.switches.duplicateDeliveries; copy++) {
			copies.push(this.deliver(this.record(url, bytes, headers, app)));
		}
		return (await Promise.all(copies))[0];
	}

	private async deliver(delivery: Delivery): Promise<Delivery> {
		const firstAt = this.core.clock.now();
		await this.attempt(delivery);
		this.settle(delivery, firstAt);
		return delivery;
	}

	private settle(delivery: Delivery, firstAt: number): void {
		// The world was reset meanwhile: nothing of the old one goes on.
		if (!this.deliveries.includes(delivery)) return;
		if (isSuccess(delivery)) {
			delivery.state = 'delivered';
			return;
		}
		const wait = RESEND_AFTER_MS[delivery.attempts.length - 1];
		if (wait === undefined) {
			delivery.state = 'dropped';
			return;
		}
		delivery.state = 'waiting';
		const again = async (): Promise<void> => {
			await this.attempt(delivery);
			this.settle(delivery, firstAt);
		};
		if (wait === 0) void this.track(again());
		else this.core.clock.at(firstAt + wait, () => void this.track(again()));
	}

	private record(url: string, bytes: Buffer, headers: Record<string, string>, app?: App): Delivery {
		const delivery: Delivery = {
			id: this.nextId++,
			instagramAppId: app?.instagramAppId,
			url,
			bytes,
			headers: { 'content-type': 'application/json', 'user-agent': 'facebookexternalua', ...headers },
			status: 0,
			durationMs: 0,
			attempts: [],
			state: 'sending',
		};
		this.deliveries.push(delivery);
		return delivery;
	}

	private async attempt(delivery: Delivery, allowLoopback = false): Promise<void> {
		delivery.state = 'sending';
		const startedReal = realNow();
		const attempt: Attempt = { at: this.core.clock.now(), status: 0, durationMs: 0, responseText: '' };
		try {
			const answer = await callOutside(this.core, {
				url: delivery.url,
				method: 'POST',
				headers: { ...delivery.headers, 'content-length': String(delivery.bytes.length) },
				body: delivery.bytes,
				timeoutMs: this.core.switches.webhookTimeoutMs,
				allowLoopback,
			});
			attempt.status = answer.status;
			attempt.responseText = answer.bytes.toString('utf8');
		} catch (error) {
			attempt.error = error instanceof Error ? error.message : String(error);
		}
		attempt.durationMs = realNow() - startedReal;
		delivery.attempts.push(attempt);
		delivery.status = attempt.status;
		delivery.durationMs = attempt.durationMs;
	}

	private track<T>(work: Promise<T>): Promise<T> {
		this.busy.add(work);
		const done = (): void => void this.busy.delete(work);
		work.then(done, done);
		return work;
	}
}

function isSuccess(delivery: Delivery): boolean {
	return delivery.status >= 200 && delivery.status <= 299;
}
