/** Tells one file from another by what is in it. */
import { createHash } from 'crypto';

/** @returns the same text for the same bytes */
export function contentKey(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex');
}
