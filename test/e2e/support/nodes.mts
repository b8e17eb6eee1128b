import { randomUUID } from 'node:crypto';
import { oAuth2Credential, tokenCredential } from '../../../scripts/world/connection.mts';
import type { CredentialReference } from '../../../scripts/n8n/credentials.mts';
import type { WorkflowNode } from '../../../scripts/n8n/workflows.mts';

/** A credential, and which of the two kinds it is. */
export interface Connection {
	kind: 'oAuth2' | 'accessToken';
	credential: CredentialReference;
}

export function instagram(connection: Connection, parameters: Record<string, unknown>): WorkflowNode {
	return {
		name: 'Instagram',
		type: 'n8n-nodes-instagram-login.instagram',
		typeVersion: 1,
		parameters: { authentication: connection.kind, ...parameters },
		credentials: credentialsOf(connection),
	};
}

export function instagramTrigger(connection: Connection, parameters: Record<string, unknown>): WorkflowNode {
	return {
		name: 'Instagram Trigger',
		type: 'n8n-nodes-instagram-login.instagramTrigger',
		typeVersion: 2,
		parameters: { authentication: connection.kind, ...parameters },
		credentials: credentialsOf(connection),
		webhookId: randomUUID(),
	};
}

export function instagramPollingTrigger(
	connection: Connection,
	parameters: Record<string, unknown>,
): WorkflowNode {
	return {
		name: 'Instagram Polling Trigger',
		type: 'n8n-nodes-instagram-login.instagramPollingTrigger',
		typeVersion: 1,
		parameters: { authentication: connection.kind, ...parameters },
		credentials: credentialsOf(connection),
	};
}

export function credentialsOf({ kind, credential }: Connection): Record<string, CredentialReference> {
	return { [kind === 'oAuth2' ? oAuth2Credential : tokenCredential]: credential };
}

/** Reads a file from the web into the item's binary data. */
export function download(url: string): WorkflowNode {
	return {
		name: 'Download',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: { url, options: { response: { response: { responseFormat: 'file' } } } },
	};
}
