/**
 * The node as the tool of an AI agent, called the way n8n calls tools: what the model may fill in, what it is
 * told, and that nothing is done twice.
 */
import type { INodeParameters } from 'n8n-workflow';

import type { Fault } from '../../simulator/index.mts';
import { callTool, type ToolCall } from '../support/agent.mts';
import { useWorld } from '../support/world.mts';

const world = useWorld({ per: 'test' });

const fromAi = (key: string, type = 'string') => `={{ $fromAI('${key}', '', '${type}') }}`;
const SEND: INodeParameters = {
	resource: 'message',
	operation: 'send',
	recipientId: fromAi('recipientId'),
	text: fromAi('text'),
};
const recipientId = () => world.simulator.instagram.igsid(world.person, world.account);
const received = () =>
	world.simulator.instagram
		.messages(world.account, world.person)
		.filter(({ fromAccount }) => fromAccount)
		.map(({ text }) => text);

const answerOf = (answer?: ToolCall) =>
	(JSON.parse(answer?.said ?? '[]') as Array<Record<string, string>>)[0] ?? {};

describe('an agent', () => {
	it('sends a message and gets back a short JSON with the IDs', async () => {
		const { answers, offered } = await callTool(world, SEND, [{ recipientId: recipientId(), text: 'Hello' }]);
		expect(offered).toEqual(['recipientId', 'text']);
		expect(answers).toHaveLength(1);
		expect(answers[0]?.failed).toBe(false);
		expect(JSON.parse(answers[0]!.said)).toEqual([
			{ id: expect.any(String) as string, personId: recipientId() },
		]);
		expect(received()).toEqual(['Hello']);
	});

	it('fills in a resource locator with an ID as plain text', async () => {
		const media = world.simulator.instagram.createMedia(world.account, { caption: 'Summer' });
		const mediaId = { __rl: true, mode: 'id', value: fromAi('mediaId') };
		const { answers } = await callTool(
			world,
			{ resource: 'comment', operation: 'create', mediaId, message: fromAi('message') },
			[{ mediaId: media.id, message: 'Thanks' }],
		);
		expect(JSON.parse(answers[0]!.said)).toMatchObject([{ text: 'Thanks', mediaId: media.id }]);
	});

	it.each(['views, reach', '["views", "reach"]', 'views\nreach'])(
		'gives a list as text: %j',
		async (metrics) => {
			const media = world.simulator.instagram.createMedia(world.account, { caption: 'Summer' });
			const mediaId = { __rl: true, mode: 'id', value: media.id };
			const { answers } = await callTool(
				world,
				{ resource: 'media', operation: 'getInsights', mediaId, metrics: fromAi('metrics') },
				[{ metrics }],
			);
			expect(answerOf(answers[0])).toMatchObject({
				views: expect.any(Number) as number,
				reach: expect.any(Number) as number,
			});
			expect(answerOf(answers[0])).not.toHaveProperty('likes');
		},
	);

	it.each([
		['a text that is too long', { text: 'x'.repeat(1001) }, ['Text', '1000', 'Shorten']],
		[
			'a user name instead of an ID',
			{ recipientId: '@customer' },
			['Person must be', '@customer', 'personId'],
		],
		['a recipient that is not there', { recipientId: '123' }, ['does not know the recipient', '"code":100']],
	])('that gives %s is told in few words what to change', async (_case, args, words) => {
		const { answers } = await callTool(world, SEND, [{ recipientId: recipientId(), text: 'Hello', ...args }]);
		expect(answers[0]?.failed).toBe(false);
		expect(answerOf(answers[0])).toHaveProperty('error');
		for (const word of words) expect(answers[0]?.said).toContain(word);
		expect(answers[0]!.said.length).toBeLessThan(500);
		expect(answers[0]?.said).not.toMatch(/access_token|Bearer|IGAA|fbtrace/);
		expect(received()).toEqual([]);
	});

	it('whose login is dead is told to tell the user, and nothing about credentials', async () => {
		world.simulator.instagram.revoke(world.account, world.app, 'removed');
		const { answers } = await callTool(world, SEND, [{ recipientId: recipientId(), text: 'Hello' }]);
		expect(answerOf(answers[0]).remedy).toBe(
			'Tell the user to reconnect the Instagram account in n8n. No call works until then, so make none.',
		);
	});

	it('is stopped by a failure where somebody has chosen Stop Workflow', async () => {
		const { answers } = await callTool(world, SEND, [{ recipientId: '@customer', text: 'Hello' }], {
			onError: 'stopWorkflow',
		});
		expect(answers[0]?.failed).toBe(true);
	});

	it('that wants to say the same twice says it twice', async () => {
		const ok = { recipientId: recipientId(), text: 'ok' };
		const { answers } = await callTool(world, SEND, [ok, ok]);
		expect(answers.map(({ failed }) => failed)).toEqual([false, false]);
		expect(received()).toEqual(['ok', 'ok']);
	});

	it.each([{}, { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 }])(
		'that calls again after a lost answer is told so again, and nothing is sent twice (%j)',
		async (settings) => {
			world.simulator.faults.failNext(
				{ path: '/messages', method: 'POST' },
				{ kind: 'reset', effect: 'after' },
			);
			const call = { recipientId: recipientId(), text: 'Hello' };
			const { answers } = await callTool(
				world,
				SEND,
				[call, call, { ...call, text: 'Something else' }],
				settings,
			);
			expect(answers).toHaveLength(3);
			for (const { said } of answers) {
				expect(said).toContain('The message may have been sent');
				expect(said).toContain('Read the conversation before you send it again');
				expect(said).toContain('not even in other words');
			}
			expect(received()).toEqual(['Hello']);
		},
	);

	it('may send again once it has looked', async () => {
		world.simulator.faults.failNext(
			{ path: '/messages', method: 'POST' },
			{ kind: 'reset', effect: 'before' },
		);
		const call = { recipientId: recipientId(), text: 'Hello' };
		const { id } = world.simulator.instagram.conversation(world.account, world.person);
		const look = {
			resource: 'conversation',
			operation: 'getMessages',
			conversationId: { __rl: true, mode: 'id', value: id },
		};
		await callTool(world, SEND, [call]);
		const looked = await callTool(world, look, [{}]);
		expect(answerOf(looked.answers[0])).toMatchObject({ text: 'Hello', senderUsername: 'customer' });
		const { answers } = await callTool(world, SEND, [call]);
		expect(answerOf(answers[0])).toHaveProperty('id');
		expect(received()).toEqual(['Hello']);
	});
});

