/**
 * Creates containers: what Meta makes of a photo, a video or a carousel before it can be published (Meta:
 * "Content Publishing").
 */
import type { IDataObject } from 'n8n-workflow';

import { textAt } from '../protocol/json';
import { explainFetch, isFetchRefusal } from '../protocol/publishing/fetchRefusal';
import { clock } from '../transport/clock';
import { ConnectionError, GraphError, UserFixableError } from '../transport/errors';
import type { Graph } from '../graph/graph';
import type { UploadFile } from '../transport/request';
import { reword } from '../transport/rewording';

/** Where Meta's documents disagree about what this login may send, the refusal says so. */
const DISPUTED: Readonly<Record<string, string>> = {
	collaborators:
		"Meta's documents disagree on whether Collaborators works with Instagram Login. Remove Collaborators if Instagram keeps refusing.",
	upload_type:
		"Meta's documents disagree on whether videos can be uploaded with Instagram Login. Remove Upload Type, so that Instagram fetches the file.",
	trial_params:
		'Not every account may publish trial reels. Remove Trial Reel Strategy if Instagram keeps refusing.',
	location_id: 'Location ID must be the ID of a Facebook Page that has an address.',
};
const CONTAINER_LIMIT =
	'Instagram takes at most 400 containers in 24 hours, including those that are never published; each carousel item counts as one.';
const DAILY_LIMIT_CODE = 9;

/**
 * Meta sometimes refuses a file that it fetches a moment later. For a URL that is really wrong, the error
 * still comes within seconds.
 */
const FETCH_ATTEMPTS = 3;

/**
 * Creates a container. Sending it twice leaves a container that expires unused, so faults are retried.
 * @param isAbandoned ends that when nobody wants the container any more
 * @returns the container's id
 * @throws GraphError | ConnectionError
 */
export async function createContainer(
	graph: Graph,
	parameters: IDataObject,
	isAbandoned: () => boolean = () => false,
): Promise<string> {
	for (let attempt = 1; ; attempt += 1) {
		try {
			return await createOnce(graph, parameters);
		} catch (error) {
			// a fault of Meta's own has been repeated already
			const mayPass =
				error instanceof GraphError && error.failure.kind !== 'retry' && isFetchRefusal(error.failure);
			if (!mayPass || attempt === FETCH_ATTEMPTS || isAbandoned()) throw error as Error;
			await clock.sleep(attempt * 1000, graph.signal);
		}
	}
}

async function createOnce(graph: Graph, parameters: IDataObject): Promise<string> {
	try {
		const body = await graph.post([graph.account.accountId, 'media'], parameters, { repeatable: true });
		const id = textAt(body, 'id');
		if (id !== undefined) return id;
	} catch (error) {
		throw explainRefusal(error as Error, parameters);
	}
	throw new UserFixableError(
		'Instagram answered without the ID of the container',
		'Try again; nothing was published.',
	);
}

const UPLOAD_ATTEMPTS = 3;

/**
 * Creates the container of a video and uploads the video into it. An upload that was cut off starts over with
 * a new container: Meta does not document for Instagram how to find out where it broke off.
 * @returns the container's id
 * @throws GraphError | ConnectionError
 */
export async function uploadContainer(
	graph: Graph,
	parameters: IDataObject,
	file: UploadFile,
): Promise<string> {
	for (let attempt = 1; ; attempt += 1) {
		const containerId = await createContainer(graph, { ...parameters, upload_type: 'resumable' });
		try {
			await graph.upload(containerId, file);
			return containerId;
		} catch (error) {
			const isPassing =
				error instanceof ConnectionError || (error instanceof GraphError && error.failure.kind === 'retry');
			if (!isPassing || attempt === UPLOAD_ATTEMPTS) throw explainUpload(error as Error);
			await clock.sleep(attempt * 1000, graph.signal);
		}
	}
}

function explainUpload(error: Error): Error {
	return reword(error, ({ what, remedy }) => ({
		what: `Instagram did not take the upload: ${what}`,
		remedy: `${remedy} ${DISPUTED.upload_type}`,
	}));
}

function explainRefusal(error: Error, parameters: IDataObject): Error {
	if (!(error instanceof GraphError)) return error;
	const { code, subcode, what, remedy } = error.failure;
	if (isFetchRefusal(error.failure))
		return error.reworded(explainFetch(error.failure, error.failure, parameters));
	if (code === DAILY_LIMIT_CODE) return error.reworded({ what, remedy: `${remedy} ${CONTAINER_LIMIT}` });
	// a subcode gives a reason of its own; a bare "invalid parameter" or "not permitted" does not
	if (subcode !== undefined || ![3, 10, 100, 200].includes(code ?? 0)) return error;
	const notes = Object.keys(DISPUTED).filter((name) => parameters[name] !== undefined);
	if (notes.length === 0) return error;
	return error.reworded({ what, remedy: [remedy, ...notes.map((name) => DISPUTED[name])].join(' ') });
}
