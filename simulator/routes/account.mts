import { invalidParameter, unsupportedRequest } from '../state/errors.mts';
import { metaTime } from '../state/json.mts';
import type { Account } from '../state/model.mts';
import { DAY_MS } from '../state/tokens.mts';
import type { GraphCall, GraphRoute } from './context.mts';
import { renderNode, requestedFields } from './render.mts';
import type { NodeView } from './render.mts';

/** GET /me and /{ig_user}: exactly the fields of IGUserForIGOnlyAPI (auth.md section 6). */
export const userView: NodeView<Account> = {
	typeName: 'User',
	defaults: ['id'],
	id: (account) => account.appScopedId,
	fields: {
		user_id: (account, { call }) => (call.core.switches.numericUserId ? BigInt(account.id) : account.id),
		username: (account) => account.username,
		name: (account) => account.name,
		account_type: (account) => account.accountType,
		profile_picture_url: (account) => account.profilePictureUrl,
		followers_count: (account) => account.followersCount,
		follows_count: (account) => account.followsCount,
		media_count: (account, { call }) => countPosts(call, account),
		biography: (account) => account.biography,
		website: (account) => account.website,
	},
};

function countPosts(call: GraphCall, account: Account): number {
	const list = call.core.store.mediaByAccount.get(account.id) ?? [];
	return list.reduce(
		(count, media) => count + (media.productType === 'FEED' || media.productType === 'REELS' ? 1 : 0),
		0,
	);
}

function getUser(call: GraphCall): unknown {
	if (call.node.kind !== 'user') return undefined;
	const user = renderNode('user', call.node.account, call, requestedFields(call));
	return call.core.switches.meResponse === 'data' ? { data: [user] } : user;
}

/** GET /{ig_user}/content_publishing_limit, both shapes (publishing.md section 7). */
function getPublishingLimit(call: GraphCall): unknown {
	const { core, caller } = call;
	if (core.switches.quotaEndpoint === 'unsupported') throw unsupportedRequest('get');
	const asked = (call.params.text('fields') ?? 'quota_usage').split(',').map((name) => name.trim());
	const since = call.params.integer('since');
	// "since no older than 24 h".
	if (since !== undefined && since * 1000 < core.clock.now() - DAY_MS) {
		throw invalidParameter('Param since must not be older than 24 hours');
	}
	const from = since === undefined ? core.clock.now() - DAY_MS : since * 1000;
	const answer: Record<string, unknown> = {};
	if (asked.includes('config'))
		answer['config'] = { quota_total: core.switches.quotaTotal, quota_duration: 86_400 };
	if (asked.includes('quota_usage'))
		answer['quota_usage'] = publishedSince(call, caller.account, from, core.switches.quotaDelayMs);
	return core.switches.quotaResponse === 'data' ? { data: [answer] } : answer;
}

/** Posts that count: an album is one post; whether stories count is a switch. `delayMs`: the counter lags. */
export function publishedSince(call: GraphCall, account: Account, fromEpochMs: number, delayMs = 0): number {
	const until = call.core.clock.now() - delayMs;
	return (call.core.store.containersByAccount.get(account.id) ?? []).filter(
		({ publishedAt, kind }) =>
			publishedAt !== undefined &&
			publishedAt > fromEpochMs &&
			publishedAt <= until &&
			(kind !== 'STORIES' || call.core.switches.storiesCountForQuota),
	).length;
}

/** DELETE /{ig_user}/permissions: production code only, nothing recorded (auth.md section 10). */
function deletePermissions(call: GraphCall): unknown {
	const { core, caller } = call;
	for (const token of core.store.tokens.values()) {
		if (token.accountId === caller.account.id && token.appId === caller.app.instagramAppId)
			token.revoked = 'removed';
	}
	delete caller.account.subscriptions[caller.app.instagramAppId];
	return { success: true };
}

function getFeatureStatus(call: GraphCall): unknown {
	const feature = call.params.required('feature');
	return {
		[feature]: false,
		id: call.caller.account.appScopedId,
		checked_time: metaTime(call.core.clock.now()),
	};
}

export const accountRoutes: GraphRoute[] = [
	{ method: 'GET', node: 'user', scopes: [], handle: getUser },
	{
		method: 'GET',
		node: 'user',
		edge: 'content_publishing_limit',
		scopes: ['instagram_business_content_publish'],
		handle: getPublishingLimit,
	},
	{ method: 'DELETE', node: 'user', edge: 'permissions', scopes: [], handle: deletePermissions },
	{
		method: 'GET',
		node: 'user',
		edge: 'business_messaging_feature_status',
		scopes: ['instagram_business_manage_messages'],
		handle: getFeatureStatus,
	},
];
