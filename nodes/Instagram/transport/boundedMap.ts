/**
 * What a process remembers for longer than a run: a limited number of entries, of which those that were set
 * the longest ago are forgotten first. Reading does not count, so an entry that is not set again disappears
 * however often it is read.
 *
 * There are two generations. When the young one is full it becomes the old one, and the old one is forgotten
 * as a whole: to find and delete single entries takes a busy trigger more time than everything else here.
 */
export class BoundedMap<K, V> {
	private young = new Map<K, V>();
	private old = new Map<K, V>();

	/** @param mostEntries how many are surely kept, at least one; nearly twice as many may be */
	constructor(private readonly mostEntries: number) {}

	get(key: K): V | undefined {
		return this.young.get(key) ?? this.old.get(key);
	}

	has(key: K): boolean {
		return this.young.has(key) || this.old.has(key);
	}

	/** Keeps the value with the newest ones. */
	set(key: K, value: V): void {
		this.young.set(key, value);
		if (this.young.size < this.mostEntries) return;
		this.old = this.young;
		this.young = new Map();
	}

	/** The value under `key`; where there is none, one is created and kept. */
	getOrCreate(key: K, create: () => V): V {
		const known = this.get(key);
		if (known !== undefined) return known;
		const created = create();
		this.set(key, created);
		return created;
	}

	/** @returns whether there was one */
	delete(key: K): boolean {
		// an entry that was set again is in both
		const [isYoung, isOld] = [this.young.delete(key), this.old.delete(key)];
		return isYoung || isOld;
	}

	keys(): K[] {
		return [...new Set([...this.old.keys(), ...this.young.keys()])];
	}
}
