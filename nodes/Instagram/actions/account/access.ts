/**
 * What the app may do for the connected account. The login says it, or one harmless read for each permission
 * shows it.
 */
import type { IDataObject } from 'n8n-workflow';

import { recordsAt, textAt } from '../../protocol/json';
import type { Permission } from '../../protocol/tokens';
import { mapBounded } from '../../transport/concurrency';
import { GraphError } from '../../transport/errors';
import type { Graph } from '../../graph/graph';
import { conversationsOf } from '../../messaging/conversations';

export interface Access {
	readonly granted: Permission[];
	readonly missing: Permission[];
	/** Permissions that neither the login nor a read shows. */
	readonly unknown: Permission[];
}

/** @throws GraphError | ConnectionError for temporary faults */
export async function readAccess(graph: Graph, permissions: readonly Permission[]): Promise<Access> {
	const verdicts = await mapBounded(
		permissions,
		2,
		async (permission) => await hasPermission(graph, permission),
	);
	const those = (verdict: boolean | undefined) =>
		permissions.filter((_permission, position) => verdicts[position] === verdict);
	return { granted: those(true), missing: those(false), unknown: those(undefined) };
}

/**
 * @returns `undefined` when neither the login nor a read shows it
 * @throws GraphError | ConnectionError for temporary faults
 */
export async function hasPermission(graph: Graph, permission: Permission): Promise<boolean | undefined> {
	return graph.permissions?.includes(permission) ?? (await tryPermission(graph, permission));
}

async function tryPermission(graph: Graph, permission: Permission): Promise<boolean | undefined> {
	const { accountId } = graph.account;
	switch (permission) {
		case 'instagram_business_basic':
			// an app that may do nothing would not have got this far
			return true;
		case 'instagram_business_content_publish':
			return await isAllowed(graph, [accountId, 'content_publishing_limit'], { fields: 'quota_usage' });
		case 'instagram_business_manage_messages':
			return await isAllowed(conversationsOf(graph), [accountId, 'conversations'], {
				platform: 'instagram',
				limit: 1,
			});
		case 'instagram_business_manage_insights':
			return await isAllowed(graph, [accountId, 'insights'], {
				metric: 'reach',
				period: 'day',
				metric_type: 'total_value',
			});
		case 'instagram_business_manage_comments': {
			const [media] = recordsAt(await graph.get([accountId, 'media'], { fields: 'id', limit: 1 }), 'data');
			const mediaId = media && textAt(media, 'id');
			return mediaId === undefined
				? undefined
				: await isAllowed(graph, [mediaId, 'comments'], { fields: 'id', limit: 1 });
		}
	}
}

/** Meta: the owner has turned off "Allow access to messages". */
const MESSAGES_OFF = 2534041;

async function isAllowed(
	graph: Graph,
	path: readonly string[],
	query: IDataObject,
): Promise<boolean | undefined> {
	try {
		await graph.get(path, query);
		return true;
	} catch (error) {
		if (!(error instanceof GraphError) || error.failure.kind === 'retry' || error.failure.kind === 'wait')
			throw error as Error;
		const { kind, subcode } = error.failure;
		if (kind !== 'permission' || subcode === MESSAGES_OFF) return undefined;
		return false;
	}
}

/** Whether the account lets apps use its messages; `null` when that is not known. */
export async function readMessagesAccess(graph: Graph): Promise<boolean | null> {
	try {
		await conversationsOf(graph).get([graph.account.accountId, 'conversations'], {
			platform: 'instagram',
			limit: 1,
		});
		return true;
	} catch (error) {
		if (error instanceof GraphError && error.failure.subcode === MESSAGES_OFF) return false;
		if (error instanceof GraphError) return null;
		throw error as Error;
	}
}
