/**
 * The node as the tool of an AI agent. n8n hands a model only the `message` of a tool that throws, and on
 * older versions nothing or the end of the execution; so a failed call comes out as an item, in words that a
 * model can follow.
 */
import type { IExecuteFunctions } from 'n8n-workflow';

import { remedyForModel } from '../protocol/errors/modelWords';
import { redactSecrets } from '../protocol/secrets';
import {
	connectionRemedy,
	ConnectionError,
	GraphError,
	UserFixableError,
	type ErrorPlace,
} from '../transport/errors';
import { mayHaveHappened } from './lostAnswer';

/** This is how n8n's loader names the tool that it makes of a node. */
export function isToolCall(ctx: IExecuteFunctions): boolean {
	return ctx.getNode().type.endsWith('Tool');
}

/** Whether a failed item comes out as an item: "On Error: Continue", and a tool unless it is told to stop. */
export function goesOnAfterFailure(ctx: IExecuteFunctions): boolean {
	return ctx.continueOnFail() || (isToolCall(ctx) && ctx.getNode().onError !== 'stopWorkflow');
}

export interface FailedCall {
	readonly place?: ErrorPlace;
	/** Whether repeating the call may do something twice. */
	readonly isWrite: boolean;
	/** Whether the credential could not be opened at all. */
	readonly isLogin?: boolean;
}

/**
 * What a model is told about a failed call: what happened, what to do, and what a later call may need. No
 * trace ids.
 */
export function toolAnswer(error: unknown, { place = {}, isWrite, isLogin = false }: FailedCall): object {
	const { permission, granted } = place;
	const remedy = remedyForModel({
		...remedyOf(error),
		...(isLogin && error instanceof UserFixableError && { kind: 'reconnect' as const }),
		missing: permission !== undefined && granted?.includes(permission) === false ? permission : undefined,
		mayBeDone: isWrite && mayHaveHappened(error),
	});
	const details = { ...codesOf(error), ...detailsOf(error) };
	return {
		error: redactSecrets(error instanceof Error ? error.message : String(error)),
		...(remedy !== '' && { remedy: redactSecrets(remedy) }),
		...(Object.keys(details).length > 0 && { details }),
	};
}

function remedyOf(error: unknown) {
	if (error instanceof GraphError) return error.failure;
	if (error instanceof ConnectionError)
		return { remedy: error.words?.remedy ?? connectionRemedy(error), kind: 'retry' as const };
	return { remedy: error instanceof UserFixableError ? (error.remedy ?? '') : '' };
}

function codesOf(error: unknown): object {
	if (!(error instanceof GraphError)) return {};
	const { code, subcode } = error.failure;
	return {
		...(code !== undefined && { code }),
		...(subcode !== undefined && { error_subcode: subcode }),
	};
}

function detailsOf(error: unknown): object {
	const isDetailed =
		error instanceof GraphError || error instanceof ConnectionError || error instanceof UserFixableError;
	return isDetailed ? error.details : {};
}
