/**
 * Remembers which events a trigger has handed to n8n, because Meta repeats deliveries for 36 hours. It is
 * kept in the memory of the process: n8n's static data loses what a webhook writes while an execution starts,
 * and two simultaneous requests overwrite each other.
 */
import { BoundedMap } from '../transport/boundedMap';

/** So many are surely remembered, and less than twice as many at most: 5 MB a trigger. */
const MOST_EVENTS = 20_000;
const MOST_TRIGGERS = 500;

export interface Claim {
	/** The event ids that nobody has taken before. */
	readonly fresh: ReadonlySet<string>;
	/**
	 * To be called when the events have been handed to n8n.
	 * @param isTestRun whether the editor waits for them, which gets them each time they are sent
	 */
	settle(isTestRun?: boolean): void;
	/** To be called when that failed: the next delivery may take them again. */
	giveBack(): void;
}

/** The events of one trigger. */
export class Once {
	/** The events of the claims that are not settled yet: hardly ever more than one. */
	private readonly inHand = new Set<ReadonlySet<string>>();
	private readonly done: BoundedMap<string, true>;

	/** @param mostEvents how many are surely remembered; the oldest are forgotten first */
	constructor(mostEvents = MOST_EVENTS) {
		this.done = new BoundedMap(mostEvents);
	}

	/**
	 * Takes the events that are new, in one step: of two deliveries at the same time only one gets an event.
	 */
	claim(eventIds: readonly string[]): Claim {
		const fresh = new Set<string>();
		for (const id of eventIds) if (!this.has(id)) fresh.add(id);
		this.inHand.add(fresh);
		const release = () => void this.inHand.delete(fresh);
		return {
			fresh,
			settle: (isTestRun = false) => {
				release();
				if (!isTestRun) for (const id of fresh) this.done.set(id, true);
			},
			giveBack: release,
		};
	}

	/** Whether somebody has taken the event. */
	has(eventId: string): boolean {
		if (this.done.has(eventId)) return true;
		for (const ids of this.inHand) if (ids.has(eventId)) return true;
		return false;
	}

	/** Makes events new again that could not be handed over in the end. */
	forget(eventIds: readonly string[]): void {
		for (const id of eventIds) this.done.delete(id);
	}

	/** How many events are remembered. */
	get size(): number {
		return this.done.keys().length;
	}
}

/**
 * What each trigger has seen (events, deliveries), kept separately, so that a busy trigger does not make a
 * quiet one forget.
 */
export class SeenEvents {
	private readonly byTrigger: BoundedMap<string, Once>;

	constructor(
		mostTriggers = MOST_TRIGGERS,
		private readonly mostEvents = MOST_EVENTS,
	) {
		this.byTrigger = new BoundedMap(mostTriggers);
	}

	/** @param trigger names the trigger; each one gets every event */
	of(trigger: string): Once {
		return this.byTrigger.getOrCreate(trigger, () => new Once(this.mostEvents));
	}
}
