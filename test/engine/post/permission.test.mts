import { useWorld } from '../../support/world.mts';

const world = useWorld();

it('a post names the permission that was not granted, and nothing is created', async () => {
	await world.open({ scopes: ['instagram_business_basic'] });
	const { error } = await world.run({
		resource: 'post',
		operation: 'createImage',
		imageUrl: 'https://media.example.test/photo.jpg',
	});
	expect(error?.description).toContain(
		'needs the permission instagram_business_content_publish, which was not granted',
	);
	expect(world.simulator.instagram.containers(world.account)).toEqual([]);
});
