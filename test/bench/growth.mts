/**
 * What ten to a thousand items cost. Time is simulated, so that it does not depend on the machine: 100 ms
 * there and back. CPU is that of this process, the simulated Instagram included; it must not grow faster than
 * the items.
 */
import type { IDataObject } from 'n8n-workflow';

import { jumpOverWaits, measureInWaits, STANDING_STILL } from '../support/virtualTime.mts';
import { startWorld, type TestWorld } from '../support/world.mts';
import type { Bench, Row } from './run.mts';

const SIZES = [10, 100, 200, 1000] as const;
const LATENCY_MS = 50;
/** Of a thousand items one may cost so many times what one of a hundred costs. */
const MOST_GROWTH = 1.5;
/** So much longer than Meta's limit demands may all of them take. */
const MOST_OVER_LIMIT = 1.15;

interface Kind {
	readonly name: string;
	/** What the node does, with `{{ $json.id }}`. */
	readonly parameters: Record<string, string>;
	/** Milliseconds that Meta's limit leaves for each. */
	readonly fastestMs?: number;
	/** Makes so many, and gives back their IDs. */
	readonly make: (world: TestWorld, count: number) => Promise<string[]>;
}

async function comments({ simulator, account, person }: TestWorld, count: number): Promise<string[]> {
	const media = simulator.instagram.createMedia(account);
	const ids: string[] = [];
	for (let index = 0; index < count; index += 1) {
		const { comment } = await simulator.instagram.comment({ from: person, media, text: `comment ${index}` });
		ids.push(comment.id);
	}
	return ids;
}

const KINDS: readonly Kind[] = [
	{
		name: 'messages',
		parameters: { resource: 'message', operation: 'send', recipientId: '={{ $json.id }}', text: 'Hello' },
		// 100 a second
		fastestMs: 10,
		async make({ simulator, account }, count) {
			const ids: string[] = [];
			for (let index = 0; index < count; index += 1) {
				const person = simulator.instagram.createPerson({ username: `person.${index}` });
				await simulator.instagram.sendDirectMessage({ from: person, to: account, text: 'Hi' });
				ids.push(simulator.instagram.igsid(person, account));
			}
			return ids;
		},
	},
	{
		name: 'comments hidden',
		parameters: { resource: 'comment', operation: 'hide', commentId: '={{ $json.id }}' },
		make: comments,
	},
	{
		name: 'comments read',
		parameters: { resource: 'comment', operation: 'get', commentId: '={{ $json.id }}' },
		make: comments,
	},
	{
		name: 'media read',
		parameters: { resource: 'media', operation: 'get', mediaId: '={{ $json.id }}' },
		make: ({ simulator, account }, count) =>
			Promise.resolve(simulator.instagram.seedMedia(account, count).map(({ id }) => id)),
	},
];

interface Measured {
	readonly tookMs: number;
	readonly cpuMs: number;
}

async function measure(world: TestWorld, { parameters, make }: Kind, count: number): Promise<Measured> {
	const items = (await make(world, count)).map((id): { json: IDataObject } => ({ json: { id } }));
	const startedMs = world.simulator.clock.now();
	const before = process.cpuUsage();
	const { error, items: cameOut } = await world.run(parameters, items);
	if (error) throw error;
	if (cameOut.length !== count) throw new Error(`${cameOut.length} items of ${count} came out`);
	const { user, system } = process.cpuUsage(before);
	return { tookMs: world.simulator.clock.now() - startedMs, cpuMs: (user + system) / 1000 };
}

/** Each in a world of its own: the clock that tells the time exactly spends CPU on it. */
async function measureBoth(kind: Kind, count: number): Promise<Measured> {
	const exact = await startWorld({ speed: STANDING_STILL, latencyMs: LATENCY_MS });
	measureInWaits(exact);
	let tookMs: number;
	try {
		({ tookMs } = await measure(exact, kind, count));
	} finally {
		await exact.close();
	}
	const fast = await startWorld({ speed: 1 });
	jumpOverWaits(fast);
	try {
		return { tookMs, cpuMs: (await measure(fast, kind, count)).cpuMs };
	} finally {
		await fast.close();
	}
}

async function rowsOf(kind: Kind): Promise<Row[]> {
	const rows: Row[] = [];
	const cpuOfOne = new Map<number, number>();
	for (const count of SIZES) {
		const { tookMs, cpuMs } = await measureBoth(kind, count);
		cpuOfOne.set(count, cpuMs / count);
		const time = `${(tookMs / 1000).toFixed(2)} s, ${(tookMs / count).toFixed(1)} ms each`;
		rows.push({
			what: `${count} ${kind.name}`,
			figure: `${time}; CPU ${(cpuMs / count).toFixed(2)} ms each`,
		});
		if (kind.fastestMs === undefined || count < 200) continue;
		const overLimit = tookMs / (count * kind.fastestMs);
		rows.push({
			what: `${count} ${kind.name}: time against what Meta's limit demands`,
			figure: overLimit.toFixed(3),
			target: `at most ${MOST_OVER_LIMIT}`,
			met: overLimit <= MOST_OVER_LIMIT,
		});
	}
	const growth = (cpuOfOne.get(1000) ?? 0) / (cpuOfOne.get(100) ?? 0);
	return [
		...rows,
		{
			what: `${kind.name}: CPU of one among a thousand, against one among a hundred`,
			figure: growth.toFixed(2),
			target: `at most ${MOST_GROWTH}`,
			met: growth <= MOST_GROWTH,
		},
	];
}

export const bench: Bench = {
	name: `Growth: 10 to 1,000 items, ${2 * LATENCY_MS} ms there and back`,
	async run() {
		// once for nothing: what is compiled and loaded on the way
		for (const kind of KINDS) await measureBoth(kind, SIZES[0]);
		const rows: Row[] = [];
		for (const kind of KINDS) rows.push(...(await rowsOf(kind)));
		return rows;
	},
};
