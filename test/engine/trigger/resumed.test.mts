/**
 * n8n activates a trigger by itself when it starts, when another main takes over, and when it mends a start
 * that was cut off. Nobody is there to see an error, and n8n 2.41 does not try again: what Meta refuses at
 * that moment must not end a trigger that Meta still sends events to.
 */
import { textMessage, useTriggers } from '../../support/triggers.mts';

const { trigger, delivery, world } = useTriggers();

const TROUBLES: ReadonlyArray<readonly [string, () => void, RegExp]> = [
	[
		'counts too much',
		() =>
			world.simulator.faults.failNext(
				{ path: /subscribed_apps/, times: 99 },
				{
					kind: 'status',
					status: 400,
					body: { error: { message: 'x', type: 'OAuthException', code: 4 } },
					effect: 'before',
				},
			),
		/the app has made too many calls/,
	],
	[
		'is out of order',
		() =>
			world.simulator.faults.failNext(
				{ host: 'graph.instagram.com', times: 99 },
				{ kind: 'status', status: 503, body: '<html>', effect: 'before' },
			),
		/HTTP status 503/,
	],
	[
		'does not answer',
		() =>
			world.simulator.faults.failNext(
				{ host: 'graph.instagram.com', times: 99 },
				{ kind: 'reset', effect: 'before' },
			),
		/the connection was cut/,
	],
	[
		'has ended the login',
		() => world.simulator.instagram.revoke(world.account, world.app, 'password'),
		/password was changed/,
	],
];

describe.each(TROUBLES)('while Instagram %s', (_trouble, begin, says) => {
	it.each(['init', 'leadershipChange', 'update'] as const)('%s: it listens as before', async (because) => {
		await world.open({ speed: 10_000 });
		const target = trigger();
		await target.activate();
		begin();
		await target.activate(because);
		expect(target.log.join()).toMatch(/listens, but its subscription could not be checked/);
		expect(target.log.join()).toMatch(says);
		expect(await target.deliver(delivery(textMessage('Hi')))).toMatchObject({ status: 200 });
	});

	it.each(['activate', 'update'] as const)('%s by a person fails, and says why', async (because) => {
		await world.open({ speed: 10_000 });
		const target = trigger();
		await target.activate();
		// n8n deactivates what an edited workflow takes the place of
		await target.deactivate();
		begin();
		await expect(target.activate(because)).rejects.toThrow(says);
	});
});

it('after a regular stop, which deactivates, it listens again when n8n starts, and the next login is told to what', async () => {
	await world.open({ speed: 10_000 });
	const target = trigger();
	await target.activate();
	await target.deactivate();
	TROUBLES[1]![1]();
	await target.activate('init');
	const { oauthTokenData } = world.store.stored.get('instagramBusinessLoginOAuth2Api') as {
		oauthTokenData: object;
	};
	expect(JSON.stringify(oauthTokenData)).toContain('messages');
});

it('a mistake in its settings ends it in any case', async () => {
	await world.open();
	const stored = world.store.stored.get('instagramBusinessLoginOAuth2Api');
	world.store.stored.set('instagramBusinessLoginOAuth2Api', { ...stored, clientSecret: '' });
	await expect(trigger().activate('init')).rejects.toThrow(/no app secret/);
});
