import type { CredentialReference } from './credentials.mts';
import type { Session } from './session.mts';

export interface DropdownOption {
	name: string;
	value: unknown;
	description?: string;
}

/** What the node's panel does when it opens: loads a dropdown by the node's own method. */
export async function loadOptions(
	session: Session,
	request: {
		nodeType: string;
		method: string;
		parameters: Record<string, unknown>;
		credentials: Record<string, CredentialReference>;
	},
): Promise<DropdownOption[]> {
	return await session.post('/rest/dynamic-node-parameters/options', {
		path: 'parameters',
		methodName: request.method,
		nodeTypeAndVersion: { name: request.nodeType, version: 1 },
		currentNodeParameters: request.parameters,
		credentials: request.credentials,
	});
}

/** What the list of a resource locator does when it opens, is typed into, or is scrolled to its end. */
export async function searchList(
	session: Session,
	request: {
		nodeType: string;
		method: string;
		filter?: string;
		paginationToken?: string;
		parameters: Record<string, unknown>;
		credentials: Record<string, CredentialReference>;
	},
): Promise<{ results: DropdownOption[]; paginationToken?: string }> {
	return await session.post('/rest/dynamic-node-parameters/resource-locator-results', {
		path: 'parameters',
		methodName: request.method,
		filter: request.filter,
		paginationToken: request.paginationToken,
		nodeTypeAndVersion: { name: request.nodeType, version: 1 },
		currentNodeParameters: request.parameters,
		credentials: request.credentials,
	});
}
