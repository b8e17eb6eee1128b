/** The checks of the login and of the account: what Instagram says about them. */
import { textAt } from '../../protocol/json';
import { quotaLeft } from '../../protocol/publishing/quota';
import { DAY_MS, PERMISSIONS, type Permission } from '../../protocol/tokens';
import { readTriggerFields } from '../../login/triggerFields';
import { readSubscribedFields } from '../../graph/subscribedApps';
import { readQuota } from '../../publishing/checkQuota';
import { clock } from '../../transport/clock';
import { GraphError } from '../../transport/errors';
import { hasPermission, readMessagesAccess } from './access';
import { checkConnected, right, troubleOf, unknown, wrong, type Check, type Finding } from './setupCheck';

/**
 * A token is renewed when it is a week old, so one with so little time left has not been renewed for weeks.
 */
const SOON_DAYS = 30;

const CONNECTION: Check = {
	check: 'connection',
	look({ connection, problem }) {
		if (connection) {
			const { accountId } = connection.graph.account;
			return right(`Connected as ${textAt(connection.profile, 'username') ?? 'account'} (${accountId})`);
		}
		const { what, remedy, isVerdict } = troubleOf(problem);
		return isVerdict ? wrong(what, remedy) : unknown(`Instagram could not be asked: ${what}`, remedy);
	},
};

const TOKEN_EXPIRY = checkConnected('tokenExpiry', ({ graph: { expiresAtMs } }) => {
	if (expiresAtMs === undefined) {
		return unknown(
			'It is not known when the token expires: Instagram says so only when it renews a token',
			'Tokens can be renewed one day after they were made. Run the check again then.',
		);
	}
	const daysLeft = Math.floor((expiresAtMs - clock.now()) / DAY_MS);
	const until = `The login lasts until ${new Date(expiresAtMs).toISOString()}, ${daysLeft} days from now`;
	if (daysLeft >= SOON_DAYS) return right(`${until}; every use renews it when it is older than a week`);
	return wrong(
		`${until}; it should have been renewed by now`,
		'Look for a warning of the Instagram node in the log of n8n. Connect the credential again, or paste a new token, before that day.',
	);
});

const PROFESSIONAL = checkConnected('professionalAccount', ({ profile }) => {
	const type = textAt(profile, 'account_type');
	if (type === undefined) return unknown('Instagram did not say what type of account this is');
	if (['BUSINESS', 'MEDIA_CREATOR', 'CREATOR'].includes(type.toUpperCase()))
		return right(`A professional account (${type})`);
	return wrong(
		`The account is not a professional account (${type})`,
		'In the Instagram app: Settings > Account type and tools > Switch to professional account. Then connect again.',
	);
});

/** Meta's code for an app that may not act for an account (the tester trap). It has no subcode. */
const INVALID_REQUEST = 100;

const TESTER: Check = {
	check: 'testerAccepted',
	look({ connection, problem }): Finding {
		if (connection) {
			return right(
				'Instagram answers the app for this account, as it does for accepted testers and for apps with Advanced Access',
			);
		}
		if (problem instanceof GraphError) {
			const { kind, code, what, remedy } = problem.failure;
			if (kind === 'permission' && code === INVALID_REQUEST) return wrong(what, remedy);
		}
		return unknown('Not known without a connection', 'Fix the connection first: see the first item.');
	},
};

/** What is not possible without a permission. */
const NEEDED_FOR: Readonly<Record<Permission, string>> = {
	instagram_business_basic: 'for every call',
	instagram_business_content_publish: 'to publish posts',
	instagram_business_manage_messages: 'for direct messages and their events',
	instagram_business_manage_comments: 'for comments, their events and private replies',
	instagram_business_manage_insights: 'for insights',
};

const permissionCheck = (permission: Permission): Check =>
	checkConnected(permission, async ({ graph }) => {
		const isGranted = await hasPermission(graph, permission);
		if (isGranted) return right(`Granted; needed ${NEEDED_FOR[permission]}`);
		if (isGranted === undefined) {
			return unknown(
				'Instagram did not say what was granted, and no read could show it',
				permission === 'instagram_business_manage_comments'
					? 'Run the check again when the account has a post.'
					: null,
			);
		}
		return wrong(
			`Not granted; needed ${NEEDED_FOR[permission]}`,
			'Tick it under Permissions in the credential and connect again, or make a new token with it. The Meta app needs it too.',
		);
	});

const SUBSCRIPTION = checkConnected('webhookSubscription', async ({ graph }, { ctx }) => {
	const fields = await readSubscribedFields(graph);
	const missed = (await readTriggerFields(ctx)).filter((field) => !fields.includes(field));
	if (missed.length > 0) {
		return wrong(
			`Active triggers of this credential need ${missed.join(', ')}, to which the account is not subscribed`,
			graph.triggerProblem ?? 'Deactivate their workflows and activate them again.',
		);
	}
	if (fields.length > 0) return right(`The account is subscribed to ${fields.join(', ')}`);
	return wrong(
		'The account is not subscribed to any webhook field, so no trigger receives its events',
		'Needed for triggers only: activate a workflow with an Instagram Trigger, or run Webhook Subscription > Subscribe.',
	);
});

const MESSAGES = checkConnected('messagesAccess', async ({ graph }) => {
	const isAllowed = await readMessagesAccess(graph);
	if (isAllowed) return right('"Allow access to messages" is on');
	if (isAllowed === null)
		return unknown('Instagram did not let the app look', 'Check the permission for messages first.');
	return wrong(
		'"Allow access to messages" is off, so apps cannot use the messages of the account',
		'In the Instagram app: Settings > Messages and story replies > Message controls > Connected tools > Allow access to messages.',
	);
});

const QUOTA = checkConnected('publishingQuota', async ({ graph }) => {
	const quota = await readQuota(graph);
	const left = quotaLeft(quota);
	if (left === undefined) return unknown('Instagram did not say how many posts the account may publish');
	const state = `${quota.used} of ${String(quota.total)} posts are used; ${left} may still be published`;
	return left > 0
		? right(state)
		: wrong(
				state,
				'Wait: the quota counts the posts of the last 24 hours. Account > Get Publishing Limit shows it.',
			);
});

/** In the order in which a newcomer meets them; the checks of the app come between these two lists. */
export const LOGIN_CHECKS: readonly Check[] = [
	CONNECTION,
	TOKEN_EXPIRY,
	PROFESSIONAL,
	TESTER,
	...PERMISSIONS.map(permissionCheck),
	SUBSCRIPTION,
];
export const ACCOUNT_CHECKS: readonly Check[] = [MESSAGES, QUOTA];
