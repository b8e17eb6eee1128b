/**
 * Files that n8n itself offers to Instagram: what helps when Instagram cannot fetch one is not what helps
 * with a URL of somebody else's.
 */

/** Whether n8n offers the file under an address of its own (n8n: `createBinarySignedUrl`). */
export function isOfN8n(address: string): boolean {
	return URL.canParse(address) && new URL(address).pathname.endsWith('/binary-data/signed');
}

/** What has to hold for such an address, as a sentence. */
export function mustOpen(address: string): string {
	return `Instagram fetches the file from n8n, so ${new URL(address).origin} must open from the internet, without a login in front of it.`;
}

/** For an address that somebody gave. */
export const MAY_BE_PAGE =
	'If the URL opens a web page around the file, such as a share link or a login, give the address of the file itself.';
