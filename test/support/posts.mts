/** What tests of posts have in common: what is posted, and what became of it at Meta. */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { fixture } from '../../simulator/state/fixtures.mts';
import { useWorld } from './world.mts';

export const HOST = 'https://media.example.test';
export const PHOTO: INodeParameters = {
	resource: 'post',
	operation: 'createImage',
	imageUrl: `${HOST}/photo.jpg`,
};
export const REEL: INodeParameters = {
	resource: 'post',
	operation: 'createReel',
	videoUrl: `${HOST}/reel.mp4`,
};
export const CAPTIONED: INodeParameters = { ...PHOTO, caption: '={{ $json.caption }}' };
export const captions = (...texts: string[]): INodeExecutionData[] =>
	texts.map((caption) => ({ json: { caption } }));

/** A world for each test, in which waits take no time. To be called once in a file. */
export function useWaitlessWorlds() {
	const world = useWorld({ per: 'test', waitless: true });
	return {
		world,
		posts: () => world.simulator.instagram.publishedMedia(world.account),
		containers: () => world.simulator.instagram.containers(world.account),
		sent: (method: string, path: RegExp) =>
			world.requests().filter((request) => request.method === method && path.test(request.path)),
	};
}

/** Who is there to be tagged and invited. */
const PEOPLE = ['partner_one', 'partner.two', 'baker', 'second.baker'];

/**
 * One world for the tests of a file, which look at the post they have just made. To be called once in a file.
 */
export function useSharedWorld() {
	// fast, yet slow enough for downloads, which take real time
	const world = useWorld({ per: 'file', speed: 100 });
	beforeAll(() => {
		for (const username of PEOPLE) world.simulator.instagram.createPerson({ username });
	});
	return {
		world,
		/** A file of the media server, as an earlier node would hand it over. */
		file: async (name: string, property = 'data'): Promise<INodeExecutionData['binary']> => {
			const found = fixture(name);
			if (!found) throw new Error(`no fixture ${name}`);
			const { binary } = await world.binaryItem(found.bytes, found.contentType, name);
			return { [property]: binary!.data! };
		},
		/** What reached Meta, as method and last part of the path. */
		calls: () =>
			world
				.requests()
				.map(({ method, path }) => `${method} ${path.split('/').at(-1)!.replace(/^\d+$/, '{id}')}`),
		/** What containers were created from. */
		created: () =>
			world
				.requests()
				.filter(({ method, path }) => method === 'POST' && path.endsWith('/media'))
				.map(({ body }) => body as IDataObject),
		newest: () => world.simulator.instagram.publishedMedia(world.account)[0]!,
		create: async (
			operation: string,
			parameters: INodeParameters,
			item: INodeExecutionData = { json: {} },
		): Promise<IDataObject> => {
			const { items, error } = await world.run({ resource: 'post', operation, ...parameters }, [item]);
			expect(error).toBeUndefined();
			expect(items).toHaveLength(1);
			expect(items[0]!.pairedItem).toEqual({ item: 0 });
			return items[0]!.json;
		},
	};
}
