/** The errors of the transport, and the one place that turns any of them into an error of n8n's. */
import { NodeApiError, NodeOperationError, type INode, type JsonObject } from 'n8n-workflow';

import type { GraphFailure } from '../protocol/errors/classify';
import type { Words } from '../protocol/errors/wording';
import { redactSecrets } from '../protocol/secrets';

/** What a later step needs to go on after an error, such as the id of a container that is still good. */
type ErrorDetails = Readonly<Record<string, string | number>>;

/** An error that may carry details into n8n's error and into the item of "On Error: Continue". */
class DetailedError extends Error {
	details: ErrorDetails = {};
	/** Whether it reports something that was done, or may have been: no other error may hide that. */
	claimsAnAct = false;

	/** Marks the error as one that reports something done, and gives it back. */
	claiming(claimsAnAct = true): this {
		this.claimsAnAct = claimsAnAct;
		return this;
	}

	/** Adds details and gives the error back. */
	with(details: ErrorDetails): this {
		this.details = { ...this.details, ...details };
		return this;
	}

	/** Removes a detail that does not help the reader of the error, and gives the error back. */
	without(name: string): this {
		this.details = Object.fromEntries(Object.entries(this.details).filter(([key]) => key !== name));
		return this;
	}
}

/** Whether an error reports something that was done, or may have been. */
export function claimsAnAct(error: unknown): boolean {
	return error instanceof DetailedError && error.claimsAnAct;
}

/** Meta said no. */
export class GraphError extends DetailedError {
	constructor(readonly failure: GraphFailure) {
		super(failure.what);
		this.name = 'GraphError';
	}

	/** The same error in other words. */
	reworded(words: Words): GraphError {
		return new GraphError({ ...this.failure, ...words }).with(this.details).claiming(this.claimsAnAct);
	}
}

/** Nobody answered. `requestSent` is false when the request certainly never left. */
export class ConnectionError extends DetailedError {
	constructor(
		readonly reason: string,
		readonly requestSent: boolean,
		/** False when n8n itself refused to send. */
		readonly isNetwork = true,
		readonly words?: Words,
	) {
		super(words?.what ?? `The connection to Instagram failed: ${reason}`);
		this.name = 'ConnectionError';
	}

	/** The same error in other words. */
	reworded(words: Words): ConnectionError {
		const error = new ConnectionError(this.reason, this.requestSent, this.isNetwork, words);
		return error.with(this.details).claiming(this.claimsAnAct);
	}
}

/** Whether a fault is temporary and says nothing about the credential: nobody answered, or Meta is busy. */
export function isPassingFault(error: unknown): boolean {
	return (
		error instanceof ConnectionError ||
		(error instanceof GraphError && (error.failure.kind === 'retry' || error.failure.kind === 'wait'))
	);
}

/** Something a person has to change; `remedy` says what. Becomes a NodeOperationError. */
export class UserFixableError extends DetailedError {
	constructor(
		message: string,
		readonly remedy?: string,
	) {
		super(message);
		this.name = 'UserFixableError';
	}
}

/** Instagram has asked to stop calling for longer than the caller should wait. */
export class PausedError extends UserFixableError {}

export interface ErrorPlace {
	/** True for lists and while a workflow is activated, where n8n shows only the message. */
	readonly onlyMessageIsShown?: boolean;
	readonly itemIndex?: number;
	/** The permission that the operation needs, to be named when Meta refuses for lack of one. */
	readonly permission?: string;
	/** The permissions that were granted, when known. */
	readonly granted?: readonly string[];
}

/**
 * Makes an error that n8n shows to a person and to an AI agent: what happened, what to do, Meta's numbers.
 * Request options are never copied into it, so neither a token nor a secret can be. `context.data` holds the
 * numbers and details.
 */
export function toNodeError(
	node: INode,
	error: unknown,
	place: ErrorPlace = {},
): NodeApiError | NodeOperationError {
	const { itemIndex } = place;
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		if (itemIndex !== undefined) error.context.itemIndex ??= itemIndex;
		return error;
	}
	const nodeError = buildNodeError(node, error, place);
	if (place.onlyMessageIsShown && nodeError.description)
		nodeError.message = `${nodeError.message}. ${nodeError.description}`;
	if (error instanceof DetailedError) {
		const numbers = error instanceof GraphError ? metaNumbers(error.failure) : {};
		nodeError.context.data = { error: { ...numbers, ...error.details } };
	}
	return nodeError;
}

function buildNodeError(node: INode, error: unknown, place: ErrorPlace): NodeApiError | NodeOperationError {
	const { itemIndex } = place;
	if (error instanceof GraphError) {
		const { failure } = error;
		const data = { error: metaNumbers(failure) };
		const httpCode = String(failure.httpStatus);
		return inOurWords(
			new NodeApiError(node, data, { httpCode, itemIndex }),
			failure.what,
			describe(failure, place),
		);
	}
	if (error instanceof ConnectionError) {
		const remedy = error.words?.remedy ?? connectionRemedy(error);
		return inOurWords(new NodeApiError(node, {}, { itemIndex }), error.message, remedy);
	}
	const message = redactSecrets(error instanceof Error ? error.message : String(error));
	const description = error instanceof UserFixableError ? error.remedy : undefined;
	return inOurWords(new NodeOperationError(node, message, { itemIndex }), message, description);
}

/** n8n replaces a message that contains ECONNRESET or the like with a general one; ours says more. */
function inOurWords<E extends NodeApiError | NodeOperationError>(
	error: E,
	message: string,
	description?: string,
): E {
	error.message = redactSecrets(message);
	error.description = description === undefined ? undefined : redactSecrets(description);
	return error;
}

/** What to do about a lost connection, as far as the transport can tell. */
export function connectionRemedy({ requestSent }: ConnectionError): string {
	return requestSent
		? 'The answer was lost, so the request may have taken effect. Check before you repeat it.'
		: 'Nothing was sent. Check the network of n8n, then try again.';
}

function describe(failure: GraphFailure, place: ErrorPlace): string {
	const numbers = [failure.code, failure.subcode].filter((number) => number !== undefined).join('/');
	const lines = [
		failure.remedy,
		failure.kind === 'permission' ? permissionLine(place) : undefined,
		failure.metaMessage && `Instagram says: ${failure.metaMessage}`,
		numbers && `Code ${numbers}${failure.fbtraceId ? `, fbtrace_id ${failure.fbtraceId}` : ''}`,
	];
	return lines.filter((line) => line).join(' ');
}

function metaNumbers(failure: GraphFailure): JsonObject {
	return {
		...(failure.code !== undefined && { code: failure.code }),
		...(failure.subcode !== undefined && { error_subcode: failure.subcode }),
		...(failure.fbtraceId !== undefined && { fbtrace_id: failure.fbtraceId }),
	};
}

function permissionLine({ permission, granted }: ErrorPlace): string | undefined {
	if (permission === undefined) return undefined;
	if (granted === undefined) return `This operation needs the permission ${permission}.`;
	return granted.includes(permission)
		? undefined
		: `This operation needs the permission ${permission}, which was not granted. Tick it in the credential and connect again.`;
}
