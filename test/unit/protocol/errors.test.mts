import fc from 'fast-check';

import { classifyGraphError, ERROR_CATALOGUE } from '../../../nodes/Instagram/protocol/errors/classify';
import { MAX_ATTEMPTS, retryDelayMs, usagePause } from '../../../nodes/Instagram/protocol/errors/retry';
import type { FailureKind } from '../../../nodes/Instagram/protocol/errors/row';

const graphError = (code: number, subcode?: number, more = {}) => ({
	error: {
		message: 'localised',
		type: 'IGApiException',
		code,
		error_subcode: subcode,
		fbtrace_id: 'Abc',
		...more,
	},
});

describe('the error catalogue', () => {
	it('has one row for each pair of numbers', () => {
		const keys = ERROR_CATALOGUE.map(({ code, subcode }) => `${code}/${subcode}`);
		expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
	});

	it('says in every row what happened and what to do', () => {
		for (const { what, remedy } of ERROR_CATALOGUE) {
			expect(what).toMatch(/^[A-Z].{10,}[^.]$/);
			expect(remedy).toMatch(/^[A-Z].{10,}\.$/);
		}
	});

	it.each([
		// publishing.md section 8, documented
		[-2, 2207003],
		[-2, 2207020],
		[-1, undefined],
		[-1, 2207001],
		[-1, 2207032],
		[-1, 2207053],
		[1, 2207057],
		[4, 2207051],
		[9, 2207042],
		[24, 2207006],
		[24, 2207008],
		[25, 2207050],
		[100, 2207023],
		[100, 2207028],
		[100, 2207035],
		[100, 2207036],
		[100, 2207037],
		[100, 2207040],
		[352, 2207026],
		[9004, 2207052],
		[9007, 2207027],
		[36000, 2207004],
		[36001, 2207005],
		[36003, 2207009],
		[36004, 2207010],
		// publishing.md section 8, seen in production
		[-1, 2207073],
		[undefined, 2207076],
		[undefined, 2207077],
		[undefined, 2207081],
		[undefined, 2207082],
		[100, 2108006],
		[100, 33],
		// messaging.md section 11
		[1, 99],
		[2, undefined],
		[2, 1545133],
		[4, undefined],
		[10, 2534022],
		[10, 2018278],
		[10, 2534077],
		[10, 2018108],
		[10, 1893063],
		[10, undefined],
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
		[230, undefined],
		[368, undefined],
		[508, 2534122],
		[551, undefined],
		[551, 1545041],
		[613, 2534040],
		[9010, undefined],
		[9000001, undefined],
		[36103, undefined],
		[2534001, undefined],
		[2534068, undefined],
		[2018300, undefined],
		[2500, undefined],
		[803, undefined],
		[3, undefined],
		// limits-errors.md section 3
		[102, undefined],
		[1, undefined],
		[17, undefined],
		[32, undefined],
		[341, undefined],
		[100, undefined],
		[104, undefined],
		[190, undefined],
		[190, 458],
		[190, 459],
		[190, 460],
		[190, 463],
		[190, 464],
		[190, 467],
		[190, 492],
		[200, undefined],
		[506, undefined],
		[1609005, undefined],
		[80002, undefined],
		[80006, undefined],
		[1, 1357046],
	])('has a row of its own for %p/%p', (code, subcode) => {
		expect(ERROR_CATALOGUE.filter((entry) => entry.code === code && entry.subcode === subcode)).toHaveLength(
			1,
		);
	});
});

