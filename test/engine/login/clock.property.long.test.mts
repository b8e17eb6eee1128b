/**
 * n8n's clock is no judge of life and death: wherever it jumps, a living token is never given up, and a dead
 * one is said to be dead by the first run that meets it.
 */
import fc from 'fast-check';

import { parsePastedToken } from '../../../nodes/Instagram/protocol/pastedToken';
import { parseStoredToken } from '../../../nodes/Instagram/protocol/tokens';
import { useWorld } from '../../support/world.mts';

const world = useWorld({ waitless: true });

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const GET_ACCOUNT = { resource: 'account', operation: 'get' };

const jump = fc.constantFrom(-90 * DAY_MS, -HOUR_MS, 0, HOUR_MS, 90 * DAY_MS);
/** Real time that passes, and where n8n's clock goes before the run that follows. */
const step = fc.record({ passedMs: fc.constantFrom(0, HOUR_MS, 2 * DAY_MS, 30 * DAY_MS, 61 * DAY_MS), jump });

/** Makes n8n's clock wrong by so much. */
function shiftClock(skewMs: number): void {
	Date.now = () => world.simulator.clock.now() + skewMs;
}

describe.each(['oAuth2', 'accessToken'] as const)('whatever n8n takes for the time (%s)', (credential) => {
	it.each(['valid', 'invalid'] as const)(
		'the token is used as long as Meta accepts it, and not longer (a refresh leaves the old one %s)',
		async (oldTokenAfterRefresh) => {
			await fc.assert(
				fc.asyncProperty(jump, fc.array(step, { minLength: 1, maxLength: 6 }), async (atConnect, steps) => {
					await world.open({ credential, switches: { oldTokenAfterRefresh, youngRefresh: 'error190' } });
					shiftClock(atConnect);
					await world.run(GET_ACCOUNT);
					let skewMs = atConnect;
					for (const { passedMs, jump: byMs } of steps) {
						world.simulator.clock.advance(passedMs);
						skewMs += byMs;
						shiftClock(skewMs);
						const isAlive = isTokenAlive(credential);
						// every run renews, whatever the clock says, so only 60 days without one can end it
						expect(isAlive || passedMs > 60 * DAY_MS).toBe(true);
						const { error } = await world.run(GET_ACCOUNT);
						expect([isAlive, error === undefined, error?.description ?? '']).toEqual([
							isAlive,
							isAlive,
							isAlive ? '' : expect.stringContaining('Connect again'),
						]);
						if (!isAlive) return;
					}
				}),
				{ numRuns: 25, seed: 11 },
			);
		},
		120_000,
	);
});

/** Whether Meta accepts the token that the credential holds. */
function isTokenAlive(credential: 'oAuth2' | 'accessToken'): boolean {
	const [login, pasted] = ['instagramBusinessLoginOAuth2Api', 'instagramBusinessTokenApi'].map((type) =>
		world.store.stored.get(type),
	);
	const token =
		credential === 'oAuth2'
			? parseStoredToken(login?.oauthTokenData)
			: parsePastedToken(pasted, world.simulator.clock.now());
	return world.simulator.instagram.tokenState(token?.accessToken ?? '')?.alive ?? false;
}
