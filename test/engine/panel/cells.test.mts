/**
 * What a cell of a table holds beside its value: characters that nobody sees, with which an ID or a user name
 * is the same as without, and nothing at all where the switch of a row is asked.
 */
import type { INodeParameters } from 'n8n-workflow';

import { posts } from '../../support/postRows.mts';
import { HOST } from '../../support/posts.mts';
import { createTrigger } from '../../support/webhook.mts';
import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'file', waitless: true });
const instagram = () => world.simulator.instagram;
const around = (text: string) => `\u200b${text.slice(0, 3)}\u2060${text.slice(3)}\ufeff\u200e`;
const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const bodies = () => JSON.stringify(world.requests().map(({ path, body }) => [path, body]));

it.each<[string, () => Promise<string> | string, (given: string) => INodeParameters]>([
	[
		'a person',
		() => instagram().igsid(world.person, world.account),
		(recipientId) => ({ resource: 'message', operation: 'send', recipientId, text: 'Hi' }),
	],
	[
		'a media',
		() => instagram().createMedia(world.account).id,
		(id) => ({ resource: 'media', operation: 'get', mediaId: byId(id) }),
	],
	[
		'a file that was uploaded, in a list',
		async () => {
			const { items } = await world.run({
				resource: 'message',
				operation: 'uploadAttachment',
				mediaUrl: `${HOST}/photo.jpg`,
			});
			return items[0]!.json.id as string;
		},
		(attachmentId) => ({
			resource: 'message',
			operation: 'send',
			recipientId: instagram().igsid(world.person, world.account),
			messageType: 'image',
			mediaSource: 'attachmentId',
			attachmentId,
		}),
	],
	[
		'a collaborator',
		() => instagram().createPerson({ username: 'partner_one' }).username,
		(collaborators) => ({
			resource: 'post',
			operation: 'createImage',
			imageUrl: `${HOST}/photo.jpg`,
			additionalFields: { collaborators },
		}),
	],
	[
		'a tagged user',
		() => instagram().createPerson({ username: 'baker_one' }).username,
		(username) => ({
			resource: 'post',
			operation: 'createImage',
			imageUrl: `${HOST}/photo.jpg`,
			additionalFields: { userTagsJson: JSON.stringify([{ username, x: 0.5, y: 0.5 }]) },
		}),
	],
])('%s', async (_what, make, parameters) => {
	const clean = await make();
	world.clearRequests();
	const { error } = await world.run(parameters(around(clean)));
	expect(error).toBeUndefined();
	expect(bodies()).toContain(clean);
	expect(bodies()).not.toMatch(/[\u200b\u200e\u2060\ufeff]/);
});

it.each(['', null, undefined, false, 'FALSE', 0])(
	'a tag of a story has no place when Set Position is %p',
	async (given) => {
		const username = `baker_${instagram().createPerson({ username: 'x' }).id.slice(-6)}`;
		instagram().createPerson({ username });
		const tag = [{ username, setPosition: '={{ $json.given }}', x: 0.5, y: 0.5 }];
		const { error } = await world.run(
			{
				resource: 'post',
				operation: 'createStory',
				imageUrl: `${HOST}/story.jpg`,
				additionalFields: { userTags: { tag } },
			},
			[{ json: given === undefined ? {} : { given } }],
		);
		expect(error).toBeUndefined();
		expect(instagram().publishedMedia(world.account)[0]!.userTags).toEqual([{ username }]);
	},
);

it.each<[string, (mediaId: string) => object]>([
	['senders', () => ({ senderIds: around('7700000001') })],
	['media', (mediaId) => ({ mediaIds: posts(around(mediaId)) })],
])('the filter on %s of a trigger', async (_what, options) => {
	const { id } = instagram().createMedia(world.account);
	const trigger = createTrigger(world, { events: ['comments'], options: options(id) as never });
	await trigger.activate();
	const value = { id: `c${id}`, from: { id: '7700000001', username: 'x' }, text: 'Hi', media: { id } };
	const entry = [{ id: world.account.id, time: 1725400000, changes: [{ field: 'comments', value }] }];
	expect((await trigger.deliver({ object: 'instagram', entry })).items).toHaveLength(1);
});
