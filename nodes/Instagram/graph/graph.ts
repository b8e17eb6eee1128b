/**
 * Calls to the Instagram API for one run: signed, spaced, repeated where that is safe, and told apart when
 * they fail.
 */
import type { IDataObject } from 'n8n-workflow';

import { classifyGraphError, isErrorBody } from '../protocol/errors/classify';
import { isRecord, type JsonRecord } from '../protocol/json';
import { usagePauseMs } from '../protocol/errors/retry';
import type { Account } from '../protocol/tokens';
import { clock } from '../transport/clock';
import { cancelSignalOf, type ApiContext } from '../transport/context';
import { ConnectionError, GraphError } from '../transport/errors';
import { MetaClock } from './metaClock';
import { openSession } from '../login/openSession';
import {
	sendAuthenticated,
	sendUpload,
	sendWithToken,
	type GraphRequest,
	type GraphResponse,
	type UploadFile,
} from '../transport/request';
import { delayBeforeRetry } from '../transport/retry';
import type { Session } from '../login/session';
import { pause, waitWhilePaused } from '../transport/throttle';

export interface WriteOptions {
	/** True when sending the request twice does no harm (a container, a subscription). Default false. */
	readonly repeatable?: boolean;
	readonly timeoutMs?: number;
}

/** The Instagram API as one account sees it. */
export interface Graph {
	readonly account: Account;
	readonly permissions?: readonly string[];
	readonly expiresAtMs?: number;
	readonly signal?: AbortSignal;
	/** See {@link MetaClock.now}. */
	metaNowMs(): number | undefined;
	/** @throws GraphError | ConnectionError */
	get(path: readonly string[], query?: IDataObject): Promise<JsonRecord>;
	/** @throws GraphError | ConnectionError */
	post(path: readonly string[], body: IDataObject, options?: WriteOptions): Promise<JsonRecord>;
	/** @throws GraphError | ConnectionError */
	delete(path: readonly string[], body?: IDataObject, options?: WriteOptions): Promise<JsonRecord>;
	/**
	 * Uploads a video for a container, once.
	 * @throws GraphError | ConnectionError
	 */
	upload(containerId: string, file: UploadFile): Promise<void>;
}

/** Opens the credential of `ctx` and gives back the API for its account. */
export async function openGraph(ctx: ApiContext): Promise<Graph> {
	const session = await openSession(ctx);
	const signal = cancelSignalOf(ctx);
	const metaClock = new MetaClock();
	const call = async (request: GraphRequest, repeatable: boolean) =>
		await sendPatiently(ctx, session, request, repeatable, metaClock, signal);
	return {
		account: session.account,
		permissions: session.permissions,
		expiresAtMs: session.expiresAtMs,
		signal,
		metaNowMs: () => metaClock.now(),
		get: async (path, query) => await call({ method: 'GET', path, query }, true),
		post: async (path, body, { repeatable = false, timeoutMs } = {}) =>
			await call({ method: 'POST', path, body, timeoutMs }, repeatable),
		delete: async (path, body, { repeatable = false, timeoutMs } = {}) =>
			await call({ method: 'DELETE', path, body, timeoutMs }, repeatable),
		upload: async (containerId, file) => await upload(ctx, session, containerId, file),
	};
}

async function upload(
	ctx: ApiContext,
	session: Session,
	containerId: string,
	file: UploadFile,
): Promise<void> {
	await waitWhilePaused(session.credentialKey, cancelSignalOf(ctx));
	const { status, body } = await sendUpload(ctx, session.accessToken, containerId, file);
	if (status >= 200 && status < 300 && isRecord(body) && body.success === true) return;
	throw new GraphError(classifyGraphError(status, body));
}

async function sendPatiently(
	ctx: ApiContext,
	session: Session,
	request: GraphRequest,
	repeatable: boolean,
	metaClock: MetaClock,
	signal: AbortSignal | undefined,
): Promise<JsonRecord> {
	let current = session;
	for (let attempts = 1; ; attempts += 1) {
		await waitWhilePaused(session.credentialKey, signal);
		const outcome = await sendOnce(ctx, current, request, metaClock);
		if (!(outcome instanceof Error)) return outcome;

		if (outcome instanceof GraphError && outcome.failure.kind === 'reconnect') {
			if (!repeatable && !outcome.failure.nothingHappened) throw outcome;
			const renewed = await openSession(ctx);
			if (attempts > 1 || renewed.accessToken === current.accessToken) throw outcome;
			current = renewed;
			continue;
		}
		const delayMs = delayBeforeRetry(outcome, repeatable, attempts);
		if (delayMs === undefined) throw outcome;
		if (outcome instanceof GraphError && outcome.failure.kind === 'wait')
			pause(session.credentialKey, delayMs);
		else await clock.sleep(delayMs, signal);
	}
}

async function sendOnce(
	ctx: ApiContext,
	session: Session,
	request: GraphRequest,
	metaClock: MetaClock,
): Promise<JsonRecord | GraphError | ConnectionError> {
	let response: GraphResponse;
	try {
		response = session.stored
			? await sendAuthenticated(ctx, session.credentialType, request)
			: await sendWithToken(ctx, session.accessToken, request);
	} catch (error) {
		if (error instanceof ConnectionError) return error;
		throw error as Error;
	}
	metaClock.observe(response.headers);
	pause(session.credentialKey, usagePauseMs(response.headers));
	const { status, body } = response;
	if (status >= 200 && status < 300 && !isErrorBody(body)) {
		if (isRecord(body)) return body;
		// some pages print lists without their envelope (welcome_message_flows)
		if (Array.isArray(body)) return { data: body };
	}
	return new GraphError(classifyGraphError(status, body));
}
