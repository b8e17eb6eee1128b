/**
 * Words for a post that may exist, and for a container that is still good. They stay whatever fails later.
 */
import type { UnsettledItem } from '../run/operation';
import { addDetails, reword } from '../transport/rewording';

/** For a post whose publishing was requested, while nobody knows how that ended. */
export function mayBePublished(containerId: string): UnsettledItem {
	return {
		name: `container ${containerId}`,
		what: `Instagram may have published the post (container ${containerId})`,
		remedy: `Run Container > Publish with container ${containerId}: it publishes the post if it is not there yet, and never twice. Do this before you create the post again.`,
		details: { containerId },
	};
}

/** Says in an error that the container is still good, so that nobody creates the post a second time. */
export function nameContainer(error: Error, containerId: string): Error {
	const named = reword(error, ({ what, remedy }) => ({
		what,
		remedy: `${what} ${remedy}`.includes(containerId) ? remedy : withContainer(remedy, containerId),
	}));
	return addDetails(named, { containerId });
}

/** What is right for a container that has failed, which {@link nameContainer} is never asked about. */
const CREATE_AGAIN = /\s*Create the post again\b[^.]*\./;

function withContainer(remedy: string, containerId: string): string {
	const advice = CREATE_AGAIN.test(remedy)
		? `By its own status container ${containerId} is still good: run Container > Publish with it first. Create the post again only if that says that the container has failed or expired.`
		: `Container ${containerId} keeps for 24 hours: Container > Publish publishes it later, so the post need not be created again.`;
	return `${remedy.replace(CREATE_AGAIN, '')} ${advice}`.trim();
}
