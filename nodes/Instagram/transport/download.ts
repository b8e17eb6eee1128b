/** Fetches files from Meta's media servers: bounded, over https only, and never with the token. */
import { retryDelayMs } from '../protocol/errors/retry';
import { fileNameOf, isPassingStatus } from './fileAnswers';
import { clock } from './clock';
import { cancelSignalOf, type ApiContext } from './context';
import { ConnectionError, UserFixableError } from './errors';
import { sendForFile, toConnectionError, type GraphResponse } from './request';

export interface DownloadedFile {
	readonly bytes: Buffer;
	readonly contentType?: string;
	readonly fileName?: string;
}

const TIMEOUT_MS = 300_000;
const MAX_REDIRECTS = 3;
const MEGABYTE = 1_000_000;

/**
 * Fetches a file; faults that pass are repeated.
 * @throws UserFixableError for anything but https, for a file beyond `maxBytes`, and when the server refuses
 * @throws ConnectionError when nobody answers
 */
export async function download(ctx: ApiContext, url: string, maxBytes: number): Promise<DownloadedFile> {
	const signal = cancelSignalOf(ctx);
	for (let attempts = 1; ; attempts += 1) {
		try {
			return await downloadOnce(ctx, url, maxBytes);
		} catch (error) {
			if (!(error instanceof ConnectionError)) throw error as Error;
			const random = clock.random();
			const delayMs = retryDelayMs({
				kind: 'retry',
				nothingHappened: true,
				repeatable: true,
				attempts,
				random,
			});
			if (delayMs === undefined) throw error as Error;
			await clock.sleep(delayMs, signal);
		}
	}
}

async function downloadOnce(ctx: ApiContext, firstUrl: string, maxBytes: number): Promise<DownloadedFile> {
	let url = firstUrl;
	for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
		if (!URL.canParse(url) || new URL(url).protocol !== 'https:') {
			throw new UserFixableError('A file can be downloaded from an https:// address only');
		}
		const answer = await sendForFile(ctx, url, TIMEOUT_MS);
		const { status, headers, body } = answer;
		if (status === 200) {
			const bytes = await readBytes(ctx, answer, maxBytes);
			return { bytes, contentType: headerOf(headers, 'content-type'), fileName: fileNameOf(url, headers) };
		}
		discard(body);
		const location = headerOf(headers, 'location');
		if (status < 300 || status >= 400 || location === undefined || !URL.canParse(location, url))
			throw refusal(status);
		url = new URL(location, url).href;
	}
	throw new UserFixableError(`The file lies behind more than ${MAX_REDIRECTS} redirects`);
}

function refusal(status: number): ConnectionError | UserFixableError {
	if (isPassingStatus(status))
		return new ConnectionError(`the file server answered with HTTP status ${status}`, true);
	return new UserFixableError(
		`The file server answered with HTTP status ${status}`,
		"Instagram's links to files expire. Read the media or the message again, and download the file soon after.",
	);
}

/** Stops as soon as the file turns out to be larger than `maxBytes`; the rest is not fetched. */
async function readBytes(
	ctx: ApiContext,
	{ headers, body }: GraphResponse,
	maxBytes: number,
): Promise<Buffer> {
	if (!isByteStream(body)) return Buffer.alloc(0);
	const announcedBytes = Number(headerOf(headers, 'content-length') ?? 0);
	const chunks: Buffer[] = [];
	let size = 0;
	try {
		if (announcedBytes > maxBytes) throw tooLarge(maxBytes);
		for await (const chunk of body) {
			size += chunk.length;
			if (size > maxBytes) throw tooLarge(maxBytes);
			chunks.push(chunk);
		}
	} catch (error) {
		discard(body);
		cancelSignalOf(ctx)?.throwIfAborted();
		if (error instanceof UserFixableError) throw error as Error;
		throw toConnectionError(error);
	}
	return Buffer.concat(chunks);
}

function tooLarge(maxBytes: number): UserFixableError {
	return new UserFixableError(`The file is larger than ${Math.floor(maxBytes / MEGABYTE)} MB`);
}

interface ByteStream extends AsyncIterable<Buffer> {
	destroy?(): void;
}

function isByteStream(value: unknown): value is ByteStream {
	return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

function discard(body: unknown): void {
	if (isByteStream(body)) body.destroy?.();
}

function headerOf(headers: Record<string, unknown>, name: string): string | undefined {
	const value = headers[name];
	return typeof value === 'string' && value !== '' ? value : undefined;
}
