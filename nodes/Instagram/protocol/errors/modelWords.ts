/**
 * What an AI model is told to do about an error. It can change what it sends, look, wait, or tell the user;
 * it cannot open the credential, the Meta app or the settings of n8n.
 */
import type { FailureKind } from './row';

export interface ModelProblem {
	/** For people. */
	readonly remedy: string;
	readonly kind?: FailureKind;
	/** A permission that was not granted. */
	readonly missing?: string;
	/** Whether a write may have been done all the same. */
	readonly mayBeDone?: boolean;
	/** Meta's own words. */
	readonly metaMessage?: string;
}

const RECONNECT = 'Tell the user to reconnect the Instagram account in n8n';
const FAILS_UNTIL_THEN = 'This call fails until then, so do not repeat it.';
/** Where a remedy sends somebody who has n8n, the phone or the Meta app in front of them. */
const IS_FOR_PEOPLE =
	/\b(credential|N8N_\w+|WEBHOOK_URL|Meta app|Instagram app|app review|instagram\.com|Connected Account|settings?|routing)\b/i;

/** @returns one or two sentences; empty when there is nothing to do */
export function remedyForModel(problem: ModelProblem): string {
	const { remedy, kind, missing, mayBeDone, metaMessage } = problem;
	if (mayBeDone === true)
		return `${remedy} Do not repeat it before you have looked, not even in other words.`;
	if (kind === 'reconnect') return `${RECONNECT}. No call works until then, so make none.`;
	if (missing !== undefined) return `${RECONNECT} and to allow ${missing}. ${FAILS_UNTIL_THEN}`;
	if (kind === 'permission' && /\breconnect\b/i.test(remedy))
		return `${RECONNECT} with all permissions. ${FAILS_UNTIL_THEN}`;
	if (kind === 'wait' || kind === 'blocked') return `Do not repeat the call now; tell the user. ${remedy}`;
	if (IS_FOR_PEOPLE.test(remedy)) return `Tell the user: ${remedy}`;
	const isVague = kind === 'input' || kind === 'unknown';
	return isVague && metaMessage ? `${remedy} Instagram says: ${metaMessage}` : remedy;
}
