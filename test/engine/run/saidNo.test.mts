/** Meta may answer a change with success as HTTP status, and with `success: false` as answer. */
import type { INodeParameters } from 'n8n-workflow';

import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'file', waitless: true });

it.each<[string, string, INodeParameters]>([
	['comment', 'hide', { commentId: '17870913679156914' }],
	['comment', 'unhide', { commentId: '17870913679156914' }],
	['comment', 'delete', { commentId: '17870913679156914' }],
	['media', 'setComments', { mediaId: '17895695668004550' }],
	['messengerProfile', 'deleteIceBreakers', {}],
	['messengerProfile', 'deletePersistentMenu', {}],
	['webhookSubscription', 'unsubscribe', {}],
	['welcomeFlow', 'delete', { flowId: '1' }],
	['welcomeFlow', 'update', { flowId: '1', name: 'Ads', text: 'Hi' }],
])('%s: %s does not say that it was done', async (resource, operation, parameters) => {
	world.simulator.faults.failNext(
		{ host: 'graph.instagram.com', path: /v25/ },
		{ kind: 'status', status: 200, body: { success: false }, effect: 'before' },
	);
	const { error, items } = await world.run({ resource, operation, ...parameters });
	expect(items).toEqual([]);
	expect(error?.message).toBe('Instagram answered that it did not do it');
	expect(world.requests()).toHaveLength(1);
});