describe('an agent whose post got no answer', () => {
	const PHOTO = {
		resource: 'post',
		operation: 'createImage',
		imageUrl: 'https://media.example.test/photo.jpg',
		caption: fromAi('caption'),
	};
	const posts = () => world.simulator.instagram.publishedMedia(world.account).map(({ caption }) => caption);
	/** The answer to the next publish is lost, and then so many looks at the container. */
	const lose = (effect: 'before' | 'after', looks: number) => {
		type Take = { take(request: { method: string; path: string; query: string }): Fault | undefined };
		let isLost = false;
		let left = looks;
		jest
			.spyOn(world.simulator.faults as unknown as Take, 'take')
			.mockImplementation(({ method, path, query }) => {
				if (path.endsWith('/media_publish') && !isLost) {
					isLost = true;
					return { kind: 'reset', effect };
				}
				if (!isLost || method !== 'GET' || !/status_code/.test(query) || left === 0) return undefined;
				left -= 1;
				return { kind: 'reset', effect: 'before' };
			});
	};
	afterEach(() => jest.restoreAllMocks());
	const words = ['Rain', 'Rain again', 'Rain, again', 'Rain, a second time'].map((caption) => ({ caption }));

	it('posts nothing in other words while nobody knows, and is told once that the post stands', async () => {
		lose('after', 5);
		const { answers } = await callTool(world, PHOTO, words);
		const said = answers.map((answer) => answerOf(answer));
		expect(said[0]!.error).toContain('Instagram may have published the post (container ');
		expect(said[1]!.error).toContain('in an earlier call, so nothing was posted now');
		expect(said[1]!.remedy).toContain('Container > Publish');
		expect(said[2]!.error).toContain('An earlier call has published its post after all');
		expect(said[3]).toMatchObject({ published: true });
		expect(posts().reverse()).toEqual(['Rain', 'Rain, a second time']);
	});

	it('posts at once when nothing was published', async () => {
		lose('before', 4);
		const { answers } = await callTool(world, PHOTO, words.slice(0, 2));
		expect(answerOf(answers[0]).error).toContain('Instagram may have published the post (container ');
		expect(answerOf(answers[1])).toMatchObject({ published: true });
		expect(posts()).toEqual(['Rain again']);
	});
});

describe('an agent whose comment got no answer', () => {
	const byId = (value: string) => ({ __rl: true, mode: 'id', value });
	const message = fromAi('message');

	/** A place to write a comment, the call that writes there, and the one that reads there. */
	const prepare = async () => {
		const { instagram } = world.simulator;
		const media = instagram.createMedia(world.account, { caption: 'Summer' });
		const { comment } = await instagram.comment({ from: world.person, media, text: 'How much?' });
		const [mediaId, commentId] = [byId(media.id), byId(comment.id)];
		const call = (operation: string, more: INodeParameters) => ({ resource: 'comment', operation, ...more });
		return {
			media,
			create: call('create', { mediaId, message }),
			reply: call('reply', { commentId, message }),
			comments: call('getMany', { mediaId }),
			replies: call('getReplies', { commentId }),
		};
	};

	it.each([
		['create', 'comments', 'Look at the comments of the post'],
		['reply', 'replies', 'Look at the replies to the comment'],
	] as const)('(%s) writes nothing more there until it has read the %s', async (write, look, words) => {
		const place = await prepare();
		const written = () =>
			world.simulator.instagram
				.comments(place.media)
				.flatMap(({ text, replies }) => [text, ...replies.map((reply) => reply.text)])
				.filter((text) => text !== 'How much?');
		world.simulator.faults.failNext({ path: `/${look}`, method: 'POST' }, { kind: 'reset', effect: 'after' });
		const { answers } = await callTool(world, place[write], [{ message: 'Ten' }, { message: 'It is ten' }]);
		expect(answers).toHaveLength(2);
		for (const { said } of answers) {
			expect(said).toContain('may have been written');
			expect(said).toContain(words);
			expect(said).toContain('not even in other words');
		}
		expect(written()).toEqual(['Ten']);
		// elsewhere it may write
		const elsewhere = await callTool(world, place[write === 'reply' ? 'create' : 'reply'], [
			{ message: 'Hi' },
		]);
		expect(answerOf(elsewhere.answers[0])).toHaveProperty('id');

		const looked = await callTool(world, place[look], [{}]);
		expect(looked.answers[0]?.said).toContain('Ten');
		const again = await callTool(world, place[write], [{ message: 'With tax' }]);
		expect(answerOf(again.answers[0])).toHaveProperty('id');
		expect(written().sort()).toEqual(['Hi', 'Ten', 'With tax']);
	});
});
