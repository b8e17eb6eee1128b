/** A delivery goes through each trigger once, and through five at most. */
import { nextVia } from '../../../../nodes/Instagram/protocol/webhooks/loopGuard';

const through = (...triggers: string[]) =>
	triggers.reduce<string | undefined>((via, trigger) => nextVia(via, trigger), '');

it('lists the triggers that it has come through, by a hash', () => {
	expect(nextVia(undefined, 'a')).toMatch(/^[0-9a-f]{12}$/);
	expect(through('a', 'b')).toMatch(/^[0-9a-f]{12},[0-9a-f]{12}$/);
});

it.each([
	['the trigger that it comes from', ['a', 'a']],
	['a trigger before that', ['a', 'b', 'a']],
])('does not go on to %s', (_what, triggers) => expect(through(...triggers)).toBeUndefined());

it('goes through five triggers and no further', () => {
	expect(through('a', 'b', 'c', 'd', 'e')).toBeDefined();
	expect(nextVia(through('a', 'b', 'c', 'd', 'e'), 'f')).toBeUndefined();
});

it('is read with spaces and empty places, which proxies leave', () => {
	const own = nextVia(undefined, 'a') ?? '';
	expect(nextVia(` ${own} , `, 'a')).toBeUndefined();
	expect(nextVia(`, ,${own}`, 'b')?.split(',')).toEqual([own, nextVia(undefined, 'b')]);
});
