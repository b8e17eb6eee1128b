/**
 * Remembers which events a trigger has handed to n8n, because Meta repeats deliveries for 36 hours. In memory, one per process:
 * n8n's static data loses what a webhook writes when an execution starts, and two requests at a time overwrite each other.
 * After a restart, and between several webhook processes, the Remove Duplicates node on `eventId` does what memory cannot.
 */

/** About 10 MB; the oldest are forgotten first. */
const MOST_REMEMBERED = 100_000;

export interface Claim {
	/** The event ids that nobody has taken before. */
	readonly fresh: ReadonlySet<string>;
	/** To be called when the events have been handed to n8n. */
	handedOver(): void;
	/** To be called when they could not be: the next delivery may take them again. */
	giveBack(): void;
}

export class Once {
	private readonly inHand = new Set<string>();
	private readonly done = new Set<string>();

	constructor(private readonly capacity = MOST_REMEMBERED) {}

	/**
	 * Takes the events that are new to `scope`, in one step: of two deliveries at the same time only one gets an event.
	 * @param scope the trigger; each trigger gets each event
	 */
	claim(scope: string, eventIds: readonly string[]): Claim {
		const keyOf = (eventId: string) => `${scope} ${eventId}`;
		const fresh = new Set(
			eventIds.filter((eventId) => !this.inHand.has(keyOf(eventId)) && !this.done.has(keyOf(eventId))),
		);
		for (const eventId of fresh) this.inHand.add(keyOf(eventId));
		const release = () => fresh.forEach((eventId) => this.inHand.delete(keyOf(eventId)));
		return {
			fresh,
			handedOver: () => {
				release();
				for (const eventId of fresh) this.remember(keyOf(eventId));
			},
			giveBack: release,
		};
	}

	/** How many events are remembered. */
	get size(): number {
		return this.done.size;
	}

	private remember(key: string): void {
		this.done.add(key);
		if (this.done.size <= this.capacity) return;
		const [oldest] = this.done;
		if (oldest !== undefined) this.done.delete(oldest);
	}
}
