/** Activation and deactivation of a trigger. */
import type { IHookFunctions } from 'n8n-workflow';

import { isUnattended, triggerNameOf } from '../transport/context';
import { EVENT_KINDS } from '../protocol/events/kinds';
import { addSubscribedFields, subscribeFields, unsubscribeApp } from '../graph/subscribedApps';
import { keepTriggerFields, readOwnTriggerFields, readTriggerFields } from '../login/triggerFields';
import { GraphError, toNodeError } from '../transport/errors';
import { logProblem } from '../transport/logProblem';
import type { Graph } from '../graph/graph';
import { openGraph } from '../graph/openGraph';
import { setAppCallback } from './appCallback';
import { assertVerifiable, readTriggerCredential } from './credential';
import { fieldOf } from '../panel/fieldOf';
import { readEventFilters } from '../panel/eventFilters';
import { findMediaItems } from '../panel/mediaFilter';
import { readFlag } from '../panel/parameters';
import { assertGranted, assertMeantFor, chosenKinds } from '../panel/triggerChecks';
import { readForwardUrls } from './forward';
import { UNSUBSCRIBE_FIELD } from './panel';
import { MEDIA_ITEMS, readSettings } from './settings';

const UNSUBSCRIBE = fieldOf(UNSUBSCRIBE_FIELD, 'options');

const CHECKLIST =
	'Check in turn: the account is an accepted tester of the app, or the app is Live with Advanced Access; the permissions were ticked when connecting; for messages, "Allow access to messages" is on in the Instagram app (Settings > Messages and story replies > Message controls > Connected tools).';

/**
 * Checks that deliveries can be verified, and subscribes the account. n8n repeats it after a failure, so
 * doing it twice has the same effect as doing it once. A test run never changes the app's callback.
 * @throws NodeApiError | NodeOperationError which fails the activation; what only Meta can know fails it only
 * where a person is there to see it
 */
export async function activate(ctx: IHookFunctions): Promise<boolean> {
	const isTestRun = ctx.getActivationMode() === 'manual';
	rememberTestRun(ctx, isTestRun);
	try {
		const settings = readSettings(ctx);
		readForwardUrls(ctx);
		const kinds = chosenKinds(EVENT_KINDS, settings.events);
		const credential = await readTriggerCredential(ctx);
		assertVerifiable(credential);
		const { mediaIds } = readEventFilters(ctx);
		const fields = [...new Set(kinds.flatMap(({ subscribedFields }) => subscribedFields))];
		try {
			const graph = await openGraph(ctx);
			assertMeantFor(settings, graph);
			assertGranted(graph, kinds);
			ctx.getWorkflowStaticData('node')[MEDIA_ITEMS] = await findMediaItems(graph, mediaIds);
			if (!isTestRun) await setAppCallback(ctx, credential, fields);
			await subscribeToFields(graph, fields);
		} catch (error) {
			if (!(await isResumed(ctx, fields))) throw error as Error;
			logProblem(
				ctx,
				'listens, but its subscription could not be checked (if no event arrives, publish the workflow again)',
				error,
			);
		}
		if (!isTestRun) await remember(ctx, fields);
		return true;
	} catch (error) {
		throw toNodeError(ctx.getNode(), error, { onlyMessageIsShown: true });
	}
}

/**
 * Whether n8n activates by itself what was active before: unattended, or to mend a start that was cut off (an
 * "update" of a trigger that was never deactivated). Meta still sends the events then, and n8n 2.41 does not
 * try again: a trigger that failed for a minute's throttle would answer 404 until somebody looks.
 */
async function isResumed(ctx: IHookFunctions, fields: readonly string[]): Promise<boolean> {
	if (isUnattended(ctx)) return true;
	if (ctx.getActivationMode() !== 'update') return false;
	const kept = new Set(await readOwnTriggerFields(ctx, triggerNameOf(ctx)));
	return fields.every((field) => kept.has(field));
}

/**
 * Ends the account's subscription only if the settings say so, and never to what another active trigger of
 * the credential needs: n8n deactivates a workflow also when an edited one takes its place.
 * @throws NodeApiError | NodeOperationError which n8n logs
 */
export async function deactivate(ctx: IHookFunctions): Promise<boolean> {
	try {
		if (wasTestRun(ctx)) return true;
		await remember(ctx, []);
		if (!readFlag(ctx, UNSUBSCRIBE)) return true;
		const needed = await readTriggerFields(ctx, triggerNameOf(ctx));
		const graph = await openGraph(ctx);
		if (needed.length > 0) await subscribeFields(graph, needed);
		else await unsubscribeApp(graph);
		return true;
	} catch (error) {
		throw toNodeError(ctx.getNode(), error);
	}
}

/**
 * n8n calls `delete` the same way after a test run and on deactivation. Static data of a test run is
 * discarded with it, so a flag there tells them apart.
 */
function rememberTestRun(ctx: IHookFunctions, isTestRun: boolean): void {
	const data = ctx.getWorkflowStaticData('node');
	if (isTestRun) data.isTestRun = true;
	else delete data.isTestRun;
}

function wasTestRun(ctx: IHookFunctions): boolean {
	return ctx.getActivationMode() === 'manual' || ctx.getWorkflowStaticData('node').isTestRun === true;
}

/** Adds the fields of the chosen events to those that are subscribed: another workflow may depend on them. */
async function subscribeToFields(graph: Graph, fields: readonly string[]): Promise<void> {
	try {
		await addSubscribedFields(graph, fields);
	} catch (error) {
		if (!(error instanceof GraphError)) throw error as Error;
		throw notSubscribed(error);
	}
}

/**
 * What the trigger listens to is kept with the credential, so that the next login is subscribed to the same
 * fields.
 */
async function remember(ctx: IHookFunctions, fields: readonly string[]): Promise<void> {
	if (await keepTriggerFields(ctx, triggerNameOf(ctx), fields)) return;
	ctx.logger.warn(
		'n8n did not let the Instagram Trigger keep its events with the credential: after connecting it to another account, activate the workflow again',
	);
}

function notSubscribed({ failure }: GraphError): GraphError {
	return new GraphError({
		...failure,
		what: `Instagram did not subscribe the account to its events: ${failure.what}`,
		remedy: `${failure.remedy} ${CHECKLIST}`,
	});
}
