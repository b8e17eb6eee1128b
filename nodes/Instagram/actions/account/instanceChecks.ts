/** The checks of n8n itself, as far as a node can tell: what Instagram has to reach from outside. */
import { isPrivateHost } from '../../protocol/publicAddress';
import { right, unknown, wrong, type Check } from './setupCheck';

/** @returns `undefined` for anything that is not a URL */
export function originOf(url: string): string | undefined {
	return URL.canParse(url) ? new URL(url).origin : undefined;
}

const SET_ADDRESS =
	'Needed for triggers and for files: set N8N_EDITOR_BASE_URL and WEBHOOK_URL to the https address under which n8n can be reached from the internet.';

const PUBLIC_ADDRESS: Check = {
	check: 'publicAddress',
	look({ ctx }) {
		const origin = originOf(ctx.getInstanceBaseUrl());
		if (origin === undefined) return unknown('n8n does not know its own address', SET_ADDRESS);
		const { protocol, hostname } = new URL(origin);
		if (isPrivateHost(hostname))
			return wrong(`n8n takes ${origin} for its address, which exists only in your own network`, SET_ADDRESS);
		if (protocol !== 'https:')
			return wrong(`n8n takes ${origin} for its address, which is not https`, SET_ADDRESS);
		return unknown(
			`n8n takes ${origin} for its address, which is a public name with https; a node cannot see from outside whether it leads here`,
			'Open it on a phone outside your network, or press Test under Configure webhooks in the App Dashboard.',
		);
	},
};

/**
 * Instagram fetches files from n8n by a signed URL, which exists only for files that n8n stores outside its
 * memory.
 */
const BINARY_MODE: Check = {
	check: 'binaryMode',
	async look({ ctx }) {
		const file = await ctx.helpers.prepareBinaryData(Buffer.from('setup'), 'setup.txt', 'text/plain');
		if (file.id !== undefined) return right('n8n stores files so that Instagram can fetch them by URL');
		return wrong(
			'n8n keeps files in memory, and cannot serve them to Instagram',
			'Needed to publish or send files: set N8N_DEFAULT_BINARY_DATA_MODE to filesystem (or database, s3). Media by URL works without it.',
		);
	},
};

export const INSTANCE_CHECKS: readonly Check[] = [PUBLIC_ADDRESS, BINARY_MODE];
