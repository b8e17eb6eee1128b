/**
 * What goes wrong with a message: every error of Meta's is explained, and what may have been sent is never
 * sent again.
 */
import type { INodeParameters } from 'n8n-workflow';

import { classifyGraphError } from '../../../nodes/Instagram/protocol/errors/classify';
import type { Fault } from '../../../simulator/index.mts';
import { useOpenWindow } from '../../support/messages.mts';
import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'file' });
let recipientId: string;

beforeAll(async () => {
	recipientId = world.simulator.instagram.igsid(world.person, world.account);
});
useOpenWindow(world);

const HOUR_MS = 3_600_000;
const run = async (parameters: INodeParameters = {}) =>
	await world.run({ resource: 'message', operation: 'send', recipientId, text: 'Hello', ...parameters });
const received = () =>
	world.simulator.instagram.messages(world.account, world.person).filter(({ fromAccount }) => fromAccount)
		.length;
const sends = () => world.requests().filter(({ path }) => path.endsWith('/messages'));
const graphError = (code: number, subcode?: number) => ({
	error: {
		message: 'localised text',
		type: 'IGApiException',
		code,
		error_subcode: subcode,
		fbtrace_id: 'TraceOfMeta',
	},
});

/** messaging.md section 11; rows without a subcode last. */
const ROWS: Array<[code: number, subcode?: number]> = [
	[1, 99],
	[2, 1545133],
	[10, 2534022],
	[10, 2018278],
	[10, 2534077],
	[10, 2018108],
	[10, 1893063],
	[100, 33],
	[100, 2018008],
	[100, 2018014],
	[100, 2018047],
	[100, 2018074],
	[100, 2018109],
	[100, 2018294],
	[100, 2534013],
	[100, 2534014],
	[100, 2534015],
	[100, 2534025],
	[100, 2534029],
	[100, 2534037],
	[200, 2018028],
	[200, 1545041],
	[200, 2534041],
	[508, 2534122],
	[551, 1545041],
	[613, 2534040],
	[2],
	[4],
	[10],
	[200],
	[230],
	[368],
	[551],
	[9010],
	[9000001],
	[36103],
	[2534001],
	[2534068],
	[2018300],
	[2500],
	[803],
	[3],
];
const TABLE = ROWS.map(([code, subcode]) => [code, subcode] as const);

/** Meta gives these the same meaning; each may come in the place of the other. */
const SAME_MEANING = [
	['10/2534022', '10/2018278'],
	['2/', '2/1545133'],
	['200/1545041', '551/1545041'],
];

describe("Meta's table of messaging errors", () => {
	it('has an explanation of its own in every row', () => {
		const byWords = new Map<string, string[]>();
		for (const [code, subcode] of TABLE) {
			const { what, remedy } = classifyGraphError(400, graphError(code, subcode));
			expect(what).not.toBe('Instagram refused the request');
			byWords.set(`${what} ${remedy}`, [
				...(byWords.get(`${what} ${remedy}`) ?? []),
				`${code}/${subcode ?? ''}`,
			]);
		}
		const shared = [...byWords.values()].filter((rows) => rows.length > 1);
		expect(shared.map((rows) => [...rows].sort().join()).sort()).toEqual(
			SAME_MEANING.map((rows) => [...rows].sort().join()).sort(),
		);
	});

	it.each(TABLE)('%p/%p reaches the user in words, with the numbers and the trace', async (code, subcode) => {
		const { what, kind } = classifyGraphError(400, graphError(code, subcode));
		world.simulator.faults.failNext(
			{ path: '/messages', times: 4 },
			{ kind: 'status', status: 400, body: graphError(code, subcode), effect: 'before' },
		);
		const before = received();
		const { error, items } = await run();
		expect(items).toEqual([]);
		// the rate of a kind of call: the node knows which kind it was
		const says = code === 613 ? 'Instagram counted too many messages' : what;
		expect(error?.message.toLowerCase()).toContain(says.toLowerCase());
		expect(error?.description).toContain('TraceOfMeta');
		expect(error?.description).toContain(
			subcode === undefined ? `Code ${code},` : `Code ${code}/${subcode},`,
		);
		expect(error?.context.data).toMatchObject({ error: { code, fbtrace_id: 'TraceOfMeta' } });
		// only "too many calls" is repeated: it proves that nothing was sent
		expect(sends()).toHaveLength(kind === 'wait' ? 4 : 1);
		expect(received()).toBe(before);
	});
});

