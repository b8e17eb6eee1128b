/** Turns explanations of errors into parts of longer sentences. */

/** A sentence in the form that fits after a colon or "because". */
export function asClause(sentence: string): string {
	return sentence.startsWith('Instagram') ? sentence : sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
