/** The first step of every node and dropdown: opens the credential, and keeps its triggers subscribed. */
import { openSession } from '../login/openSession';
import type { ApiContext } from '../transport/context';
import { graphOf, type Graph } from './graph';
import { keepSubscribed } from './keepSubscribed';
import { noteAccount } from './knownAccounts';

/**
 * Opens the credential of `ctx` and gives back the API for its account.
 * @throws what {@link openSession} throws
 */
export async function openGraph(ctx: ApiContext): Promise<Graph> {
	const session = await openSession(ctx);
	noteAccount(session.account);
	const graph = graphOf(ctx, session);
	const triggerProblem = await keepSubscribed(ctx, session, graph);
	return triggerProblem === undefined ? graph : { ...graph, triggerProblem };
}
