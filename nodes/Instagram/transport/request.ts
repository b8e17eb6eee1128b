/**
 * The one door to the network. Every call of the API goes to a fixed host, with the token in the
 * Authorization header only; a download goes where Meta says, and never with the token. Answers come back as
 * status, headers and parsed body, and never as an exception of the HTTP library, whose request options hold
 * the token.
 */
import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { APP_GRAPH_BASE_URL, GRAPH_BASE_URL, UPLOAD_BASE_URL } from '../protocol/hosts';
import { isRecord, parseGraphJson } from '../protocol/json';
import { redactSecrets } from '../protocol/secrets';
import { cancelSignalOf, type ApiContext, type CredentialType } from './context';
import { ConnectionError } from './errors';

export interface GraphRequest {
	readonly method: 'GET' | 'POST' | 'DELETE';
	/** Segments of the path below the version; each is encoded, so an id can never lead elsewhere. */
	readonly path: readonly string[];
	readonly query?: IDataObject;
	readonly body?: IDataObject;
	readonly timeoutMs?: number;
}

export interface GraphResponse {
	readonly status: number;
	readonly headers: Record<string, unknown>;
	/** Parsed with exact ids, or the text when it is not JSON. */
	readonly body: unknown;
}

const TIMEOUT_MS = 60_000;

function toHttpOptions(request: GraphRequest, baseUrl = GRAPH_BASE_URL): IHttpRequestOptions {
	return {
		method: request.method,
		url: `${baseUrl}/${request.path.map(encodeURIComponent).join('/')}`,
		qs: request.query,
		body: request.body,
		timeout: request.timeoutMs ?? TIMEOUT_MS,
		...EXACT_ANSWER,
	};
}

/**
 * Asks for the raw text of every answer, whatever its status, so that numbers stay exact and we read Meta's
 * errors ourselves.
 */
const EXACT_ANSWER = {
	encoding: 'text',
	returnFullResponse: true,
	ignoreHttpStatusErrors: true,
	disableFollowRedirect: true,
} as const satisfies Partial<IHttpRequestOptions>;

/** Sends a request signed by n8n with the stored credential. */
export async function sendAuthenticated(
	ctx: ApiContext,
	credentialType: CredentialType,
	request: GraphRequest,
): Promise<GraphResponse> {
	return await answerOf(ctx, async () => {
		const options = toHttpOptions(request);
		// Meta answers 400 or 401 to a dead token; n8n's own refresh needs a refresh token, which Instagram does
		// not have
		const additional = { oauth2: { skipTokenRefresh: true } };
		return await ctx.helpers.httpRequestWithAuthentication.call(ctx, credentialType, options, additional);
	});
}

/** Sends a request with a token that n8n does not (yet) hold. */
export async function sendWithToken(
	ctx: ApiContext,
	accessToken: string,
	request: GraphRequest,
): Promise<GraphResponse> {
	const headers = { Authorization: `Bearer ${accessToken}` };
	return await answerOf(
		ctx,
		async () => await ctx.helpers.httpRequest({ ...toHttpOptions(request), headers }),
	);
}

/** Calls one of the two token endpoints, the only ones that take token and secret as parameters. */
export async function sendToTokenEndpoint(
	ctx: ApiContext,
	url: string,
	query: IDataObject,
): Promise<GraphResponse> {
	const options: IHttpRequestOptions = {
		method: 'GET',
		url,
		qs: query,
		timeout: TIMEOUT_MS,
		...EXACT_ANSWER,
	};
	return await answerOf(ctx, async () => await ctx.helpers.httpRequest(options));
}

async function answerOf(ctx: ApiContext, send: () => Promise<unknown>): Promise<GraphResponse> {
	const answer = await rawAnswerOf(ctx, send);
	const text = typeof answer.body === 'string' ? answer.body : '';
	return { ...answer, body: parseGraphJson(text) ?? text };
}

async function rawAnswerOf(ctx: ApiContext, send: () => Promise<unknown>): Promise<GraphResponse> {
	let answer: unknown;
	try {
		answer = await send();
	} catch (error) {
		cancelSignalOf(ctx)?.throwIfAborted();
		throw toConnectionError(error);
	}
	const { statusCode, headers, body } = isRecord(answer) ? answer : {};
	return {
		status: typeof statusCode === 'number' ? statusCode : 0,
		headers: isRecord(headers) ? headers : {},
		body,
	};
}

/** Asks a file server for a file, without token or cookie. The body of the answer is a stream of bytes. */
export async function sendForFile(
	ctx: ApiContext,
	url: string,
	timeoutMs: number,
	abortSignal: AbortSignal,
): Promise<GraphResponse> {
	const options: IHttpRequestOptions = {
		method: 'GET',
		url,
		timeout: timeoutMs,
		...EXACT_ANSWER,
		encoding: 'stream',
	};
	return await rawAnswerOf(ctx, async () => await ctx.helpers.httpRequest({ ...options, abortSignal }));
}

