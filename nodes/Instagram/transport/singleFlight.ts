/** Lets callers that want the same thing at the same time share one piece of work. */
interface Flight<T> {
	readonly result: Promise<T>;
	/** Of the execution that started it. */
	readonly signal?: AbortSignal;
}

export class SingleFlight<T> {
	private readonly running = new Map<string, Flight<T>>();

	/**
	 * Starts `work`, or joins the one that runs under `key`. A failure is shared too, but not remembered. When
	 * the execution that started the work is cancelled, the callers that joined start again.
	 * @param signal cancels the caller's execution
	 */
	async do(key: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
		for (;;) {
			const flight = this.running.get(key) ?? this.start(key, work, signal);
			try {
				return await flight.result;
			} catch (error) {
				signal?.throwIfAborted();
				if (!flight.signal?.aborted) throw error as Error;
			}
		}
	}

	private start(key: string, work: () => Promise<T>, signal: AbortSignal | undefined): Flight<T> {
		const flight = { result: work().finally(() => this.running.delete(key)), signal };
		this.running.set(key, flight);
		return flight;
	}
}
