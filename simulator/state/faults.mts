/**
 * One-shot faults. `before`: nothing happened on Meta's side. `after`: the request took effect, and the
 * answer got lost or says otherwise - the case in which a client that repeats a write posts twice.
 */
export type Fault =
	| {
			kind: 'status';
			status: number;
			body: unknown;
			headers?: Record<string, string>;
			effect: 'before' | 'after';
	  }
	| { kind: 'reset'; effect: 'before' | 'after' }
	| { kind: 'hang'; ms: number; effect: 'before' | 'after' }
	/**
	 * No fault at all: somebody does something while the request is on its way, which is then answered as
	 * usual.
	 */
	| { kind: 'meanwhile'; run: () => unknown; effect: 'before' };

export interface FaultMatch {
	method?: string;
	path?: RegExp | string;
	host?: string;
	/** On the decoded query. */
	query?: RegExp;
	/** How many requests it hits; default 1. */
	times?: number;
}

export class Faults {
	private rules: { match: FaultMatch; fault: Fault; left: number }[] = [];

	/**
	 * The next request that matches gets the fault. A string path matches the end of the path without query.
	 */
	failNext(match: FaultMatch, fault: Fault): void {
		this.rules.push({ match, fault, left: match.times ?? 1 });
	}

	clear(): void {
		this.rules = [];
	}

	/** Takes the fault meant for this request, oldest rule first. */
	take(request: { method: string; host: string; path: string; query: string }): Fault | undefined {
		const rule = this.rules.find(({ match, left }) => left > 0 && matches(match, request));
		if (rule === undefined) return undefined;
		rule.left--;
		this.rules = this.rules.filter(({ left }) => left > 0);
		return rule.fault;
	}
}

function matches(
	match: FaultMatch,
	request: { method: string; host: string; path: string; query: string },
): boolean {
	if (match.method !== undefined && match.method.toUpperCase() !== request.method) return false;
	if (match.host !== undefined && match.host !== request.host) return false;
	if (match.query && !new RegExp(match.query.source).test(request.query)) return false;
	if (match.path === undefined) return true;
	if (typeof match.path === 'string') return request.path.endsWith(match.path);
	return new RegExp(match.path.source, match.path.flags.replace('g', '')).test(request.path);
}
