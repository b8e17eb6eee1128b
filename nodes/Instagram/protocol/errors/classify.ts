/**
 * Reads an error of Meta's. Four envelopes occur: `{error:{…}}` on the Graph hosts, `{error_type, code,
 * error_message}` on api.instagram.com, `{debug_info:{…}}` on the host of uploads, and no JSON at all on 5xx.
 * The numbers decide, never the text, which is localised. The one exception is an answer that has no number
 * of its own (the tester trap).
 */
import { isRecord, numberAt, parseGraphJson, recordAt, textAt, type JsonRecord } from '../json';
import { GENERAL_ERRORS } from './generalErrors';
import { MESSAGING_ERRORS } from './messagingErrors';
import { PUBLISHING_ERRORS } from './publishingErrors';
import { row, type ErrorRow, type FailureKind } from './row';

export interface GraphFailure {
	readonly kind: FailureKind;
	readonly httpStatus: number;
	readonly code?: number;
	readonly subcode?: number;
	/** What happened. */
	readonly what: string;
	/** What to do about it. */
	readonly remedy: string;
	/** Meta's own words, when it gave any. */
	readonly metaMessage?: string;
	readonly fbtraceId?: string;
	/** Meta's answer proves that the request had no effect, so that even a write may be repeated. */
	readonly nothingHappened: boolean;
}

export const ERROR_CATALOGUE: readonly ErrorRow[] = [
	...GENERAL_ERRORS,
	...PUBLISHING_ERRORS,
	...MESSAGING_ERRORS,
];

/**
 * Sent when the account is not an accepted tester of an app in development, and also for an empty or
 * malformed token or secret.
 */
const TESTER_TRAP = /^Unsupported request - method type: (get|post|delete)/;
export const TESTER_TRAP_ROW = row(
	100,
	undefined,
	'permission',
	'Instagram does not let this app act for this account',
	'Usually the account is not an accepted tester of the app. Add it in the Meta app under App roles > Roles > Instagram Testers, and accept the invitation in the Instagram app under Settings > Website permissions > Tester invites. Otherwise check that app ID and app secret are those of the Instagram app (API setup with Instagram login), not of the Facebook app.',
);
const HUMAN_AGENT = /Human Agent/;

const key = (code?: number, subcode?: number) => `${code ?? ''}/${subcode ?? ''}`;
const BY_NUMBERS = new Map(ERROR_CATALOGUE.map((entry) => [key(entry.code, entry.subcode), entry]));
const BY_SUBCODE = new Map(
	ERROR_CATALOGUE.filter((entry) => entry.subcode !== undefined).map((entry) => [entry.subcode, entry]),
);

/**
 * The explanation for Meta's numbers; the subcode says more than the code, and sometimes comes with another
 * code.
 */
export function findErrorRow(code: number | undefined, subcode: number | undefined): ErrorRow | undefined {
	if (subcode !== undefined) {
		const exact = BY_NUMBERS.get(key(code, subcode)) ?? BY_SUBCODE.get(subcode);
		if (exact) return exact;
	}
	if (code === undefined) return undefined;
	return BY_NUMBERS.get(key(code)) ?? (code > 200 && code < 300 ? BY_NUMBERS.get(key(200)) : undefined);
}

interface Envelope {
	readonly code?: number;
	readonly subcode?: number;
	readonly message?: string;
	readonly userMessage?: string;
	readonly fbtraceId?: string;
	readonly isTransient: boolean;
}

function readEnvelope(body: unknown): Envelope | undefined {
	if (!isRecord(body)) return undefined;
	const error = recordAt(body, 'error');
	if (error) {
		return {
			code: numberAt(error, 'code'),
			subcode: numberAt(error, 'error_subcode'),
			message: textAt(error, 'message'),
			userMessage: [textAt(error, 'error_user_title'), textAt(error, 'error_user_msg')]
				.filter((text) => text !== undefined)
				.join(': '),
			fbtraceId: textAt(error, 'fbtrace_id'),
			isTransient: error.is_transient === true,
		};
	}
	const refusedUpload = recordAt(body, 'debug_info');
	if (refusedUpload)
		return { message: uploadMessage(refusedUpload), isTransient: refusedUpload.retriable === true };
	// the `code` of api.instagram.com repeats the HTTP status and is no Graph code
	const message = textAt(body, 'error_message');
	return message === undefined ? undefined : { message, isTransient: false };
}

