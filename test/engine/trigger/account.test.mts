/** Whose events a trigger hears while its credential changes hands, or has not been told yet whose it is. */
import { textMessage as text, useTriggers } from '../../support/triggers.mts';
import { connect, type TestWorld } from '../../support/world.mts';

const { world, trigger, delivery } = useTriggers();
const STRANGER = '17841400000000077';

function forAccount(id: string, words: string) {
	const given = delivery(text(words));
	return { ...given, entry: given.entry.map((entry) => ({ ...entry, id })) };
}

/** Meta does not say whom the token belongs to. */
function withoutAccount(world: TestWorld): void {
	const body = { error: { message: 'x', type: 'OAuthException', code: 2 } };
	world.simulator.faults.failNext(
		{ path: /access_token$|\/me$/, times: 99 },
		{ kind: 'status', status: 500, body, effect: 'before' },
	);
}

it('an event of a stranger starts nothing while the account is not known; Meta delivers again', async () => {
	await world.open({ token: 'short' });
	withoutAccount(world);
	const target = trigger();
	const { items, status } = await target.deliver(forAccount(STRANGER, 'for a stranger'));
	expect(items).toBeUndefined();
	expect(status).toBe(503);
});

it('the account chosen in the node decides when the credential does not say', async () => {
	await world.open({ token: 'short' });
	withoutAccount(world);
	const target = trigger({ connectedAccount: world.account.id });
	expect((await target.deliver(forAccount(STRANGER, 'for a stranger'))).items).toBeUndefined();
	expect((await target.deliver(delivery(text('for us')))).items).toHaveLength(1);
});

it('a login to another account counts from its first event', async () => {
	await world.open({ speed: 1 });
	const target = trigger();
	expect((await target.deliver(delivery(text('1')))).items).toHaveLength(1);
	const other = world.simulator.instagram.createAccount({ username: 'other' });
	connect(world.store, world.simulator, { app: world.app, account: other });
	world.simulator.clock.advance(3000);
	expect((await target.deliver(forAccount(other.id, '2'))).items).toHaveLength(1);
});
