/**
 * The context of each active trigger in this process, which holds n8n's `emit`. n8n gives it to `trigger()`
 * only, while deliveries arrive in `webhook()`. Only `emit` can start an execution under a deduplication key,
 * which n8n's database accepts once (n8n: `ITriggerFunctions.emit`). Webhook processors, and mains that are
 * not the leader, have none.
 */
import type { ITriggerFunctions, ITriggerResponse, IWebhookFunctions } from 'n8n-workflow';

import { BoundedMap } from '../transport/boundedMap';
import { clock } from '../transport/clock';
import { triggerNameOf } from '../transport/context';

const MOST_TRIGGERS = 5000;
/** An older n8n ignores the key, which is the last parameter. */
const PARAMETERS_WITH_KEY = 4;

/** What n8n gave when it started the trigger. */
interface Started {
	/** Its context; absent where `emit` takes no key. */
	readonly emitter?: ITriggerFunctions;
}

const startedTriggers = new BoundedMap<string, Started>(MOST_TRIGGERS);

/** Keeps n8n's `emit` as long as the workflow is active. */
export function keepEmitter(ctx: ITriggerFunctions): ITriggerResponse {
	if (ctx.getMode() === 'manual') return {};
	const trigger = triggerNameOf(ctx);
	const started: Started = ctx.emit.length < PARAMETERS_WITH_KEY ? {} : { emitter: ctx };
	startedTriggers.set(trigger, started);
	return {
		closeFunction: async () => {
			// a workflow that is activated again may have another one by now
			if (startedTriggers.get(trigger) === started) startedTriggers.delete(trigger);
		},
	};
}

/**
 * @returns the context of the active trigger, which lives longer than that of a request; `undefined` where
 * n8n starts executions only with what `webhook()` returns, and for test runs
 */
export function emitterOf(ctx: IWebhookFunctions): ITriggerFunctions | undefined {
	return ctx.getMode() === 'manual' ? undefined : startedTriggers.get(triggerNameOf(ctx))?.emitter;
}

const loadedAtMs = clock.now();
/** How long n8n may take to start its triggers. */
const STARTING_MS = 60_000;
/** Meta waits longer than this for its answer, and otherwise delivers again. */
const PATIENCE_MS = 10_000;
const STEP_MS = 200;

/**
 * A starting n8n takes deliveries before it starts its triggers. Without a key, an event that came before the
 * restart too would start a second run. So the delivery waits for its trigger, and Meta for its answer:
 * nothing is lost if n8n ends again.
 */
export async function awaitStart(ctx: IWebhookFunctions): Promise<void> {
	if (ctx.getMode() === 'manual') return;
	const trigger = triggerNameOf(ctx);
	const untilMs = Math.min(clock.now() + PATIENCE_MS, loadedAtMs + STARTING_MS);
	while (!startedTriggers.has(trigger) && clock.now() < untilMs) await clock.sleep(STEP_MS);
}
