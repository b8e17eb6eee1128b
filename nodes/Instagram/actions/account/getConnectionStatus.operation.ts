/**
 * Account: Get Connection Status. Made for a schedule that warns people: a lost login is a result here, not
 * an error. Meta: `GET /me`, `GET /<IG_ID>/subscribed_apps`; one read for each permission where it did not
 * say what was granted.
 */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { unwrapSingle } from '../../protocol/json';
import { DAY_MS, PERMISSIONS } from '../../protocol/tokens';
import { readSubscribedFields } from '../../graph/subscribedApps';
import { readTriggerFields } from '../../login/triggerFields';
import { readAccess, readMessagesAccess } from './access';
import { toItem, type ReadOperation } from '../../run/operation';
import { clock } from '../../transport/clock';
import { GraphError, UserFixableError } from '../../transport/errors';
import type { Graph } from '../../graph/graph';

export const getConnectionStatus: ReadOperation = {
	overlap: 'read',
	permission: 'instagram_business_basic',
	properties: [],
	whenDisconnected,
	async execute({ ctx, graph }) {
		try {
			return [toItem(await readStatus(ctx, graph))];
		} catch (error) {
			const items = whenDisconnected(error);
			if (!items) throw error as Error;
			return items;
		}
	},
};

async function readStatus(ctx: IExecuteFunctions, graph: Graph) {
	const profile = unwrapSingle(await graph.get(['me'], { fields: 'user_id,username,name,account_type' }));
	const { granted, missing, unknown } = await readAccess(graph, PERMISSIONS);
	const { expiresAtMs } = graph;
	return {
		connected: true,
		accountId: graph.account.accountId,
		username: profile.username ?? null,
		name: profile.name ?? null,
		accountType: profile.account_type ?? null,
		tokenExpiresAt: expiresAtMs === undefined ? null : new Date(expiresAtMs).toISOString(),
		daysLeft: expiresAtMs === undefined ? null : Math.floor((expiresAtMs - clock.now()) / DAY_MS),
		permissions: granted,
		missingPermissions: missing,
		...(unknown.length > 0 && { unknownPermissions: unknown }),
		messagesAccess: missing.includes('instagram_business_manage_messages')
			? false
			: await readMessagesAccess(graph),
		...(await readSubscription(ctx, graph)),
	};
}

/**
 * What the account is subscribed to, and what active triggers of the credential miss; `null` when Meta does
 * not say.
 */
async function readSubscription(ctx: IExecuteFunctions, graph: Graph) {
	const needed = await readTriggerFields(ctx);
	try {
		const subscribedFields = await readSubscribedFields(graph);
		const missedFields = needed.filter((field) => !subscribedFields.includes(field));
		return { subscribedFields, missedFields };
	} catch (error) {
		if (error instanceof GraphError) return { subscribedFields: null, missedFields: null };
		throw error as Error;
	}
}

/** The item for a credential that is no longer connected; `undefined` for temporary faults. */
function whenDisconnected(error: unknown): INodeExecutionData[] | undefined {
	const status = (problem: string, remedy?: string) => [
		toItem({
			connected: false,
			problem,
			remedy: remedy ?? null,
			tokenExpiresAt: null,
			daysLeft: null,
			permissions: [],
			missingPermissions: PERMISSIONS,
			messagesAccess: null,
			subscribedFields: null,
			missedFields: null,
		}),
	];
	if (error instanceof UserFixableError) return status(error.message, error.remedy);
	if (!(error instanceof GraphError)) return undefined;
	const { kind, what, remedy } = error.failure;
	return kind === 'reconnect' || kind === 'permission' ? status(what, remedy) : undefined;
}
