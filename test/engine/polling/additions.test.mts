/** What is added to the items of a poll on request. */
import { createPolling } from '../../support/polling.mts';
import { useWorld } from '../../support/world.mts';

// slow enough for a busy machine: a profile is waited for for ten seconds
const world = useWorld({ per: 'test', speed: 10 });
const MINUTE = 60_000;

it('adds the profile of the sender and the files of a message', async () => {
	const { simulator, account, person } = world;
	const { instagram, clock } = simulator;
	const options = { includeSenderProfile: true, downloadAttachments: true };
	clock.advance(MINUTE);
	const trigger = createPolling(world, { events: ['messages'], options });
	await trigger.activate();
	clock.advance(MINUTE);
	await instagram.sendDirectMessage({
		from: person,
		to: account,
		attachments: [instagram.attachment('image', 'photo.jpg')],
	});
	clock.advance(MINUTE);
	const [item] = await trigger.poll();
	expect(trigger.log).toEqual([]);
	expect(item?.json).toMatchObject({
		senderProfile: { username: 'customer' },
		attachments: [{ type: 'image', binaryPropertyName: 'data' }],
	});
	expect(item?.binary?.data?.mimeType).toBe('image/jpeg');
});
