/** What the panel of a node does when it opens. */
import { LoadOptionsContext } from 'n8n-core';
import { Workflow, type INode, type INodePropertyOptions } from 'n8n-workflow';

import { getConnectedAccount } from '../../nodes/Instagram/methods/getConnectedAccount';
import type { CredentialStore } from './credentialStore.mts';
import { additionalDataFor, instagramNode, nodeTypes } from './engine.mts';

/** The context in which n8n fills the menus and lists of a node. */
export function dropdownContext(
	store: CredentialStore,
	authentication: string,
	overrides: Partial<INode> = {},
): LoadOptionsContext {
	const parameters = { authentication, resource: 'account', operation: 'get' };
	const node = instagramNode(parameters, overrides);
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	return new LoadOptionsContext(workflow, node, additionalDataFor(store), '');
}

/** The entries of the field Connected Account. */
export async function loadConnectedAccount(
	store: CredentialStore,
	authentication = 'oAuth2',
	overrides: Partial<INode> = {},
): Promise<INodePropertyOptions[]> {
	return await getConnectedAccount.call(dropdownContext(store, authentication, overrides));
}
