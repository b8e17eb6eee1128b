/**
 * What a request for insights looks like. One metric that is not valid for its object fails the whole
 * request.
 */

export interface InsightsRequest {
	readonly metrics: readonly string[];
	/** The parameters beside `metric`. */
	readonly parameters: Readonly<Record<string, string | number>>;
	/** Tried instead, where Meta's pages disagree about a name. */
	readonly otherwise?: Readonly<Record<string, string | number>>;
}
