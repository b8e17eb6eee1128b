/** The one loop that reads lists, against lists of every size and every oddity of Meta's paging. */
import fc from 'fast-check';

import type { JsonRecord } from '../../../nodes/Instagram/protocol/json';
import type { Graph } from '../../../nodes/Instagram/graph/graph';
import { listElements, mapElements, type ListRequest } from '../../../nodes/Instagram/graph/paginate';

type Query = { limit: number; after?: string };

/** An API with one list; counts its calls. */
function listOf(count: number, answer: (page: JsonRecord, query: Query) => JsonRecord = (page) => page) {
	const queries: Query[] = [];
	const get = async (_path: readonly string[], query: object) => {
		const asked = query as Query;
		queries.push(asked);
		const from = asked.after === undefined ? 0 : Number(asked.after) + 1;
		const ids = Array.from(
			{ length: Math.max(0, Math.min(asked.limit, count - from)) },
			(_id, index) => from + index,
		);
		const last = ids.at(-1);
		const next =
			last !== undefined && last < count - 1 ? { next: 'https://graph.example/x?access_token=SECRET' } : {};
		const paging =
			last === undefined
				? {}
				: { paging: { cursors: { before: String(from), after: String(last) }, ...next } };
		return answer({ data: ids.map((id) => ({ id: String(id) })), ...paging }, asked);
	};
	return { graph: { get } as unknown as Graph, queries };
}

const path = ['1', 'media'];
const collectElements = async (graph: Graph, request: ListRequest) =>
	await mapElements(graph, request, (element) => element);
const idsOf = (elements: JsonRecord[]) => elements.map(({ id }) => Number(id));

it('gives every element once, in order, with exactly ceil(n / page) calls', async () => {
	await fc.assert(
		fc.asyncProperty(fc.nat(2000), fc.integer({ min: 1, max: 120 }), async (count, pageSize) => {
			const { graph, queries } = listOf(count);
			const elements = await collectElements(graph, { path, pageSize });
			expect(idsOf(elements)).toEqual(Array.from({ length: count }, (_element, index) => index));
			expect(queries).toHaveLength(Math.max(1, Math.ceil(count / pageSize)));
		}),
		{ numRuns: 60 },
	);
});

it('never asks for more than is wanted', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.nat(500),
			fc.integer({ min: 1, max: 50 }),
			fc.integer({ min: 1, max: 600 }),
			async (count, pageSize, limit) => {
				const { graph, queries } = listOf(count);
				expect(await collectElements(graph, { path, pageSize, limit })).toHaveLength(Math.min(count, limit));
				expect(queries.reduce((sum, query) => sum + query.limit, 0)).toBeLessThanOrEqual(
					Math.max(limit, pageSize),
				);
			},
		),
	);
});

it('holds one page at a time: the next is asked for when the one before is used up', async () => {
	const { graph, queries } = listOf(10_000);
	let used = 0;
	for await (const _element of listElements(graph, { path, pageSize: 100 })) {
		used += 1;
		expect(queries).toHaveLength(Math.ceil(used / 100));
		if (used === 1000) break;
	}
	expect(queries).toHaveLength(10);
});

it('turns elements into results before it reads on', async () => {
	const { graph, queries } = listOf(30);
	const seen = await mapElements(
		graph,
		{ path, pageSize: 10 },
		({ id }) => `${String(id)} after ${queries.length}`,
	);
	expect([seen[0], seen[10], seen[29]]).toEqual(['0 after 1', '10 after 2', '29 after 3']);
});

it('goes on after an empty page, which is not the end', async () => {
	const { graph } = listOf(20, (page, { after }) => (after === '9' ? { ...page, data: [] } : page));
	expect(idsOf(await collectElements(graph, { path, pageSize: 5 }))).toHaveLength(15);
});

it('gives an element once that moved to the next page', async () => {
	const { graph } = listOf(20, (page, { after }) =>
		after === undefined ? page : { ...page, data: [{ id: '4' }, ...(page.data as JsonRecord[])] },
	);
	expect(idsOf(await collectElements(graph, { path, pageSize: 5 }))).toEqual(
		Array.from({ length: 20 }, (_element, index) => index),
	);
});

it('ends when a cursor repeats itself', async () => {
	const { graph, queries } = listOf(100, (page) => ({
		...page,
		paging: { cursors: { after: '9' }, next: 'https://x' },
	}));
	expect(await collectElements(graph, { path, pageSize: 10 })).toHaveLength(20);
	expect(queries).toHaveLength(2);
});

it.each([
	['no paging', (page: JsonRecord) => ({ data: page.data })],
	['no next', (page: JsonRecord) => ({ data: page.data, paging: { cursors: { after: '4' } } })],
	['no cursor', (page: JsonRecord) => ({ data: page.data, paging: { next: 'https://x' } })],
])('ends with %s', async (_name, answer) => {
	const { graph, queries } = listOf(100, answer);
	expect(await collectElements(graph, { path, pageSize: 5 })).toHaveLength(5);
	expect(queries).toHaveLength(1);
});

it('follows cursors to an empty page where Meta gives no next', async () => {
	const withoutNext = (page: JsonRecord) => {
		const { cursors } = (page.paging ?? {}) as { cursors?: JsonRecord };
		return { data: page.data, ...(cursors && { paging: { cursors } }) };
	};
	const { graph, queries } = listOf(25, withoutNext);
	expect(await collectElements(graph, { path, pageSize: 10, cursorOnly: true })).toHaveLength(25);
	expect(queries).toHaveLength(4);
});

it('never follows paging.next', async () => {
	const { graph, queries } = listOf(30);
	await collectElements(graph, { path, pageSize: 10 });
	expect(JSON.stringify(queries)).not.toContain('SECRET');
});

it('reads no further page after the execution was cancelled', async () => {
	const { graph, queries } = listOf(1000);
	const stopped = new AbortController();
	const read = async () => {
		for await (const { id } of listElements({ ...graph, signal: stopped.signal }, { path, pageSize: 10 })) {
			if (id === '15') stopped.abort(new Error('cancelled by the user'));
		}
	};
	await expect(read()).rejects.toThrow('cancelled by the user');
	expect(queries).toHaveLength(2);
});
