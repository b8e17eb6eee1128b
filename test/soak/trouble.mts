/** What goes wrong during the soak, one thing after the other, all of it from one seed. */
import type { Fault, Switches } from '../../simulator/index.mts';
import { connectAgain, type Scene } from './scene.mts';
import { letPass } from './time.mts';

/** A number from 0 up to 1; the same seed gives the same ones (mulberry32). */
export function randomFrom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

const graphError = (code: number, message: string, more: object = {}) => ({
	error: { message, type: 'OAuthException', code, fbtrace_id: 'soak', ...more },
});

type Effect = 'before' | 'after';
const FAULTS: ReadonlyArray<(effect: Effect) => Fault> = [
	(effect) => ({ kind: 'reset', effect }),
	(effect) => ({
		kind: 'status',
		status: 500,
		body: graphError(2, 'Service temporarily unavailable'),
		effect,
	}),
	(effect) => ({ kind: 'status', status: 503, body: graphError(1, 'An unknown error occurred'), effect }),
	(effect) => ({ kind: 'status', status: 502, body: '<html><body>Bad Gateway</body></html>', effect }),
	(effect) => ({ kind: 'status', status: 200, body: '{"id": "178', effect }),
	(effect) => ({ kind: 'hang', ms: 1_500, effect }),
];

/**
 * Each makes the account pause for a quarter of a minute and more: as often as the others, nothing would be
 * done at all.
 */
const THROTTLES: readonly Fault[] = [
	{
		kind: 'status',
		status: 400,
		body: graphError(613, 'Calls exceeded the rate limit'),
		effect: 'before',
	},
	{
		kind: 'status',
		status: 429,
		body: graphError(4, 'Application request limit reached'),
		effect: 'before',
	},
];

/** What Meta does in more than one way (simulator/state/switches.mts), as far as this shop can meet it. */
const SHAPES: { readonly [Name in keyof Switches]?: ReadonlyArray<Switches[Name]> } = {
	meResponse: ['flat', 'data'],
	tokenErrorStatus: [400, 401],
	refreshReturns: ['new', 'same'],
	oldTokenAfterRefresh: ['valid', 'invalid'],
	throttleStatus: [400, 403, 429],
	processing: [
		{ imageMs: 0, videoMs: 0 },
		{ imageMs: 2_000, videoMs: 5_000 },
	],
	containerStatus: ['code', 'textOnly'],
	unknownAfterCreation: [0, 2],
	notReadyAfterFinished: [0, 2],
	refusedFetches: [0, 1],
	secondPublish: ['error24', 'error9007'],
	quotaEndpoint: ['allowed', 'unsupported'],
	quotaResponse: ['flat', 'data'],
	messageFields: ['all', 'documented'],
	replies: ['newestFirst', 'oldestFirst'],
	comments: ['changes', 'flat'],
	ownCommentFrom: ['accountId', 'appScopedId', 'usernameOnly'],
	entryTime: ['documented', 'ms', 's'],
	messageEdit0: ['off', 'also'],
	duplicateDeliveries: [0, 2],
	batchWindowMs: [0, 2_000],
	batchEntries: ['perAccount', 'perEvent'],
	shuffleBatches: [false, true],
};
const SHAPES_AT_ONCE = 5;

/** What n8n had taken and may have lost with its memory, in simulated time. */
export interface Kill {
	readonly fromMs: number;
	readonly toMs: number;
}

/**
 * n8n has answered Meta and not yet stored the execution: what a kill takes (docs/trigger.md). Milliseconds
 * on an n8n that keeps up; here a tenth of a second for each execution that stands in line, on two processors
 * for all of this. Real milliseconds: days of simulated ones may pass meanwhile.
 */
const LOST_BY_A_KILL_MS = 15_000;
const SAMPLE_MS = 250;

export interface Troubles {
	readonly kills: readonly Kill[];
	/** How often each thing happened. */
	readonly counts: Record<string, number>;
	/**
	 * The next thing that goes wrong.
	 * @param mayKill whether it may be the end of n8n
	 */
	next(mayKill: boolean): Promise<void>;
}

export function troublesOf(scene: Scene, random: () => number): Troubles {
	const { world } = scene;
	const { simulator } = world;
	const kills: Kill[] = [];
	const simulatedTimes = sampled(() => simulator.clock.now());
	const counts: Record<string, number> = {};
	const pick = <T,>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
	const count = (what: string) => (counts[what] = (counts[what] ?? 0) + 1);

	const happenings: ReadonlyArray<
		readonly [cards: number, what: string, happen: () => Promise<void> | void]
	> = [
		[
			8,
			'faults',
			() =>
				simulator.faults.failNext(
					{ host: 'graph.instagram.com', times: 1 + Math.floor(random() * 3) },
					pick(FAULTS)(pick(['before', 'after'] as const)),
				),
		],
		[1, 'throttles', () => simulator.faults.failNext({ host: 'graph.instagram.com' }, pick(THROTTLES))],
		[
			2,
			'shapes',
			() => {
				for (let turned = 0; turned < SHAPES_AT_ONCE; turned += 1) {
					const [name, values] = pick(Object.entries(SHAPES));
					Object.assign(simulator.switches, { [name]: pick<unknown>(values) });
				}
			},
		],
		[2, 'clock jumps', async () => await letPass(world, pick([60_000, 3_600_000, 8 * 24 * 3_600_000]))],
		[
			1,
			'dead tokens',
			async () => {
				simulator.instagram.revoke(scene.account, scene.app, 'password');
				await new Promise((resolve) => setTimeout(resolve, 2_000));
				await connectAgain(scene);
			},
		],
		[
			1,
			'kills',
			async () => {
				await world.n8n.kill();
				kills.push({ fromMs: simulatedTimes[0] ?? 0, toMs: simulator.clock.now() });
				await world.restartN8n();
			},
		],
	];
	// dealt like cards, so that each happens within any two minutes
	let deck: Array<(typeof happenings)[number]> = [];
	const deal = () => {
		if (deck.length === 0) deck = happenings.flatMap((one) => Array<typeof one>(one[0]).fill(one));
		return deck.splice(Math.floor(random() * deck.length), 1)[0]!;
	};

	return {
		kills,
		counts,
		async next(mayKill) {
			const [, what, happen] = deal();
			if (what === 'kills' && !mayKill) return;
			count(what);
			await happen();
		},
	};
}

/** What a clock has shown in the time that a kill may take, the oldest first. */
function sampled(clock: () => number): readonly number[] {
	const times: number[] = [];
	const timer = setInterval(() => {
		times.push(clock());
		if (times.length > LOST_BY_A_KILL_MS / SAMPLE_MS) times.shift();
	}, SAMPLE_MS);
	timer.unref();
	return times;
}
