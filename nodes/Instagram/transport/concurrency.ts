/** Bounds how much happens at the same time. */

/**
 * Runs `work` for every element, at most `limit` at a time, and starts them in order.
 * @returns the results in the order of the elements
 */
export async function mapBounded<T, R>(
	elements: readonly T[],
	limit: number,
	work: (element: T, index: number) => Promise<R>,
): Promise<R[]> {
	const results: R[] = new Array<R>(elements.length);
	const queue = elements.entries();
	const worker = async () => {
		for (const [index, element] of queue) results[index] = await work(element, index);
	};
	await Promise.all(Array.from({ length: Math.min(limit, elements.length) }, worker));
	return results;
}

/** Runs `work` for the elements of each group in their order, and the groups side by side. */
export async function mapGrouped<T>(
	elements: readonly T[],
	limit: number,
	keyOf: (element: T) => string,
	work: (element: T) => Promise<void>,
): Promise<void> {
	const groups = new Map<string, T[]>();
	for (const element of elements) {
		const key = keyOf(element);
		const group = groups.get(key);
		if (group) group.push(element);
		else groups.set(key, [element]);
	}
	await mapBounded([...groups.values()], limit, async (group) => {
		for (const element of group) await work(element);
	});
}

/**
 * Starts `work` for every element in order, at most `limit` at a time.
 * @returns one promise an element, so that a caller can use the first results before the last ones have
 * started
 */
export function startBounded<T, R>(
	elements: readonly T[],
	limit: number,
	work: (element: T) => Promise<R>,
): Array<Promise<R>> {
	const starts: Array<() => void> = [];
	const results = elements.map(
		async (element) =>
			await new Promise<void>((resolve) => starts.push(resolve)).then(async () => await work(element)),
	);
	void mapBounded(starts, limit, async (start, index) => {
		start();
		await results[index]?.catch(() => undefined);
	});
	return results;
}

/** A gate through which at most `limit` pieces of work go at a time, first come, first served. */
export function gate(limit: number): <T>(work: () => Promise<T>) => Promise<T> {
	const waiting: Array<() => void> = [];
	let inside = 0;
	return async (work) => {
		if (inside >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
		else inside += 1;
		try {
			return await work();
		} finally {
			// the place goes to the next in line, or becomes free
			const next = waiting.shift();
			if (next) next();
			else inside -= 1;
		}
	};
}
