/**
 * The last guard before a text leaves the package. Tokens are kept out of errors and outputs by construction;
 * if one comes back in a text of Meta's, it is removed here.
 */

const TOKEN_PARAMETER = /((?:access_token|client_secret|fb_exchange_token)(?:=|%3D|"\s*:\s*"))[^&\s"']+/gi;
/** Tokens of Instagram Login start with IG, those of the Facebook app with EAA. */
const BARE_TOKEN = /\b(?:IG[A-Za-z]{1,4}|EAA)[A-Za-z0-9_-]{24,}/g;

/** Replaces tokens and secrets in a text. */
export function redactSecrets(text: string): string {
	return text.replace(TOKEN_PARAMETER, '$1[hidden]').replace(BARE_TOKEN, '[hidden]');
}
