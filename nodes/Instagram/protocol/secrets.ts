/**
 * The last guard before a text leaves the package. Tokens are kept out of errors and outputs by construction;
 * if one comes back in a text of Meta's, it is removed here.
 */
import { isRecord, type JsonRecord } from './json';

const TOKEN_PARAMETER = /((?:access_token|client_secret|fb_exchange_token)(?:=|%3D|"\s*:\s*"))[^&\s"']+/gi;
/** Tokens of Instagram Login start with IG, those of the Facebook app with EAA. */
const BARE_TOKEN = /\b(?:IG[A-Za-z]|EAA)[\w-]{24,}/g;

/** Replaces tokens and secrets in a text. */
export function redactSecrets(text: string): string {
	return text.replace(TOKEN_PARAMETER, '$1[hidden]').replace(BARE_TOKEN, '[hidden]');
}

/**
 * An answer of Meta's without the access token, which Meta writes into the links to the next and the previous
 * page of a list, also where the call carried it in a header. Lists inside of elements have such links too,
 * and come out as they are where Simplify is off.
 */
export function withoutTokensInLinks(answer: JsonRecord): JsonRecord {
	return Object.fromEntries(
		Object.entries(answer).map(([name, value]) => [
			name,
			name === 'paging' ? redactIn(value) : cleaned(value),
		]),
	);
}

function cleaned(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(cleaned);
	return isRecord(value) ? withoutTokensInLinks(value) : value;
}

const redactIn = (paging: unknown): unknown =>
	isRecord(paging)
		? Object.fromEntries(
				Object.entries(paging).map(([name, value]) => [
					name,
					typeof value === 'string' ? redactSecrets(value) : value,
				]),
			)
		: paging;
