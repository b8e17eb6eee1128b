import type { Core } from '../state/core.mts';
import type { GraphError } from '../state/envelope.mts';
import { publishError } from '../state/errors.mts';
import type { Container } from '../state/model.mts';
import { DAY_MS } from '../state/tokens.mts';

export type StatusCode = 'IN_PROGRESS' | 'FINISHED' | 'ERROR' | 'EXPIRED' | 'PUBLISHED';

/** Status by the clock: nothing has to run for a container to become ready or to expire. */
export function statusCode(core: Core, container: Container): StatusCode {
	if (container.publishedAt !== undefined) return 'PUBLISHED';
	const now = core.clock.now();
	if (now - container.createdAt >= DAY_MS) return 'EXPIRED';
	if (container.readyAt === undefined || now < container.readyAt) return 'IN_PROGRESS';
	return container.failure === undefined ? 'FINISHED' : 'ERROR';
}

/** The recorded 9007 body: `message` is "Media ID is not available". */
export function notReady(core: Core): GraphError {
	return publishError(
		2207027,
		{
			code: 9007,
			message: 'Media ID is not available',
			title: 'Media Not Ready',
			userMessage: 'The media is not ready for publishing, please wait for a moment',
		},
		core.switches.publishErrorType,
	);
}
