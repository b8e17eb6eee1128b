/**
 * Fills the field that shows the connected account. Opening a node's panel loads it, which exchanges the
 * token.
 */
import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { openGraph } from '../graph/openGraph';
import { awaitLogin } from '../login/awaitLogin';
import {
	connectedAccountOptions,
	disconnectedOptions,
	NO_CREDENTIAL_OPTION,
} from '../panel/connectedAccount';
import { credentialTypeOf } from '../transport/context';
import { isPassingFault, toNodeError } from '../transport/errors';

/** Never throws: n8n would show "Error fetching options" without the reason. */
export async function getConnectedAccount(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const node = this.getNode();
	try {
		if (!node.credentials?.[credentialTypeOf(node)]) return [NO_CREDENTIAL_OPTION];
		await awaitLogin(this);
		return connectedAccountOptions(await openGraph(this));
	} catch (error) {
		return disconnectedOptions(toNodeError(node, error), isPassingFault(error));
	}
}
