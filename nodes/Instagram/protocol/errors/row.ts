/**
 * One line of Meta's error tables, with what a person can do about it. Keyed on numbers only: Meta's texts
 * are localised.
 */

/**
 * - `retry`: a fault on Meta's side that passes; whether the request took effect is not known
 * - `wait`: too many calls; passes within minutes; nothing happened
 * - `blocked`: refused for hours (daily quota, a block for breaking rules); nothing happened
 * - `notReady`: refused because something is still being prepared; nothing happened
 * - `reconnect`: the token is dead
 * - `permission`: the app, the account or the login does not allow it
 * - `input`: the request itself has to change
 * - `unknown`: Meta refused for a reason that is in no table
 */
export type FailureKind =
	| 'retry'
	| 'wait'
	| 'blocked'
	| 'notReady'
	| 'reconnect'
	| 'permission'
	| 'input'
	| 'unknown';

export interface ErrorRow {
	/** Absent where Meta gives only a subcode, as in the status text of a container. */
	readonly code?: number;
	readonly subcode?: number;
	readonly kind: FailureKind;
	/** What happened, as a sentence without Meta's jargon. */
	readonly what: string;
	/** What to do about it. */
	readonly remedy: string;
}

export function row(
	code: number | undefined,
	subcode: number | undefined,
	kind: FailureKind,
	what: string,
	remedy: string,
): ErrorRow {
	return { code, subcode, kind, what, remedy };
}
