import type { FastifyInstance } from 'fastify';

import type { Core } from '../state/core.mts';
import { GraphError, OAuthHostError, TextPageError } from '../state/envelope.mts';
import { metaJson } from '../state/json.mts';
import { sendText } from './context.mts';

export const META_JSON = 'application/json; charset=UTF-8';

/** Objects go out as Meta writes JSON, errors in the envelope of their host. */
export function answerLikeMeta(app: FastifyInstance, core: Core): void {
	app.setReplySerializer(metaJson);
	app.addHook('preSerialization', async (_request, reply, payload) => {
		reply.type(META_JSON);
		return payload;
	});
	app.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) => {
		const trace = core.ids.fbtrace();
		if (error instanceof GraphError) {
			return reply
				.code(error.status)
				.headers({ 'x-fb-trace-id': trace, ...error.options.headers })
				.send(error.body(trace));
		}
		if (error instanceof OAuthHostError) return reply.code(error.status).send(error.body());
		if (error instanceof TextPageError) return sendText(reply, error.message, error.status);
		// Fastify's own refusals (an impossible Content-Type, say) have a status; anything else is a mistake of
		// ours.
		return sendText(reply, `simulator: ${error.stack ?? error.message}`, error.statusCode ?? 500);
	});
}
