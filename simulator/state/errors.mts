import { GraphError } from './envelope.mts';
import type { ErrorType } from './envelope.mts';

/**
 * Errors of graph.instagram.com that several routes give; texts recorded or documented (limits-errors.md
 * section 3).
 */
export function unsupportedRequest(method: string): GraphError {
	return new GraphError(100, `Unsupported request - method type: ${method.toLowerCase()}`);
}

export function unknownObject(method: string, id: string): GraphError {
	return new GraphError(
		100,
		`Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`,
		{ subcode: 33 },
	);
}

export function missingParameter(name: string): GraphError {
	return new GraphError(100, `The parameter ${name} is required.`);
}

export function invalidParameter(message: string, subcode?: number, userMessage?: string): GraphError {
	return new GraphError(100, message, { subcode, userMessage });
}

export function nonexistingField(field: string, nodeType: string): GraphError {
	return new GraphError(100, `Tried accessing nonexisting field (${field}) on node type (${nodeType})`);
}

export function unknownPath(rest: string): GraphError {
	return new GraphError(2500, `Unknown path components: /${rest}`);
}

export function missingPermission(): GraphError {
	return new GraphError(10, 'Application does not have permission for this action');
}

interface PublishRow {
	code: number;
	title?: string;
	userMessage?: string;
	message: string;
}

/** A row of the publishing error table (publishing.md section 8); `type` of the family is a switch. */
export function publishError(subcode: number, row: PublishRow, type: ErrorType): GraphError {
	return new GraphError(row.code, row.message, {
		type,
		subcode,
		transient: row.code < 0,
		userTitle: row.title,
		userMessage: row.userMessage,
	});
}
