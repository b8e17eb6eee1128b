/** Creates the container of a post; for a carousel first those of its items, all at once. */
import type { IDataObject } from 'n8n-workflow';

import { ContainerFailedError, StillProcessingError, waitUntilReady, type Deadline } from './awaitContainer';
import { createContainer, uploadContainer } from './createContainer';
import type { Upload } from '../transport/request';
import type { Run } from '../run/operation';
import { perRun } from '../run/perRun';
import { addDetails, dropDetail, reword } from '../transport/rewording';
import { gate } from '../transport/concurrency';

/**
 * Instagram fetches the file while a container is created: more downloads at once would only slow each other
 * down.
 */
const PARALLEL_CREATIONS = 16;

/** An upload holds its video, of up to 300 MB, in memory, so all executions of a process share this gate. */
const passUpload = gate(2);

const MORE_TIME = 'Give Instagram more time with Max Wait, or use a smaller file.';

/**
 * One gate for the whole run, so that sixteen items with ten photos each do not make 160 requests at once.
 */
const gateOf = perRun(() => gate(PARALLEL_CREATIONS));

const CHILD_ATTEMPTS = 2;

interface Draft {
	readonly parameters: IDataObject;
	readonly children?: readonly IDataObject[];
	readonly upload?: Upload;
}

/** @returns the id of the container that can be published once it is ready */
export async function createContainers(
	run: Run,
	{ parameters, children, upload }: Draft,
	deadline: Deadline,
): Promise<string> {
	const childIds = children && (await createChildren(run, children, deadline));
	const pass = upload?.holdsBytes ? passUpload : gateOf(run);
	return await pass(async () => {
		run.graph.signal?.throwIfAborted();
		if (upload) return await uploadContainer(run.graph, parameters, await upload.read());
		return await createContainer(run.graph, { ...parameters, ...(childIds && { children: childIds }) });
	});
}

/**
 * The items are created and polled side by side. Meta takes a carousel only when all of its items are ready;
 * when one fails, the others are not waited for.
 */
async function createChildren(
	run: Run,
	children: readonly IDataObject[],
	deadline: Deadline,
): Promise<string[]> {
	let hasFailed = false;
	const work = children.map(async (child, position) => {
		try {
			return await createChild(run, child, deadline, () => hasFailed);
		} catch (error) {
			hasFailed = true;
			throw nameItem(error as Error, position + 1);
		}
	});
	return await Promise.all(work);
}

/** An item whose file could not be fetched is tried once more; the others keep their containers. */
async function createChild(
	run: Run,
	child: IDataObject,
	deadline: Deadline,
	isAbandoned: () => boolean,
): Promise<string> {
	const { graph } = run;
	for (let attempt = 1; ; attempt += 1) {
		const childId = await gateOf(run)(async () => {
			graph.signal?.throwIfAborted();
			return isAbandoned() ? '' : await createContainer(graph, child, isAbandoned);
		});
		if (isAbandoned()) return childId;
		try {
			await waitUntilReady(graph, childId, { ...deadline, isOwn: true, parameters: child }, isAbandoned);
			return childId;
		} catch (error) {
			const mayPass = error instanceof ContainerFailedError && error.mayPass;
			if (!mayPass || attempt === CHILD_ATTEMPTS) throw error as Error;
		}
	}
}

/** The container of an item cannot be published alone, so its id would mislead. */
function nameItem(error: Error, number: number): Error {
	const named = reword(error, ({ what, remedy }) => ({
		what: `Carousel item ${number}: ${what}`,
		remedy: error instanceof StillProcessingError ? MORE_TIME : remedy,
	}));
	return addDetails(dropDetail(named, 'containerId'), { carouselItem: number });
}
