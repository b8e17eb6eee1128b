/** Message: Send with its options: replies to a message, the Human Agent tag, private replies to comments. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'file' });
let recipientId: string;

beforeAll(async () => {
	recipientId = world.simulator.instagram.igsid(world.person, world.account);
});

const sentBodies = () => world.requests().map(({ body }) => body as IDataObject);

async function send(parameters: INodeParameters): Promise<void> {
	const { error } = await world.run({ resource: 'message', operation: 'send', recipientId, ...parameters });
	expect(error).toBeUndefined();
}

describe('options', () => {
	it('answer a message and use the Human Agent tag, as documented', async () => {
		const question = await world.simulator.instagram.sendDirectMessage({
			from: world.person,
			to: world.account,
			text: 'Open today?',
		});
		world.app.humanAgent = true;
		await send({
			messageType: 'text',
			text: 'Yes',
			additionalFields: { replyTo: question.mid, humanAgent: true },
		});
		world.app.humanAgent = false;
		expect(sentBodies()).toEqual([
			{
				recipient: { id: recipientId },
				message: { text: 'Yes' },
				reply_to: { mid: question.mid },
				messaging_type: 'MESSAGE_TAG',
				tag: 'HUMAN_AGENT',
			},
		]);
	});

	it.each(['status403', 'error2018276'] as const)(
		'explain that the app may not use the tag (%s)',
		async (humanAgentError) => {
			world.simulator.switches.humanAgentError = humanAgentError;
			const { error } = await world.run({
				resource: 'message',
				operation: 'send',
				recipientId,
				text: 'Yes',
				additionalFields: { humanAgent: true },
			});
			expect(error?.message).toBe('The app may not use the Human Agent tag');
		},
	);
});

describe('a private reply', () => {
	const comment = async () => {
		const media = world.simulator.instagram.createMedia(world.account);
		return (await world.simulator.instagram.comment({ from: world.person, media, text: 'Price?' })).id;
	};
	const reply = { resource: 'message', operation: 'send', recipientType: 'comment' };

	it('goes to the comment and tells who got it', async () => {
		const commentId = await comment();
		const { items, error } = await world.run({ ...reply, commentId, text: '20 EUR' });
		expect(error).toBeUndefined();
		expect(sentBodies()).toEqual([{ recipient: { comment_id: commentId }, message: { text: '20 EUR' } }]);
		expect(items[0]!.json.personId).toBe(recipientId);
	});

	it('is one message: a long text is not split, and a second one is explained', async () => {
		const commentId = await comment();
		const long = await world.run({
			...reply,
			commentId,
			text: 'Word. '.repeat(300),
			additionalFields: { splitLongText: true },
		});
		expect(long.error?.description).toBe('A private reply is one message. Shorten the text.');
		expect(sentBodies()).toEqual([]);
		await world.run({ ...reply, commentId, text: 'First' });
		const second = await world.run({ ...reply, commentId, text: 'Second' });
		expect(second.error?.message).toBe('This comment cannot be answered privately');
	});
});
