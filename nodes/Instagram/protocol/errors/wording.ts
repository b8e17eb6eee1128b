/** Explanations of errors, and how they become parts of longer sentences. */

/** What happened and why, and what to do. */
export interface Words {
	readonly what: string;
	readonly remedy: string;
}

/** A sentence in the form that fits after a colon or "because". */
export function asClause(sentence: string): string {
	return sentence.startsWith('Instagram') ? sentence : sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
