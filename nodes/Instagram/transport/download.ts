/**
 * Fetches files from Meta's media servers: bounded, from public https addresses only, and never with the
 * token.
 */
import type { IExecuteFunctions } from 'n8n-workflow';

import { retryDelayMs } from '../protocol/errors/retry';
import { isPrivateHost } from '../protocol/publicAddress';
import { fileNameOf, isPassingStatus } from './fileAnswers';
import { clock } from './clock';
import { cancelSignalOf, type ApiContext } from './context';
import { ConnectionError, UserFixableError } from './errors';
import { sendForFile, toConnectionError, type GraphResponse } from './request';

/** What n8n stores as a file: bytes, or a stream that n8n writes to its store as it comes. */
type FileContent = Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0];

export interface DownloadedFile {
	/** The beginning of the file, by which its kind is recognized. */
	readonly head: Buffer;
	readonly content: FileContent;
	readonly contentType?: string;
	readonly fileName?: string;
}

export interface DownloadOptions {
	readonly maxBytes: number;
	/** Stops the download; the end of the execution does too. */
	readonly signal?: AbortSignal;
}

const TIMEOUT_MS = 300_000;
const MAX_REDIRECTS = 3;
const MEGABYTE = 1_000_000;

/**
 * Fetches a file; temporary faults are retried.
 * @param store takes the content, which can be read only once; called again when a stream broke off
 * @returns what `store` gives
 * @throws UserFixableError for anything but a public https address, for a file beyond `maxBytes`, and when
 * the server refuses
 * @throws ConnectionError when nobody answers
 * @throws the reason of the signal, and whatever `store` throws
 */
export async function download<T>(
	ctx: ApiContext,
	url: string,
	{ maxBytes, signal: stop }: DownloadOptions,
	store: (file: DownloadedFile) => Promise<T>,
): Promise<T> {
	const signals = [cancelSignalOf(ctx), stop].filter((signal) => signal !== undefined);
	const signal = AbortSignal.any(signals);
	for (let attempts = 1; ; attempts += 1) {
		signal.throwIfAborted();
		try {
			const { answer, url: lastUrl } = await followRedirects(ctx, url, signal);
			return await storeBody(answer, lastUrl, { maxBytes, signal }, store);
		} catch (error) {
			signal.throwIfAborted();
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

interface FoundFile {
	readonly answer: GraphResponse;
	readonly url: string;
}

async function followRedirects(ctx: ApiContext, firstUrl: string, signal: AbortSignal): Promise<FoundFile> {
	let url = firstUrl;
	for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
		// a redirect may lead anywhere, so each address is checked like the first one
		assertPublic(url);
		const answer = await sendForFile(ctx, url, TIMEOUT_MS, signal);
		if (answer.status === 200) return { answer, url };
		discard(answer.body);
		const location = headerOf(answer.headers, 'location');
		if (answer.status < 300 || answer.status >= 400 || !location || !URL.canParse(location, url))
			throw refusal(answer.status);
		url = new URL(location, url).href;
	}
	throw new UserFixableError(`The file is behind more than ${MAX_REDIRECTS} redirects`);
}

function assertPublic(url: string): void {
	if (!URL.canParse(url) || new URL(url).protocol !== 'https:')
		throw new UserFixableError('A file can be downloaded from an https:// address only');
	if (isPrivateHost(new URL(url).hostname))
		throw new UserFixableError('A file can be downloaded from a public address only');
}

function refusal(status: number): ConnectionError | UserFixableError {
	if (isPassingStatus(status))
		return new ConnectionError(`the file server answered with HTTP status ${status}`, true);
	return new UserFixableError(
		`The file server answered with HTTP status ${status}`,
		"Instagram's links to files expire. Read the post or the message again, and download the file soon after that.",
	);
}

async function storeBody<T>(
	{ headers, body }: GraphResponse,
	url: string,
	{ maxBytes, signal }: { readonly maxBytes: number; readonly signal: AbortSignal },
	store: (file: DownloadedFile) => Promise<T>,
): Promise<T> {
	const about = { contentType: headerOf(headers, 'content-type'), fileName: fileNameOf(url, headers) };
	const onAbort = () => discard(body);
	signal.addEventListener('abort', onAbort);
	try {
		const announcedBytes = Number(headerOf(headers, 'content-length') ?? NaN);
		if (announcedBytes > maxBytes) throw tooLarge(maxBytes);
		if (announcedBytes > 0 && isHttpMessage(body)) {
			const head = await peek(body);
			return await store({ ...about, head, content: body }).catch((error: unknown) => {
				throw body.errored ? toConnectionError(body.errored) : (error as Error);
			});
		}
		const bytes = await readBytes(body, maxBytes);
		return await store({ ...about, head: bytes, content: bytes });
	} finally {
		signal.removeEventListener('abort', onAbort);
		discard(body);
	}
}

/** Stops as soon as the file turns out to be larger than `maxBytes`; the rest is not fetched. */
async function readBytes(body: unknown, maxBytes: number): Promise<Buffer> {
	if (!isByteStream(body)) return Buffer.alloc(0);
	const chunks: Buffer[] = [];
	let size = 0;
	try {
		for await (const chunk of body) {
			size += chunk.length;
			if (size > maxBytes) throw tooLarge(maxBytes);
			chunks.push(chunk);
		}
	} catch (error) {
		if (error instanceof UserFixableError) throw error as Error;
		throw toConnectionError(error);
	}
	return Buffer.concat(chunks);
}

/** The first bytes of a stream, which stay in it. */
async function peek(stream: HttpMessage): Promise<Buffer> {
	let leave = () => {};
	try {
		await new Promise<void>((resolve, reject) => {
			stream.on('readable', resolve).on('close', resolve).on('error', reject);
			leave = () => void stream.off('readable', resolve).off('close', resolve).off('error', reject);
		});
	} catch (error) {
		throw toConnectionError(error);
	} finally {
		leave();
	}
	const first: unknown = stream.read();
	if (!Buffer.isBuffer(first)) return Buffer.alloc(0);
	stream.unshift(first);
	return first;
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

type HttpMessage = Exclude<FileContent, Buffer>;

/**
 * An answer straight from the connection, which HTTP ends after the announced length. A decompressed answer
 * is another stream, whose length is not known in advance.
 */
function isHttpMessage(value: unknown): value is HttpMessage {
	return isByteStream(value) && 'rawHeaders' in value && 'unshift' in value;
}

function discard(body: unknown): void {
	if (isByteStream(body)) body.destroy?.();
}

function headerOf(headers: Record<string, unknown>, name: string): string | undefined {
	const value = headers[name];
	return typeof value === 'string' && value !== '' ? value : undefined;
}
