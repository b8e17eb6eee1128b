/** The Instagram API for one run of a node, as the account of its credential sees it. */
import type { IDataObject } from 'n8n-workflow';

import { classifyGraphError } from '../protocol/errors/classify';
import { isRecord, type JsonRecord } from '../protocol/json';
import type { Account } from '../protocol/tokens';
import { openSession } from '../login/openSession';
import type { Session } from '../login/session';
import { cancelSignalOf, type ApiContext } from '../transport/context';
import { GraphError } from '../transport/errors';
import type { Pace } from '../transport/pace';
import { sendUpload, type GraphRequest, type UploadFile } from '../transport/request';
import { waitWhilePaused } from '../transport/throttle';
import { MetaClock } from './metaClock';
import { sendPatiently, type Sender } from './sendPatiently';
import { workersOf } from './workers';

export interface CallOptions {
	/** Where Meta allows a number of such calls a second. */
	readonly pace?: Pace;
	/** For a read that is only a precaution: it is not waited for long, and not repeated. Default false. */
	readonly once?: boolean;
}

/** A precaution that takes longer is done without. */
const PRECAUTION_TIMEOUT_MS = 3000;

export interface WriteOptions extends CallOptions {
	/** True when sending the request twice does no harm (a container, a subscription). Default false. */
	readonly repeatable?: boolean;
	readonly timeoutMs?: number;
}

/** The Instagram API as one account sees it. */
export interface Graph {
	readonly account: Account;
	readonly permissions?: readonly string[];
	readonly expiresAtMs?: number;
	/** Why active triggers of the credential receive nothing; see openGraph.ts. */
	readonly triggerProblem?: string;
	readonly signal?: AbortSignal;
	/** See {@link MetaClock.now}. */
	metaNowMs(): number | undefined;
	/** @throws GraphError | ConnectionError */
	get(path: readonly string[], query?: IDataObject, options?: CallOptions): Promise<JsonRecord>;
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

/** The API for the account of a session. */
export function graphOf(ctx: ApiContext, session: Session): Graph {
	const signal = cancelSignalOf(ctx);
	const metaClock = new MetaClock();
	const sender: Sender = { ctx, session, metaClock, signal, workers: workersOf(ctx) };
	const call = async (request: GraphRequest, options: CallOptions & { readonly repeatable: boolean }) =>
		await sendPatiently(sender, request, options);
	return {
		account: session.account,
		permissions: session.permissions,
		expiresAtMs: session.expiresAtMs,
		signal,
		metaNowMs: () => metaClock.now(),
		get: async (path, query, options) => {
			const timeoutMs = options?.once ? PRECAUTION_TIMEOUT_MS : undefined;
			return await call({ method: 'GET', path, query, timeoutMs }, { ...options, repeatable: true });
		},
		post: async (path, body, { timeoutMs, repeatable = false, ...options } = {}) =>
			await call({ method: 'POST', path, body, timeoutMs }, { ...options, repeatable }),
		delete: async (path, body, { timeoutMs, repeatable = false, ...options } = {}) =>
			await call({ method: 'DELETE', path, body, timeoutMs }, { ...options, repeatable }),
		upload: async (containerId, file) => await upload(ctx, session, containerId, file),
	};
}

async function upload(
	ctx: ApiContext,
	session: Session,
	containerId: string,
	file: UploadFile,
): Promise<void> {
	await waitWhilePaused(session.loginKey, cancelSignalOf(ctx));
	// uploads wait for each other, maybe for hours: another run may have renewed the token since
	const present = await openSession(ctx);
	const { accessToken } = present.account.accountId === session.account.accountId ? present : session;
	const { status, body } = await sendUpload(ctx, accessToken, containerId, file);
	if (status >= 200 && status < 300 && isRecord(body) && body.success === true) return;
	throw new GraphError(classifyGraphError(status, body));
}
