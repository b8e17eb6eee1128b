/**
 * Answers about the token that arrive broken: cut off, a gateway's page, nothing at all. They say nothing
 * about the login, so nobody is told to mend it, and the next try finds everything as it was.
 */
import { useWorld, type WorldOptions } from '../../support/world.mts';

const DAY_MS = 24 * 60 * 60 * 1000;
const GET_ACCOUNT = { resource: 'account', operation: 'get' };

const world = useWorld({ waitless: true });

const BROKEN = [
	['cut off', '{"access_token": "IGAA'],
	['a page', '<html><body>Welcome</body></html>'],
	['empty', ''],
] as const;

/** When Meta is asked, where, and whether the token in hand does meanwhile. */
const QUESTIONS: ReadonlyArray<
	readonly [string, WorldOptions, { ageMs?: number; path: RegExp; goesOn: boolean }]
> = [
	['the exchange of a login', { token: 'short' }, { path: /^\/access_token/, goesOn: true }],
	['a renewal', {}, { ageMs: 10 * DAY_MS, path: /^\/refresh_access_token/, goesOn: true }],
	['whose login it is', { token: 'short' }, { path: /\/me$/, goesOn: false }],
	['whose pasted token it is', { credential: 'accessToken' }, { path: /\/me$/, goesOn: false }],
];

describe.each(QUESTIONS)('the answer to %s', (_question, options, { ageMs = 0, path, goesOn }) => {
	it.each(BROKEN)('is %s: asked again', async (_how, body) => {
		await world.open(options);
		world.simulator.clock.advance(ageMs);
		world.simulator.faults.failNext({ path }, { kind: 'status', status: 200, body, effect: 'before' });
		const { items, error } = await world.run(GET_ACCOUNT);
		expect(error).toBeUndefined();
		expect(items[0]?.json.username).toBe('brand');
	});

	it.each(BROKEN)('stays %s: nobody is told to mend a login that is well', async (_how, body) => {
		await world.open(options);
		world.simulator.clock.advance(ageMs);
		world.simulator.faults.failNext(
			{ path, times: 50 },
			{ kind: 'status', status: 200, body, effect: 'before' },
		);
		const { error } = await world.run(GET_ACCOUNT);
		if (goesOn) expect(error).toBeUndefined();
		else expect(error?.message).toMatch(/the answer cannot be read/);
		expect(`${error?.message} ${error?.description}`).not.toMatch(/connect|secret|permission/i);

		world.simulator.faults.clear();
		expect((await world.run(GET_ACCOUNT)).error).toBeUndefined();
	});
});