describe('a message whose answer is lost', () => {
	const LOST: Array<[string, Fault]> = [
		['the connection is cut', { kind: 'reset', effect: 'after' }],
		['Instagram answers 500', { kind: 'status', status: 500, body: graphError(2), effect: 'after' }],
		[
			'Instagram answers 502 without a word',
			{ kind: 'status', status: 502, body: '<html>Bad Gateway</html>', effect: 'after' },
		],
		['Instagram answers nothing', { kind: 'status', status: 200, body: '', effect: 'after' }],
		[
			'a refusal comes with a server error',
			{ kind: 'status', status: 500, body: graphError(100, 2534015), effect: 'after' },
		],
	];

	it.each(LOST)('because %s, may have been sent, and is not sent again', async (_why, fault) => {
		const before = received();
		world.simulator.faults.failNext({ path: '/messages' }, fault);
		const { error } = await run();
		expect(error?.message).toMatch(/^The message may have been sent: /);
		expect(error?.description).toMatch(/^Read the conversation before you send it again\./);
		expect(sends()).toHaveLength(1);
		expect(received()).toBe(before + 1);
	});

	it('is named in the item of "On Error: Continue" too', async () => {
		world.simulator.faults.failNext({ path: '/messages' }, { kind: 'reset', effect: 'after' });
		const parameters = { resource: 'message', operation: 'send', recipientId, text: 'Hello' };
		const { items } = await world.run(parameters, [{ json: {} }], { continueOnFail: true });
		expect(items[0]!.json.error).toMatch(/^The message may have been sent: /);
		expect(JSON.stringify(items)).not.toMatch(/Bearer|IGAA/);
	});

	it('is sent again when it never left n8n', async () => {
		world.simulator.faults.failNext(
			{ path: '/messages' },
			{ kind: 'status', status: 400, body: graphError(613, 2534040), effect: 'before' },
		);
		const before = received();
		const { error } = await run();
		expect(error).toBeUndefined();
		expect(received()).toBe(before + 1);
	});
});

describe('a closed window', () => {
	it.each([
		[2534022, 400],
		[2018278, 403],
	] as const)('says when it closed (%p)', async (subcode, status) => {
		world.simulator.switches.windowSubcode = subcode;
		world.simulator.switches.windowErrorStatus = status;
		const lastMs = world.simulator.instagram.conversation(world.account, world.person).lastUserActionAt!;
		world.simulator.clock.advance(30 * HOUR_MS);
		const { error } = await run();
		const [, day, date, time] = /^\w+, (\d+) (\w+ \d+) ([\d:]{5})/.exec(
			new Date(lastMs + 24 * HOUR_MS).toUTCString(),
		)!;
		expect(error?.message).toBe(
			`The 24-hour window for messages to this person closed on ${Number(day)} ${date} at ${time} UTC`,
		);
		expect(error?.description).toMatch(/^An account may only write within 24 hours/);
		const closedAt = (error?.context.data as { error: { windowClosedAt: string } }).error.windowClosedAt;
		// Meta's times have seconds
		expect(Math.abs(Date.parse(closedAt) - (lastMs + 24 * HOUR_MS))).toBeLessThan(1000);
	});

	it('of 7 days is named for what a person wrote', async () => {
		world.app.humanAgent = true;
		world.simulator.clock.advance(8 * 24 * HOUR_MS);
		const { error } = await run({ additionalFields: { humanAgent: true } });
		world.app.humanAgent = false;
		expect(error?.message).toMatch(/^The 7-day window for messages to this person closed on /);
	});

	it.each([100, 2, 613])(
		'is explained without a time, and at once, when the look is answered with %p',
		async (code) => {
			world.simulator.clock.advance(30 * HOUR_MS);
			world.clearRequests();
			world.simulator.faults.failNext(
				{ path: '/conversations', times: 4 },
				{ kind: 'status', status: code === 2 ? 503 : 400, body: graphError(code), effect: 'before' },
			);
			const { error } = await run();
			expect(error?.message).toBe('The 24-hour window for messages to this person has closed');
			expect(world.requests().map(({ method }) => method)).toEqual(['POST', 'GET']);
		},
	);
});
