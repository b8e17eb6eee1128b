import { clock } from '../../../nodes/Instagram/transport/clock';
import { pollUntil } from '../../../nodes/Instagram/transport/poll';
import { SingleFlight } from '../../../nodes/Instagram/transport/singleFlight';
import { pause, waitWhilePaused } from '../../../nodes/Instagram/transport/throttle';

const run = new AbortController().signal;
let nowMs = 1_000_000;
let sleeps: number[] = [];

beforeEach(() => {
	sleeps = [];
	jest.spyOn(clock, 'now').mockImplementation(() => nowMs);
	jest.spyOn(clock, 'sleep').mockImplementation(async (durationMs, signal) => {
		signal?.throwIfAborted();
		sleeps.push(durationMs);
		nowMs += durationMs;
	});
});
afterEach(() => jest.restoreAllMocks());

describe('a pause', () => {
	it('holds back its account and no other', async () => {
		pause('a', 5000, 'too much');
		await waitWhilePaused('b');
		expect(sleeps).toEqual([]);
		await waitWhilePaused('a');
		expect(sleeps).toEqual([5000]);
		await waitWhilePaused('a');
		expect(sleeps).toEqual([5000]);
	});

	it('is never cut short by a shorter one', async () => {
		pause('c', 9000, 'too much');
		pause('c', 10, 'too much');
		await waitWhilePaused('c');
		expect(sleeps).toEqual([9000]);
	});

	it('that is longer than a run should wait becomes an error with the time', async () => {
		pause('d', 3 * 60 * 60 * 1000, 'too much');
		await expect(waitWhilePaused('d', run)).rejects.toThrow(
			'Instagram asks to stop all calls for about 3 hours, until 1 Jan 1970 at 03:16 UTC',
		);
		expect(sleeps).toEqual([]);
	});

	it("ends when n8n's clock is put back to before it began, and a new one holds then", async () => {
		const hour = 3_600_000;
		pause('g', 50 * 60_000, 'too much');
		nowMs -= 90 * 24 * hour;
		await waitWhilePaused('g', run);
		expect(sleeps).toEqual([]);
		pause('h', hour, 'too much');
		nowMs -= 90 * 24 * hour;
		pause('h', 5000, 'too much');
		await waitWhilePaused('h', run);
		expect(sleeps).toEqual([5000]);
	});

	it('is waited for by a run up to an hour, and by a menu for seconds only', async () => {
		const minute = 60_000;
		pause('e', 61 * minute, 'too much');
		await expect(waitWhilePaused('e', run)).rejects.toThrow('for 61 minutes');
		pause('f', 59 * minute, 'too much');
		await expect(waitWhilePaused('f')).rejects.toThrow('for 59 minutes');
		expect(sleeps).toEqual([]);
		await waitWhilePaused('f', run);
		expect(sleeps).toEqual([59 * minute]);
	});
});

describe('polling', () => {
	it('looks before it waits, and waits what it was told', async () => {
		const states = ['a', 'b', 'c'];
		const result = await pollUntil({
			read: async () => states.shift(),
			decide: (state, elapsedMs) => (state === 'c' ? { done: elapsedMs } : { wait: 700 }),
		});
		expect(sleeps).toEqual([700, 700]);
		expect(result).toBe(1400);
	});

	it('stops when the execution is cancelled', async () => {
		const controller = new AbortController();
		const reads: number[] = [];
		const polling = pollUntil({
			signal: controller.signal,
			read: async () => {
				reads.push(1);
				if (reads.length === 2) controller.abort(new Error('cancelled'));
			},
			decide: () => ({ wait: 10 }),
		});
		await expect(polling).rejects.toThrow('cancelled');
		expect(reads).toHaveLength(2);
	});
});

describe('the real clock', () => {
	it('ends a sleep at once on cancellation', async () => {
		jest.restoreAllMocks();
		const controller = new AbortController();
		const sleeping = clock.sleep(400, controller.signal);
		controller.abort(new Error('cancelled'));
		await expect(sleeping).rejects.toThrow('cancelled');
		await expect(clock.sleep(1, controller.signal)).rejects.toThrow('cancelled');
	});
});

describe('a single flight', () => {
	it('shares what runs, and a failure, and forgets both', async () => {
		const flight = new SingleFlight<number>();
		let started = 0;
		const work = async () => {
			started += 1;
			await Promise.resolve();
			if (started === 2) throw new Error('x');
			return started;
		};
		expect(await Promise.all([flight.do('k', work), flight.do('k', work)])).toEqual([1, 1]);
		const failing = [flight.do('k', work), flight.do('k', work)];
		await expect(Promise.allSettled(failing)).resolves.toMatchObject([
			{ status: 'rejected' },
			{ status: 'rejected' },
		]);
		expect(await flight.do('k', work)).toBe(3);
	});
});
