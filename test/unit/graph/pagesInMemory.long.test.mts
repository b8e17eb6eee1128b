/** A list of any length is read with bounded memory. Slow, because it asks the garbage collector. */
import type { Graph } from '../../../nodes/Instagram/graph/graph';
import { listElements } from '../../../nodes/Instagram/graph/paginate';
import { collectGarbage } from '../../support/garbage.mts';

const COUNT = 10_000;
const PAGE_SIZE = 100;

it('keeps no page once it is used up, however long the list', async () => {
	const pages: Array<WeakRef<object>> = [];
	const get = async (_path: readonly string[], query: { after?: string }) => {
		const from = query.after === undefined ? 0 : Number(query.after) + 1;
		const after = String(from + PAGE_SIZE - 1);
		const data = Array.from({ length: PAGE_SIZE }, (_id, index) => ({ id: String(from + index) }));
		const paging = {
			cursors: { after },
			...(from + PAGE_SIZE < COUNT && { next: 'https://graph.example/' }),
		};
		const page = { data, paging };
		pages.push(new WeakRef(page));
		return page;
	};
	const alive = () => pages.filter((page) => page.deref() !== undefined).length;
	let count = 0;
	let mostAlive = 0;
	for await (const _element of listElements({ get } as unknown as Graph, {
		path: ['1', 'media'],
		pageSize: PAGE_SIZE,
	})) {
		count += 1;
		if (count % 1000 !== 50) continue;
		// one collection may leave what code that is being compiled still refers to
		for (let round = 0; round < 10 && alive() > 3; round += 1) {
			await new Promise(setImmediate);
			collectGarbage();
		}
		mostAlive = Math.max(mostAlive, alive());
	}
	expect(count).toBe(COUNT);
	expect(pages).toHaveLength(COUNT / PAGE_SIZE);
	expect(mostAlive).toBeLessThanOrEqual(3);
});
