/** What the tests of Media do again and again. */
import type { INodeParameters } from 'n8n-workflow';

import type { CurrentWorld } from './world.mts';

export const media = (operation: string, parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'media',
	operation,
	...parameters,
});

/** Runs an operation that has to give one item. */
export async function runOne(world: CurrentWorld, parameters: INodeParameters) {
	const { items, error } = await world.run(parameters);
	expect(error).toBeUndefined();
	expect(items).toHaveLength(1);
	expect(items[0]?.pairedItem).toEqual({ item: 0 });
	return items[0]!;
}

/** A carousel of photos and videos in turn. */
export function createAlbum({ simulator, account }: CurrentWorld, children = 3) {
	const made = simulator.instagram.createMedia(account, { mediaType: 'CAROUSEL_ALBUM', caption: 'Album' });
	const kinds = Array.from({ length: children }, (_child, index) =>
		index % 2 === 0 ? ('IMAGE' as const) : ('VIDEO' as const),
	);
	made.children = kinds.map(
		(mediaType) => simulator.instagram.createMedia(account, { mediaType, parentId: made.id }).id,
	);
	return made;
}
