/**
 * No trigger is deaf after a reconnect: a credential that was connected to another account, or again after
 * its owner had removed the app, belongs to an account that is subscribed to nothing, while its workflows
 * stay active. So the first time any node uses a login in a process, it checks whether the account is
 * subscribed to what the active triggers of the credential need.
 */
import type { Session } from '../login/session';
import { readTriggerFields } from '../login/triggerFields';
import { redactSecrets } from '../protocol/secrets';
import { BoundedMap } from '../transport/boundedMap';
import { clock } from '../transport/clock';
import type { ApiContext } from '../transport/context';
import { GraphError } from '../transport/errors';
import { SingleFlight } from '../transport/singleFlight';
import type { Graph } from './graph';
import { addSubscribedFields } from './subscribedApps';

const MOST_LOGINS = 500;
/** How long to wait before Meta is asked again after a refusal. */
const PAUSE_MS = 5 * 60_000;
/** How long a run waits for something that it does not need itself. */
const PATIENCE_MS = 5000;

interface Looked {
	/** Infinite for an account that is subscribed. */
	readonly untilMs: number;
	readonly problem?: string;
}

const looked = new BoundedMap<string, Looked>(MOST_LOGINS);
const looks = new SingleFlight<Looked>();

/**
 * Never throws, and costs nothing when it has looked before.
 * @returns why active triggers receive nothing; `undefined` when they do, or when there are none
 */
export async function keepSubscribed(
	ctx: ApiContext,
	{ loginKey }: Pick<Session, 'loginKey'>,
	graph: Graph,
): Promise<string | undefined> {
	const known = looked.get(loginKey);
	const isKnown = known !== undefined && clock.now() < known.untilMs;
	const { problem } = isKnown
		? known
		: await looks.do(loginKey, async () => await lookAtSubscription(ctx, loginKey, graph));
	if (problem !== undefined && 'addExecutionHints' in ctx)
		ctx.addExecutionHints({ message: problem, type: 'warning', location: 'outputPane' });
	return problem;
}

async function lookAtSubscription(ctx: ApiContext, loginKey: string, graph: Graph): Promise<Looked> {
	const fields = await readTriggerFields(ctx);
	const work = subscribeOrSayWhy(ctx, graph, fields).then((found) => {
		looked.set(loginKey, found);
		return found;
	});
	return fields.length === 0 ? await work : await inTime(work);
}

/** Never throws. */
async function subscribeOrSayWhy(ctx: ApiContext, graph: Graph, fields: readonly string[]): Promise<Looked> {
	try {
		if (fields.length > 0) await addSubscribedFields(graph, fields);
		return { untilMs: Infinity };
	} catch (error) {
		const reason =
			error instanceof GraphError ? `${error.failure.what}. ${error.failure.remedy}` : String(error);
		const { username, accountId } = graph.account;
		const problem = redactSecrets(
			`The active Instagram Triggers of this credential receive nothing from ${username ?? accountId}, because the account could not be subscribed to their events: ${reason}`,
		);
		ctx.logger.warn(problem);
		return { untilMs: clock.now() + PAUSE_MS, problem };
	}
}

/** What takes longer goes on without the caller. */
async function inTime(work: Promise<Looked>): Promise<Looked> {
	const over = new AbortController();
	const patience = clock.sleep(PATIENCE_MS, over.signal).catch(() => undefined);
	const first = await Promise.race([work, patience]);
	over.abort();
	return first ?? { untilMs: 0 };
}
