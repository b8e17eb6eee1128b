/**
 * Account: Check Setup. One item for each thing that has to be right, in the order in which a newcomer meets
 * them. What cannot be known is not called right, and nothing that goes wrong hides the rest. Meta: `GET
 * /me`, `/<IG_ID>/subscribed_apps`, `/<IG_ID>/content_publishing_limit`, one read for each permission that
 * Meta did not name, and `GET /{app-id}/subscriptions`.
 */
import type { INodeExecutionData } from 'n8n-workflow';

import { additionalFields } from '../../panel/collections';
import { unwrapSingle } from '../../protocol/json';
import type { Graph } from '../../graph/graph';
import { toItem, type ReadOperation } from '../../run/operation';
import { mapBounded } from '../../transport/concurrency';
import { ACCOUNT_CHECKS, LOGIN_CHECKS } from './accountChecks';
import { APP_CHECKS, META_APP_ID_FIELD } from './appChecks';
import { INSTANCE_CHECKS } from './instanceChecks';
import { unknownBecause, type Check, type Finding, type Setup } from './setupCheck';

const CHECKS: readonly Check[] = [...LOGIN_CHECKS, ...APP_CHECKS, ...ACCOUNT_CHECKS, ...INSTANCE_CHECKS];

/** As many as a browser would make at the same time. */
const PARALLEL_CHECKS = 4;

export const checkSetup: ReadOperation = {
	overlap: 'read',
	permission: 'instagram_business_basic',
	properties: [additionalFields([META_APP_ID_FIELD])],
	whenDisconnected: async (problem, ctx, itemIndex) => await findAll({ ctx, itemIndex, problem }),
	execute: async ({ ctx, graph }, itemIndex) => await findAll({ ctx, itemIndex, ...(await connect(graph)) }),
};

async function connect(graph: Graph): Promise<Pick<Setup, 'connection' | 'problem'>> {
	try {
		const answer = await graph.get(['me'], { fields: 'user_id,username,account_type' });
		return { connection: { graph, profile: unwrapSingle(answer) } };
	} catch (problem) {
		return { problem };
	}
}

async function findAll(setup: Setup): Promise<INodeExecutionData[]> {
	return await mapBounded(CHECKS, PARALLEL_CHECKS, async (check) =>
		toItem({ check: check.check, ...(await findOut(check, setup)) }),
	);
}

async function findOut(check: Check, setup: Setup): Promise<Finding> {
	try {
		return await check.look(setup);
	} catch (error) {
		return unknownBecause(error);
	}
}
