import fc from 'fast-check';

import {
	nextContainerStep,
	nextWaitMs,
	parseContainer,
} from '../../../../nodes/Instagram/protocol/publishing/container';
import {
	publishRetryDelayMs,
	type PublishFailure,
} from '../../../../nodes/Instagram/protocol/publishing/publishRetry';

const times = { ageMs: 1000, elapsedMs: 1000, limitMs: 60_000 };

describe('nextContainerStep', () => {
	it.each([
		['FINISHED', { kind: 'publish' }],
		['PUBLISHED', { kind: 'published' }],
		['EXPIRED', { kind: 'failed', reason: 'expired' }],
		['IN_PROGRESS', { kind: 'wait', waitMs: 500 }],
		['SOMETHING_NEW', { kind: 'wait', waitMs: 500 }],
		['', { kind: 'wait', waitMs: 500 }],
	])('%s', (statusCode, step) => {
		expect(nextContainerStep({ statusCode }, times)).toEqual(step);
	});

	it.each([
		['Error: Media upload has failed with error code 2207076', 2207076],
		['Error: 2207026', 2207026],
		['Error: Media upload has failed with error code 22070', undefined],
		[undefined, undefined],
	])('reads the subcode out of %j', (status, subcode) => {
		expect(nextContainerStep({ statusCode: 'ERROR', status }, times)).toEqual({
			kind: 'failed',
			reason: 'error',
			...(subcode === undefined ? { text: status } : { subcode }),
		});
	});

	it.each([
		['Error: Media download has failed. The media URI does not meet our requirements.', 'ERROR'],
		['Finished: Media has been uploaded and it is ready to be published.', 'FINISHED'],
		['In Progress: Media is still being processed.', 'IN_PROGRESS'],
		['IN_PROGRESS', 'IN_PROGRESS'],
		['Published: Media has been successfully published.', 'PUBLISHED'],
		['Expired: The media was not published within 24 hours and expired.', 'EXPIRED'],
		['Something new', ''],
		[undefined, ''],
	])('reads the leading word of %j where the code is absent', (status, statusCode) => {
		expect(parseContainer({ id: '1', status })).toEqual({ statusCode, status });
		expect(parseContainer({ id: '1', status, status_code: 'FINISHED' }).statusCode).toBe('FINISHED');
	});

	it('gives up at the limit, not before, and knows a ready container even then', () => {
		const late = { ...times, elapsedMs: 60_000 };
		expect(nextContainerStep({ statusCode: 'IN_PROGRESS' }, late)).toEqual({
			kind: 'failed',
			reason: 'timeout',
		});
		expect(nextContainerStep({ statusCode: 'FINISHED' }, late)).toEqual({ kind: 'publish' });
		expect(nextContainerStep({ statusCode: 'IN_PROGRESS' }, { ...late, elapsedMs: 59_900 })).toEqual({
			kind: 'wait',
			waitMs: 100,
		});
	});

	it('never waits beyond the limit, and never for nothing', () => {
		fc.assert(
			fc.property(fc.nat(1e6), fc.nat(1e6), fc.nat(1e6), (ageMs, elapsedMs, limitMs) => {
				const step = nextContainerStep({ statusCode: 'IN_PROGRESS' }, { ageMs, elapsedMs, limitMs });
				if (step.kind !== 'wait') return elapsedMs >= limitMs;
				return step.waitMs > 0 && elapsedMs + step.waitMs <= limitMs;
			}),
		);
	});
});

describe('nextWaitMs', () => {
	it('finds a container at most a tenth, or half a second, late, with few looks', () => {
		for (const readyMs of [700, 3000, 10_000, 32_000, 120_000]) {
			let [ageMs, looks] = [0, 1];
			while (ageMs < readyMs) {
				ageMs += nextWaitMs(ageMs);
				looks += 1;
			}
			expect(ageMs - readyMs).toBeLessThanOrEqual(Math.max(500, readyMs * 0.1 + 1));
			expect(looks).toBeLessThan(60);
		}
	});
});

it('many containers side by side are looked at twenty times a second together, at most', () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(200_000), (inParallel, ageMs) => {
			const step = nextContainerStep(
				{ statusCode: 'IN_PROGRESS' },
				{ ageMs, elapsedMs: 0, limitMs: 1e9, inParallel },
			);
			return step.kind === 'wait' && (inParallel * 1000) / step.waitMs <= 20.001;
		}),
	);
});

describe('parseContainer', () => {
	it('reads what is there', () => {
		expect(parseContainer({ status_code: 'ERROR', status: 'Error: 1', id: '1' })).toEqual({
			statusCode: 'ERROR',
			status: 'Error: 1',
		});
		expect(parseContainer({})).toEqual({ statusCode: '', status: undefined });
	});
});

describe('publishRetryDelayMs', () => {
	const failure = (given: Partial<PublishFailure>): PublishFailure => ({
		kind: 'lost',
		attempts: 1,
		elapsedMs: 0,
		limitMs: 300_000,
		...given,
	});
	const delays = (given: Partial<PublishFailure>) =>
		[1, 2, 3, 5, 9].map((attempts) => publishRetryDelayMs(failure({ ...given, attempts })));

	it.each<[PublishFailure['kind'], number | undefined, Array<number | undefined>]>([
		['lost', undefined, [500, 500, 500, 500, 500]],
		['notReady', 9007, [500, 500, 500, 500, 500]],
		['notReady', 24, [30_000, 30_000, undefined, undefined, undefined]],
		['retry', 2, [500, 500, 500, undefined, undefined]],
		['unsent', undefined, [500, undefined, undefined, undefined, undefined]],
		['unknown', 999, [500, undefined, undefined, undefined, undefined]],
		['input', 100, [undefined, undefined, undefined, undefined, undefined]],
		['permission', 10, [undefined, undefined, undefined, undefined, undefined]],
		['blocked', 9, [undefined, undefined, undefined, undefined, undefined]],
		['wait', 4, [undefined, undefined, undefined, undefined, undefined]],
		['reconnect', 190, [undefined, undefined, undefined, undefined, undefined]],
	])('%s with code %s', (kind, code, expected) => {
		expect(delays({ kind, code })).toEqual(expected);
	});

	it('sees a publish through for a minute, however short the waiting time is', () => {
		expect(publishRetryDelayMs(failure({ limitMs: 0, elapsedMs: 59_999 }))).toBe(1);
		expect(publishRetryDelayMs(failure({ limitMs: 0, elapsedMs: 60_000 }))).toBeUndefined();
		expect(publishRetryDelayMs(failure({ limitMs: 120_000, elapsedMs: 60_000 }))).toBe(6000);
	});
});
