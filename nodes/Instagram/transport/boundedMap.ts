/**
 * The part by which a map may exceed its limit before the oldest entries are dropped, all at once: to find
 * the oldest one, V8 passes over all that were dropped lately.
 */
const SLACK = 1 / 16;

/**
 * What a process remembers for longer than a run: a limited number of entries, of which the oldest are
 * dropped first. The oldest is the one that was set the longest ago. Reading does not count, so an entry that
 * is not set again disappears however often it is read.
 */
export class BoundedMap<K, V> {
	private readonly entries = new Map<K, V>();

	/** @param mostEntries how many are surely kept, at least one; a sixteenth more may be */
	constructor(private readonly mostEntries: number) {}

	get size(): number {
		return this.entries.size;
	}

	get(key: K): V | undefined {
		return this.entries.get(key);
	}

	has(key: K): boolean {
		return this.entries.has(key);
	}

	/** Keeps the value as the newest one. */
	set(key: K, value: V): void {
		this.entries.delete(key);
		this.entries.set(key, value);
		if (this.entries.size > this.mostEntries * (1 + SLACK)) this.dropOldest();
	}

	/** The value under `key`; where there is none, one is created and kept. */
	getOrCreate(key: K, create: () => V): V {
		const known = this.entries.get(key);
		if (known !== undefined) return known;
		const created = create();
		this.set(key, created);
		return created;
	}

	/** @returns whether there was one */
	delete(key: K): boolean {
		return this.entries.delete(key);
	}

	/** From the oldest to the newest. */
	keys(): K[] {
		return [...this.entries.keys()];
	}

	private dropOldest(): void {
		for (const key of this.entries.keys()) {
			if (this.entries.size <= this.mostEntries) return;
			this.entries.delete(key);
		}
	}
}