/**
 * Forwards a delivery of Meta's to another trigger of the user: the bytes as they came, without token or
 * cookie.
 */
export async function sendDelivery(
	ctx: ApiContext,
	url: string,
	bytes: Buffer,
	headers: IDataObject,
	timeoutMs: number,
): Promise<GraphResponse> {
	const options: IHttpRequestOptions = {
		method: 'POST',
		url,
		body: bytes,
		headers,
		timeout: timeoutMs,
		...EXACT_ANSWER,
	};
	return await rawAnswerOf(ctx, async () => await ctx.helpers.httpRequest(options));
}

/** A video to upload: its bytes, or where Meta finds them. */
export type UploadFile = { readonly bytes: Buffer } | { readonly url: string };

/** A video to upload, and how to read it. */
export interface Upload {
	/** Reads it as late as possible: a reel may have 300 MB. */
	read(): Promise<UploadFile>;
	/** Whether there are bytes to read, rather than a URL. */
	readonly holdsBytes: boolean;
	/** The URL, or n8n's id of the file: the same every time the item is read. */
	readonly identity: string;
}

/** A video may have 300 MB. */
const UPLOAD_TIMEOUT_MS = 30 * 60_000;

/**
 * Sends a video to the host that takes uploads. It expects the token under a different scheme than the API.
 */
export async function sendUpload(
	ctx: ApiContext,
	accessToken: string,
	containerId: string,
	file: UploadFile,
): Promise<GraphResponse> {
	const url = `${UPLOAD_BASE_URL}/${encodeURIComponent(containerId)}`;
	const source =
		'bytes' in file ? { offset: '0', file_size: String(file.bytes.length) } : { file_url: file.url };
	const options: IHttpRequestOptions = {
		method: 'POST',
		url,
		headers: { Authorization: `OAuth ${accessToken}`, 'Content-Type': 'application/octet-stream', ...source },
		...('bytes' in file && { body: file.bytes }),
		timeout: UPLOAD_TIMEOUT_MS,
		...EXACT_ANSWER,
	};
	const abortSignal = cancelSignalOf(ctx);
	return await answerOf(ctx, async () => await ctx.helpers.httpRequest({ ...options, abortSignal }));
}

/** Calls the API of the app, not of an account, with the app's own access token. */
export async function sendAsApp(
	ctx: ApiContext,
	appAccessToken: string,
	request: GraphRequest,
): Promise<GraphResponse> {
	const headers = { Authorization: `Bearer ${appAccessToken}` };
	const options = { ...toHttpOptions(request, APP_GRAPH_BASE_URL), headers };
	return await answerOf(ctx, async () => await ctx.helpers.httpRequest(options));
}

/** Failures that happen before the first byte of the request leaves. */
const NEVER_SENT = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN)$|CERT|^UNABLE_TO_/;
/** The same, while the connection is being made. */
const NEVER_CONNECTED = /^(EHOSTUNREACH|ENETUNREACH)$/;

/**
 * Codes in words. When n8n hands an error to an AI agent, it replaces a message that contains such a code
 * with its own, which advises repeating the request.
 */
const NETWORK_WORDS: Readonly<Record<string, string>> = {
	EAI_AGAIN: 'the name of the server could not be looked up',
	ECONNABORTED: 'the connection was aborted, or took too long',
	ECONNREFUSED: 'the server refused the connection',
	ECONNRESET: 'the connection was cut',
	EHOSTUNREACH: 'the server cannot be reached',
	ENETUNREACH: 'the network cannot be reached',
	ENOTFOUND: 'the name of the server is not known',
	EPIPE: 'the connection was cut',
	ETIMEDOUT: 'the connection took too long',
};

const networkCodeInWords = (code: string) => NETWORK_WORDS[code] ?? code;

/** What a failure of the HTTP library means; its request options, which hold the token, are left behind. */
export function toConnectionError(error: unknown): ConnectionError {
	const found = networkFailureIn(error);
	if (found) return new ConnectionError(networkCodeInWords(found.code), !found.isNeverSent);
	// without a network code it is n8n that refused, before anything was sent
	const message = error instanceof Error ? error.message : String(error);
	return new ConnectionError(redactSecrets(message), false, false);
}

/** n8n wraps the HTTP library's error once or twice, depending on the credential type. */
function networkFailureIn(error: unknown, depth = 0): { code: string; isNeverSent: boolean } | undefined {
	if (!isRecord(error) || depth > 4) return undefined;
	for (const code of [error.code, error.httpCode]) {
		if (typeof code !== 'string' || !/^[A-Z][A-Z0-9_]{3,}$/.test(code)) continue;
		return {
			code,
			isNeverSent: NEVER_SENT.test(code) || (NEVER_CONNECTED.test(code) && error.syscall === 'connect'),
		};
	}
	return networkFailureIn(error.cause, depth + 1) ?? networkFailureIn(error.errorResponse, depth + 1);
}
