/**
 * What an answer means when the tables do not know its numbers, or it has none: whether the act may have been
 * done depends on it.
 */
import { classifyGraphError, findErrorRow } from '../../../nodes/Instagram/protocol/errors/classify';
import { retryDelayMs, usagePause } from '../../../nodes/Instagram/protocol/errors/retry';

const error = (more: object) => ({ error: { message: 'Meta says', ...more } });

describe('an answer without an explanation', () => {
	it.each([
		[200, 'retry', /success \(HTTP status 200\), but the answer cannot be read/, false],
		[299, 'retry', /success/, false],
		[302, 'retry', /HTTP status 302 and no explanation/, false],
		[400, 'unknown', /no explanation/, false],
		[404, 'unknown', /no explanation/, false],
		[429, 'wait', /no explanation/, true],
		[500, 'retry', /no explanation/, false],
		[502, 'retry', /no explanation/, false],
	])('of HTTP status %i is of the kind %s', (httpStatus, kind, what, nothingHappened) => {
		const failure = classifyGraphError(httpStatus, '<html>');
		expect(failure).toMatchObject({ kind, nothingHappened });
		expect(failure.what).toMatch(what);
	});
});

describe('numbers that no table has', () => {
	it.each([
		['are a fault with the status of one', 500, {}, 'retry'],
		['are a fault when Meta says that it passes', 400, { is_transient: true }, 'retry'],
		['are too many calls with that status', 429, {}, 'wait'],
		['are a refusal otherwise', 400, {}, 'unknown'],
	])('%s', (_what, httpStatus, more, kind) => {
		expect(classifyGraphError(httpStatus, error({ code: 987654, ...more })).kind).toBe(kind);
	});

	it.each([
		[200, true],
		[201, true],
		[299, true],
		[300, false],
		[199, false],
	])('but %i is a permission: %s', (code, isPermission) => {
		expect(findErrorRow(code, undefined)?.kind === 'permission').toBe(isPermission);
	});

	it('a known kind stays, although Meta says that it passes', () => {
		expect(classifyGraphError(400, error({ code: 190, is_transient: true })).kind).toBe('reconnect');
	});
});

describe('nothing has happened', () => {
	it.each([
		[399, false],
		[400, true],
		[499, true],
		[500, false],
	])('after a refusal of HTTP status %i: %s', (httpStatus, nothingHappened) => {
		expect(classifyGraphError(httpStatus, error({ code: 190 })).nothingHappened).toBe(nothingHappened);
	});
});

describe("Meta's own words", () => {
	it.each([
		[{ error_user_title: 'Title', error_user_msg: 'Text' }, 'Title: Text'],
		[{ error_user_msg: 'Text' }, 'Text'],
		[{}, 'Meta says'],
		[{ error_user_msg: '' }, 'Meta says'],
	])('%j are shown as %s', (more, shown) => {
		expect(classifyGraphError(400, error({ code: 987654, ...more })).metaMessage).toBe(shown);
		expect(classifyGraphError(400, JSON.stringify(error({ code: 987654, ...more }))).metaMessage).toBe(shown);
	});
});

describe('the tag for answers of people', () => {
	const HUMAN_AGENT = '(#10) The app may not use the Human Agent feature';
	it.each([
		[403, {}, true],
		[403, { code: 10 }, true],
		[403, { code: 190 }, false],
		[400, { code: 10 }, false],
	])('of HTTP status %i with %j is recognised: %s', (httpStatus, more, recognised) => {
		const { what } = classifyGraphError(httpStatus, error({ ...more, message: HUMAN_AGENT }));
		expect(what === findErrorRow(100, 2018276)?.what).toBe(recognised);
	});
});

describe('the wait before a repetition', () => {
	const after = (attempts: number, random: number, kind: 'retry' | 'wait' = 'retry') =>
		retryDelayMs({ kind, nothingHappened: false, repeatable: true, attempts, random });

	it('doubles, and is spread by a quarter to either side', () => {
		expect([1, 2, 3].map((attempts) => after(attempts, 0.5))).toEqual([1000, 2000, 4000]);
		expect([0, 1].map((random) => after(1, random))).toEqual([750, 1250]);
		expect(after(1, 0.5, 'wait')).toBe(15_000);
	});

	it.each([
		[true, true, true],
		[true, false, true],
		[false, true, true],
		[false, false, false],
	])(
		'is for what may be repeated (%s) or has not happened (%s): %s',
		(repeatable, nothingHappened, waits) => {
			const delay = retryDelayMs({ kind: 'retry', nothingHappened, repeatable, attempts: 1, random: 0 });
			expect(delay !== undefined).toBe(waits);
		},
	);
});

it.each([
	['app', 3, 2],
	['account', 2, 3],
	['account', 2, 2],
])('a pause names the %s as the one that has made too many calls', (whose, app, account) => {
	const usage = (minutes: number) => ({ estimated_time_to_regain_access: minutes });
	const { pauseMs, because } = usagePause({
		'x-app-usage': JSON.stringify(usage(app)),
		'x-business-use-case-usage': JSON.stringify({ 1: [usage(account)] }),
	});
	expect(pauseMs).toBe(Math.max(app, account) * 60_000);
	expect(because).toBe(`the ${whose} has made too many calls`);
});
