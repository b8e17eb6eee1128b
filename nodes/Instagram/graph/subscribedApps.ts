/**
 * The account's own subscription to webhooks, `/<IG_ID>/subscribed_apps` (Meta: "Instagram webhooks, enable
 * subscriptions"). Meta delivers an event only when the app is subscribed to its field, in the dashboard, and
 * the account to the app, here.
 */
import { recordsAt } from '../protocol/json';
import type { Graph } from './graph';

/**
 * The fields that the account is subscribed to for the app of the credential; none when it is not subscribed.
 * @throws GraphError | ConnectionError
 */
export async function readSubscribedFields(graph: Graph): Promise<string[]> {
	const answer = await graph.get(subscribedAppsPath(graph));
	const fields = recordsAt(answer, 'data').flatMap((app) => app.subscribed_fields);
	return [...new Set(fields.filter((field) => typeof field === 'string'))];
}

/**
 * Subscribes the account to exactly these fields; the caller adds what is subscribed already.
 * @throws GraphError | ConnectionError
 */
export async function subscribeFields(graph: Graph, fields: readonly string[]): Promise<void> {
	await graph.post(subscribedAppsPath(graph), { subscribed_fields: fields.join(',') }, { repeatable: true });
}

/**
 * Adds fields to those that the account is subscribed to, which other workflows may depend on.
 * @throws GraphError | ConnectionError
 */
export async function addSubscribedFields(graph: Graph, fields: readonly string[]): Promise<void> {
	const present = await readSubscribedFields(graph);
	if (fields.every((field) => present.includes(field))) return;
	await subscribeFields(graph, [...new Set([...present, ...fields])]);
}

/**
 * Ends the account's subscription to all fields.
 * @throws GraphError | ConnectionError
 */
export async function unsubscribeApp(graph: Graph): Promise<void> {
	await graph.delete(subscribedAppsPath(graph), undefined, { repeatable: true });
}

const subscribedAppsPath = ({ account }: Graph) => [account.accountId, 'subscribed_apps'];