/** Meta: "Resumable uploads": the message is a text, or JSON inside a text: `{"error":{"message":…}}`. */
function uploadMessage(refused: JsonRecord): string | undefined {
	const text = textAt(refused, 'message');
	const inner = text === undefined ? undefined : parseGraphJson(text);
	const error = isRecord(inner) ? recordAt(inner, 'error') : undefined;
	return (error && textAt(error, 'message')) ?? text;
}

function chooseRow(envelope: Envelope, httpStatus: number): ErrorRow {
	const { code, subcode, message = '' } = envelope;
	if (code === 100 && subcode === undefined && TESTER_TRAP.test(message)) return TESTER_TRAP_ROW;
	if (httpStatus === 403 && (code === undefined || code === 10) && HUMAN_AGENT.test(message)) {
		return findErrorRow(100, 2018276) ?? TESTER_TRAP_ROW;
	}
	const found = findErrorRow(code, subcode);
	if (found) return found;
	if (envelope.isTransient || httpStatus >= 500) {
		return row(
			code,
			subcode,
			'retry',
			'Something went wrong inside Instagram',
			'Try again in a few minutes.',
		);
	}
	if (httpStatus === 429) return row(code, subcode, 'wait', 'Too many calls were made', 'Run less often.');
	return row(
		code,
		subcode,
		'unknown',
		'Instagram refused the request',
		'Read the message from Instagram below.',
	);
}

/** Refusals come before the act; faults (`retry`) may come after it. */
const REFUSALS: ReadonlySet<FailureKind> = new Set([
	'wait',
	'blocked',
	'notReady',
	'reconnect',
	'permission',
	'input',
]);

/**
 * Explains an answer that is not a success.
 * @param body the answer, parsed or as text
 * @returns always an explanation; `nothingHappened` only where Meta names a reason for refusing
 */
export function classifyGraphError(httpStatus: number, body: unknown): GraphFailure {
	if (saysNo(body)) return { ...SAID_NO, httpStatus };
	const envelope = readEnvelope(typeof body === 'string' ? parseGraphJson(body) : body);
	if (!envelope) {
		const kind = httpStatus === 429 ? 'wait' : httpStatus >= 500 || httpStatus < 400 ? 'retry' : 'unknown';
		return {
			kind,
			httpStatus,
			what:
				httpStatus >= 200 && httpStatus < 300
					? `Instagram answered with success (HTTP status ${httpStatus}), but the answer cannot be read`
					: `Instagram answered with HTTP status ${httpStatus} and no explanation`,
			remedy: 'Try again in a few minutes.',
			nothingHappened: kind === 'wait',
		};
	}
	const chosen = chooseRow(envelope, httpStatus);
	const kind = envelope.isTransient && chosen.kind === 'unknown' ? 'retry' : chosen.kind;
	const words = [envelope.userMessage, envelope.message].find((text) => text !== undefined && text !== '');
	return {
		kind,
		httpStatus,
		code: envelope.code,
		subcode: envelope.subcode,
		what: chosen.what,
		remedy: chosen.remedy,
		metaMessage: words,
		fbtraceId: envelope.fbtraceId,
		// an error with the HTTP status of a success or of a fault proves nothing
		nothingHappened: REFUSALS.has(kind) && httpStatus >= 400 && httpStatus < 500,
	};
}

/** Whether an answer is a success that can be read: not one that was cut off, or a page in its place. */
export function isReadableSuccess(httpStatus: number, body: unknown): body is JsonRecord {
	return httpStatus >= 200 && httpStatus < 300 && isRecord(body) && !isErrorBody(body);
}

/** True for a body that is an error, whatever its HTTP status says. */
function isErrorBody(body: unknown): body is JsonRecord {
	return isRecord(body) && (recordAt(body, 'error') !== undefined || saysNo(body));
}

/** An answer of a call that changes something: `{success: true}`, or this. */
const saysNo = (body: unknown): boolean =>
	isRecord(body) && body.success === false && recordAt(body, 'error') === undefined;

const SAID_NO = {
	kind: 'unknown',
	what: 'Instagram answered that it did not do it',
	remedy: 'Instagram gives no reason. Try again in a few minutes, and look in the Instagram app.',
	nothingHappened: true,
} as const satisfies Omit<GraphFailure, 'httpStatus'>;

/**
 * "Object with ID '…' does not exist, cannot be loaded due to missing permissions": Meta does not tell which.
 */
export const isUnknownObject = ({ code, subcode }: Pick<GraphFailure, 'code' | 'subcode'>): boolean =>
	code === 100 && subcode === 33;
