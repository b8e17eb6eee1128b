/** Lets callers that want the same thing at the same time share one piece of work. */
export class SingleFlight<T> {
	private readonly running = new Map<string, Promise<T>>();

	/** Starts `work`, or joins the one that runs under `key`. A failure is shared too, and not remembered. */
	async do(key: string, work: () => Promise<T>): Promise<T> {
		const current = this.running.get(key);
		if (current) return await current;
		const started = work().finally(() => this.running.delete(key));
		this.running.set(key, started);
		return await started;
	}
}
