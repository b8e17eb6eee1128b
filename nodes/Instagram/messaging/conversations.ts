/** Reads conversations and messages no faster than Meta allows, also when many items ask at once. */
import { CONVERSATION_READS } from '../protocol/messages/rates';
import type { Graph } from '../graph/graph';

/** The API of an account with its reads spaced. */
export function conversationsOf(graph: Graph): Graph {
	return {
		...graph,
		get: async (path, query, options) =>
			await graph.get(path, query, { ...options, pace: CONVERSATION_READS }),
	};
}
