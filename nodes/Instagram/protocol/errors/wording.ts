/** Explanations of errors as parts of longer sentences. */

/** A sentence as it stands after a colon or "because". */
export function asClause(sentence: string): string {
	return sentence.startsWith('Instagram') ? sentence : sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
