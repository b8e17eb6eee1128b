/** Fills the field that shows the connected account. Opening a node's panel loads it, which exchanges the token. */
import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { connectedAccountOptions } from '../panel/connectedAccount';
import { toNodeError } from '../transport/errors';
import { openGraph } from '../graph/graph';

export async function getConnectedAccount(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	try {
		return connectedAccountOptions(await openGraph(this));
	} catch (error) {
		throw toNodeError(this.getNode(), error);
	}
}
