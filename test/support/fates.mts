/** What may become of a request, before or after it took effect, and a new account to try it on. */
import type { Fault } from '../../simulator/index.mts';
import { CALLBACK_URL, connect, type TestWorld } from './world.mts';

const graphError = (code: number, effect: 'before' | 'after'): Fault => ({
	kind: 'status',
	status: 400,
	body: { error: { message: 'x', type: 'OAuthException', code, fbtrace_id: 'T' } },
	effect,
});

/** Faults that pass. */
export const FATES: Readonly<Record<string, Fault>> = {
	'connection reset before': { kind: 'reset', effect: 'before' },
	'connection reset after': { kind: 'reset', effect: 'after' },
	'500 before': { kind: 'status', status: 500, body: '<html>', effect: 'before' },
	'500 after': { kind: 'status', status: 500, body: '<html>', effect: 'after' },
	'code 2 before': graphError(2, 'before'),
	'code 2 after': graphError(2, 'after'),
	'code -1 after': graphError(-1, 'after'),
	throttled: graphError(80002, 'before'),
};

/** The same, and what ends a run: refusals, and an answer of 200 that nobody can read. */
export const BAD_FATES: Readonly<Record<string, Fault>> = {
	...FATES,
	'unreadable after': { kind: 'status', status: 200, body: '<html>', effect: 'after' },
	forbidden: graphError(10, 'before'),
	'bad parameter': graphError(100, 'before'),
	'blocked for a day': graphError(368, 'before'),
	'dead token': graphError(190, 'before'),
};

/** A new account in the same world: the simulator allows 400 containers a day. */
export function startOverIn({ simulator, store }: TestWorld): TestWorld['account'] {
	simulator.reset();
	const app = simulator.instagram.createApp({ mode: 'live', redirectUris: [CALLBACK_URL] });
	const account = simulator.instagram.createAccount({ username: 'brand' });
	connect(store, simulator, { app, account });
	return account;
}
