/** Reads conversations and messages no faster than Meta allows, also when many items ask at once. */
import { CONVERSATION_GAP_MS } from '../protocol/messages/rates';
import type { Graph } from '../graph/graph';
import { spaceCalls } from '../transport/pace';

/** The API of an account with its reads spaced. */
export function conversationsOf(graph: Graph): Graph {
	return {
		...graph,
		async get(path, query) {
			await spaceCalls(`conversations of ${graph.account.accountId}`, CONVERSATION_GAP_MS, graph.signal);
			return await graph.get(path, query);
		},
	};
}
