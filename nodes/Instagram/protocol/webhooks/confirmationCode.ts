/**
 * The confirmation code of a data deletion request (Meta: "Data Deletion Request Callback"), with which a
 * person asks for the state of their request. It holds the time of the request, signed with the app secret:
 * nothing has to be stored, every process of n8n can read it, and nobody can make one up. It does not reveal
 * whom it is about.
 */
import { createHmac } from 'crypto';

import { equalsSecret } from './signature';

const HEX_SECONDS = 8;
const HEX_PERSON = 12;
const HEX_SEAL = 24;
const CODE = new RegExp(`^([0-9a-f]{${HEX_SECONDS}})([0-9a-f]{${HEX_PERSON}})([0-9a-f]{${HEX_SEAL}})$`);

const hash = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest('hex');
const sealOf = (secret: string, content: string) => hash(secret, `seal ${content}`).slice(0, HEX_SEAL);

/** The same for the same request, in letters and digits as Meta wants it. */
export function makeConfirmationCode(secret: string, userId: string, requestedAtMs: number): string {
	const seconds = Math.floor(requestedAtMs / 1000)
		.toString(16)
		.padStart(HEX_SECONDS, '0');
	const content = seconds + hash(secret, `person ${userId} ${seconds}`).slice(0, HEX_PERSON);
	return content + sealOf(secret, content);
}

/**
 * When the request of a code was made.
 * @param secrets as for signatures; a code outlives neither of them
 * @returns `undefined` for a code that this app never gave
 */
export function readConfirmationCode(code: string, secrets: readonly string[]): number | undefined {
	const [, seconds, person, seal] = CODE.exec(code.trim().toLowerCase()) ?? [];
	if (seconds === undefined || person === undefined || seal === undefined) return undefined;
	const isOurs = secrets
		.filter((secret) => secret !== '')
		.map((secret) => equalsSecret(sealOf(secret, seconds + person), seal));
	return isOurs.includes(true) ? Number.parseInt(seconds, 16) * 1000 : undefined;
}
