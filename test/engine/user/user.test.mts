/** The profile of a person, and what to do when Instagram does not show it. */
import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'file' });

const get = async (userId: string, more = {}) =>
	await world.run({ resource: 'user', operation: 'get', userId, ...more });

it('is read with all documented fields', async () => {
	const userId = world.simulator.instagram.igsid(world.person, world.account);
	const { items, error } = await get(userId);
	expect(error).toBeUndefined();
	expect(items[0]!.json).toMatchObject({
		id: userId,
		username: 'customer',
		followersCount: expect.any(Number) as number,
		isUserFollowBusiness: expect.any(Boolean) as boolean,
	});
	expect(world.requests()[0]!.query.fields).toBe(
		'name,username,profile_pic,follower_count,is_user_follow_business,is_business_follow_user,is_verified_user',
	);
	const raw = await get(userId, { simplify: false });
	expect(raw.items[0]!.json).toHaveProperty('follower_count');
});

it('of somebody who has not written is explained', async () => {
	const stranger = world.simulator.instagram.createPerson({ username: 'stranger' });
	const { error } = await get(world.simulator.instagram.igsid(stranger, world.account));
	expect(error?.message).toBe('The person has not agreed to share their profile');
	expect(error?.description).toContain(
		'only after the person has written to the account, or tapped an ice breaker or a menu',
	);
});

it('of an ID that nobody has is explained', async () => {
	const { error } = await get('99999999999999999');
	expect(error?.message).toBe('Instagram does not know this object, or the connected account may not use it');
});