describe('an answer that is no success', () => {
	it.each<[string, number, unknown, FailureKind, boolean]>([
		['a dead token', 400, graphError(190, 463), 'reconnect', true],
		['a dead token, with status 401', 401, graphError(190), 'reconnect', true],
		['a temporary fault', 500, graphError(2), 'retry', false],
		['an unknown subcode of a known code', 400, graphError(100, 1), 'input', true],
		['a known subcode with another code', 400, graphError(7, 2207042), 'blocked', true],
		['any 2xx code as a missing permission', 403, graphError(294), 'permission', true],
		['a throttle', 403, graphError(80002), 'wait', true],
		[
			'something transient without a row',
			400,
			graphError(77, undefined, { is_transient: true }),
			'retry',
			false,
		],
		['something unknown', 400, graphError(77), 'unknown', false],
		['HTML on 502', 502, '<html>', 'retry', false],
		['nothing on 429', 429, '', 'wait', true],
		[
			'the Human Agent feature missing',
			403,
			{ error: { message: "To use 'Human Agent', your use …" } },
			'permission',
			true,
		],
	])('%s', (_name, status, body, kind, nothingHappened) => {
		expect(classifyGraphError(status, body)).toMatchObject({ kind, nothingHappened });
	});

	it('keeps fbtrace_id and the words meant for people', () => {
		const failure = classifyGraphError(
			400,
			graphError(36003, 2207009, { error_user_title: 'T', error_user_msg: 'M' }),
		);
		expect(failure).toMatchObject({ fbtraceId: 'Abc', metaMessage: 'T: M', code: 36003, subcode: 2207009 });
	});

	it('names the tester trap, whatever the verb', () => {
		for (const verb of ['get', 'post', 'delete']) {
			const failure = classifyGraphError(
				400,
				graphError(100, undefined, { message: `Unsupported request - method type: ${verb}` }),
			);
			expect(failure.remedy).toContain('tester');
		}
	});

	it('reads the envelope of api.instagram.com, whose code is no Graph code', () => {
		const body = { error_type: 'OAuthException', code: 400, error_message: 'Invalid platform app' };
		expect(classifyGraphError(400, body)).toMatchObject({
			kind: 'unknown',
			code: undefined,
			metaMessage: 'Invalid platform app',
		});
	});

	it('is always explained, whatever it is', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 300, max: 599 }),
				fc.oneof(fc.jsonValue(), fc.string()),
				(status, body) => {
					const failure = classifyGraphError(status, body);
					expect(failure.what.length * failure.remedy.length).toBeGreaterThan(0);
				},
			),
		);
	});
});

describe('repeating a request', () => {
	const KINDS: FailureKind[] = [
		'retry',
		'wait',
		'blocked',
		'notReady',
		'reconnect',
		'permission',
		'input',
		'unknown',
	];
	const question = fc.record({
		kind: fc.constantFrom(...KINDS),
		nothingHappened: fc.boolean(),
		repeatable: fc.boolean(),
		attempts: fc.integer({ min: 1, max: 10 }),
		random: fc.double({ min: 0, max: 0.999, noNaN: true }),
	});

	it('never happens to a write that may have taken effect', () => {
		fc.assert(
			fc.property(question, (asked) => {
				if (!asked.repeatable && !asked.nothingHappened) expect(retryDelayMs(asked)).toBeUndefined();
			}),
		);
	});

	it('ends, and waits a bounded time', () => {
		fc.assert(
			fc.property(question, (asked) => {
				const delayMs = retryDelayMs(asked);
				if (asked.attempts >= MAX_ATTEMPTS) expect(delayMs).toBeUndefined();
				if (delayMs !== undefined) expect(delayMs).toBeLessThanOrEqual(400_000);
			}),
		);
	});

	it.each<[FailureKind, boolean]>([
		['retry', true],
		['wait', true],
		['blocked', false],
		['notReady', false],
		['reconnect', false],
		['permission', false],
		['input', false],
		['unknown', false],
	])('is worth it after %s: %p', (kind, repeats) => {
		const delayMs = retryDelayMs({ kind, nothingHappened: true, repeatable: true, attempts: 1, random: 0.5 });
		expect(delayMs !== undefined).toBe(repeats);
	});
});

describe('the usage headers', () => {
	const business = (usage: object) => ({ 'x-business-use-case-usage': JSON.stringify({ '1784': [usage] }) });

	it.each([
		['no header', {}, 0],
		['room left', { 'x-app-usage': '{"call_count":99}' }, 0],
		['a full app limit', { 'x-app-usage': '{"call_count":100}' }, 300_000],
		[
			'the minutes that Meta names',
			business({ call_count: 100, estimated_time_to_regain_access: 19 }),
			19 * 60_000,
		],
		['no JSON', { 'x-app-usage': 'x' }, 0],
	])('%s', (_name, headers, pauseMs) => expect(usagePause(headers).pauseMs).toBe(pauseMs));
});
