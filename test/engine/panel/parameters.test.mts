/**
 * What expressions, tables and models give: a value that is not what the field asks for is refused, never
 * guessed.
 */
import type { INodeParameters } from 'n8n-workflow';

import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'test' });

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

describe('a switch', () => {
	const setComments = async (flag: unknown) => {
		const media = world.simulator.instagram.createMedia(world.account, { caption: 'Summer' });
		const parameters = {
			resource: 'media',
			operation: 'setComments',
			mediaId: byId(media.id),
			commentEnabled: '={{ $json.flag }}',
		};
		const { error } = await world.run(parameters, [{ json: flag === undefined ? {} : { flag } }]);
		const sent = world.requests().find(({ method }) => method === 'POST');
		return error ? error.message : (sent?.body as { comment_enabled: unknown }).comment_enabled;
	};

	it.each([
		[true, true],
		['true', true],
		['TRUE', true],
		[' True ', true],
		[1, true],
		['1', true],
		[false, false],
		['FALSE', false],
		[0, false],
	])('takes %p from a table for %p', async (flag, meant) => {
		expect(await setComments(flag)).toBe(meant);
	});

	it.each([
		['yes', 'must be true or false, not "yes"'],
		['', 'must be true or false, but is empty'],
		[null, 'must be true or false, but is empty'],
		[undefined, 'must be true or false, but is empty'],
		[2, 'must be true or false, not "2"'],
		[[true], 'must be true or false, but is empty'],
	])('refuses %p instead of taking it for off', async (flag, problem) => {
		expect(await setComments(flag)).toContain(problem);
	});
});

describe('an ID that came as a number, and was rounded', () => {
	const ROUNDED = '={{ 17870913679156915 }}';

	it.each<[string, INodeParameters]>([
		[
			'Comment ID',
			{
				resource: 'comment',
				operation: 'replyToMention',
				mediaId: byId('17870913679156914'),
				message: 'Thanks',
				additionalFields: { commentId: ROUNDED },
			},
		],
		[
			'Attachment ID',
			{
				resource: 'message',
				operation: 'send',
				messageType: 'image',
				recipientId: '1784',
				mediaSource: 'attachmentId',
				attachmentId: ROUNDED,
			},
		],
		[
			'Attachment ID',
			{
				resource: 'message',
				operation: 'send',
				messageType: 'image',
				recipientId: '1784',
				mediaSource: 'attachmentId',
				attachmentId: '={{ [17870913679156915] }}',
			},
		],
		['Text', { resource: 'message', operation: 'send', recipientId: '1784', text: ROUNDED }],
	])('is refused as %s', async (label, parameters) => {
		const { error } = await world.run(parameters);
		expect(error?.message).toBe(`${label} was rounded: it came as a number`);
		expect(error?.description).toContain('Pass IDs as text');
		expect(world.requests()).toEqual([]);
	});
});

describe('"Only @account"', () => {
	const PARAMETERS = {
		resource: 'message',
		operation: 'send',
		connectedAccount: '={{ $json.account }}',
		recipientId: '={{ $json.to }}',
		text: 'Hello',
	};
	const received = () =>
		world.simulator.instagram.messages(world.account, world.person).filter(({ fromAccount }) => fromAccount)
			.length;
	const items = (...accounts: Array<string | undefined>) =>
		accounts.map((account) => ({
			json: {
				to: world.simulator.instagram.igsid(world.person, world.account),
				...(account !== undefined && { account }),
			},
		}));

	it('of a later item stops the run before the first item is sent', async () => {
		const { error } = await world.run(PARAMETERS, items(world.account.id, '999'));
		expect(error?.message).toContain('This node is meant for the account 999');
		expect(error?.context.itemIndex).toBe(1);
		expect(received()).toBe(0);
	});

	it('refuses its item only when the node goes on after errors', async () => {
		const { items: out } = await world.run(PARAMETERS, items('999', world.account.id, ''), {
			continueOnFail: true,
		});
		expect(out.map(({ json }) => 'error' in json)).toEqual([true, false, false]);
		expect(received()).toBe(2);
	});

	it('is not switched off by an expression that gives nothing', async () => {
		const { error } = await world.run(PARAMETERS, items(undefined));
		expect(error?.message).toContain('gives nothing for this item');
		expect(received()).toBe(0);
	});
});

describe('"On Error: Continue (using error output)"', () => {
	it('sends failed items to the second output, with the words and numbers, and the others to the first', async () => {
		const to = world.simulator.instagram.igsid(world.person, world.account);
		const { outputs, error } = await world.run(
			{ resource: 'message', operation: 'send', recipientId: '={{ $json.to }}', text: 'Hello' },
			[{ json: { to: '123' } }, { json: { to } }, { json: { to: 'nobody' } }],
			{ errorOutput: true },
		);
		expect(error).toBeUndefined();
		expect(outputs).toHaveLength(2);
		const [done, failed] = outputs as [(typeof outputs)[0], (typeof outputs)[0]];
		expect(done.map(({ json }) => json.personId)).toEqual([to]);
		expect(done[0]?.pairedItem).toEqual({ item: 1 });
		expect(failed.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
		expect(failed[0]?.json).toMatchObject({
			error: 'Instagram does not know the recipient',
			details: { code: 100, description: expect.any(String) as string },
		});
		expect(failed[1]?.json.error).toContain('Person must be an Instagram ID');
	});

	it('works for every failure alike: refused before the call, by Meta, and without an answer', async () => {
		const media = world.simulator.instagram.createMedia(world.account, { caption: 'Summer' });
		world.simulator.faults.failNext(
			{ path: '/comments', method: 'POST' },
			{ kind: 'reset', effect: 'after' },
		);
		const { outputs } = await world.run(
			{ resource: 'comment', operation: 'create', mediaId: byId(media.id), message: '={{ $json.text }}' },
			[{ json: { text: 'lost' } }, { json: { text: '' } }, { json: { text: 'fine' } }],
			{ errorOutput: true },
		);
		expect(outputs.map((output) => output.length)).toEqual([1, 2]);
	});
});
