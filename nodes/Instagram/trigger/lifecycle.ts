/** Activation and deactivation of a trigger. */
import type { IHookFunctions } from 'n8n-workflow';

import { EVENT_KINDS } from '../protocol/events/kinds';
import { assertChosenAccount } from '../shared/connectedAccount';
import { readSubscribedFields, subscribeFields } from '../shared/subscription';
import { GraphError, toNodeError, UserFixableError } from '../transport/errors';
import { openGraph, type Graph } from '../transport/graph';
import { assertVerifiable, readTriggerCredential } from './credential';
import { readTriggerValue } from './fields';
import { readSettings, type TriggerSettings } from './settings';

const CONNECTED_ACCOUNT = { name: 'connectedAccount', label: 'Connected Account' };

const CHECKLIST =
	'Check in turn: the account is an accepted tester of the app, or the app is Live with Advanced Access; the permissions were ticked when connecting; for messages, "Allow access to messages" is on in the Instagram app (Settings > Messages and story replies > Message controls > Connected tools).';

/**
 * Checks that deliveries can be verified, and subscribes the account. n8n repeats it after a failure, so that doing it twice
 * is the same as once.
 * @throws NodeApiError | NodeOperationError which fails the activation
 */
export async function activate(ctx: IHookFunctions): Promise<boolean> {
	try {
		const settings = readSettings(ctx);
		assertVerifiable(await readTriggerCredential(ctx));
		const graph = await openGraph(ctx);
		assertChosenAccount(readTriggerValue(ctx, CONNECTED_ACCOUNT), graph);
		assertGranted(graph, settings);
		await subscribe(graph, settings);
		return true;
	} catch (error) {
		throw toNodeError(ctx.getNode(), error);
	}
}

const chosenKinds = ({ events }: TriggerSettings) => EVENT_KINDS.filter(({ field }) => events.has(field));

function assertGranted({ permissions }: Graph, settings: TriggerSettings): void {
	const kinds = chosenKinds(settings);
	if (kinds.length === 0) throw new UserFixableError('Events is empty', 'Choose what starts the workflow.');
	const missing = kinds.find(({ permission }) => permissions !== undefined && !permissions.includes(permission));
	if (!missing) return;
	throw new UserFixableError(
		`The event "${missing.name}" needs the permission ${missing.permission}, which was not granted`,
		'Tick it in the credential and connect again.',
	);
}

/** Adds the fields of the chosen events to those that are subscribed: another workflow may depend on them. */
async function subscribe(graph: Graph, settings: TriggerSettings): Promise<void> {
	const wanted = chosenKinds(settings).flatMap(({ subscribedFields }) => subscribedFields);
	try {
		const present = await readSubscribedFields(graph);
		if (wanted.every((field) => present.includes(field))) return;
		await subscribeFields(graph, [...new Set([...present, ...wanted])]);
	} catch (error) {
		if (!(error instanceof GraphError)) throw error as Error;
		const { failure } = error;
		throw explained(failure);
	}
}

function explained(failure: GraphError['failure']): GraphError {
	return new GraphError({
		...failure,
		what: `Instagram did not subscribe the account to its events: ${failure.what}`,
		remedy: `${failure.remedy} ${CHECKLIST}`,
	});
}
