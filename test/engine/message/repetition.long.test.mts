/**
 * "Retry On Fail" runs a node again with all its items: what was sent is not sent again, and what may have
 * been sent neither.
 */
import type { INodeParameters } from 'n8n-workflow';

import type { Person } from '../../../simulator/index.mts';
import { type RunOptions, useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'test' });
let executions = 0;

const RETRIED = { retryOnFail: true };
const SEND = {
	resource: 'message',
	operation: 'send',
	recipientId: '={{ $json.to }}',
	text: '={{ $json.text }}',
};
const lostAnswer = (path: string | RegExp) =>
	world.simulator.faults.failNext({ path, method: 'POST' }, { kind: 'reset', effect: 'after' });
const run = async (parameters: INodeParameters, json: object[], options: RunOptions = RETRIED) => {
	const items = json.map((one) => ({ json: { ...one } }));
	return await world.run(parameters, items, { executionId: `run ${(executions += 1)}`, ...options });
};
const idOf = (person: Person) => world.simulator.instagram.igsid(person, world.account);
const received = (person = world.person) =>
	world.simulator.instagram
		.messages(world.account, person)
		.filter(({ fromAccount }) => fromAccount)
		.map(({ text }) => text);
const posts = (path: RegExp) =>
	world.requests().filter((request) => request.method === 'POST' && path.test(request.path));

describe('with Retry On Fail', () => {
	it('a message goes out once, although another item fails in every try', async () => {
		const { error } = await run(SEND, [
			{ to: idOf(world.person), text: 'Hello' },
			{ to: '123', text: 'Hello' },
		]);
		expect(error?.message).toBe('Instagram does not know the recipient');
		expect(received()).toEqual(['Hello']);
	});

	it('a message goes out once, although the node goes on after an error of the first item', async () => {
		const { items } = await run(
			SEND,
			[
				{ to: '123', text: 'Hello' },
				{ to: idOf(world.person), text: 'Hello' },
			],
			{ ...RETRIED, continueOnFail: true },
		);
		expect(items.map(({ json }) => Object.keys(json))).toEqual([
			['error', 'details'],
			['id', 'personId'],
		]);
		expect(received()).toEqual(['Hello']);
	});

	it('a message whose answer was lost is reported in every try, and not sent again', async () => {
		const second = world.simulator.instagram.createPerson({ username: 'second' });
		await world.simulator.instagram.sendDirectMessage({ from: second, to: world.account, text: 'Hi' });
		world.clearRequests();
		lostAnswer('/messages');
		const { error } = await run(SEND, [
			{ to: idOf(world.person), text: 'Hello' },
			{ to: idOf(second), text: 'Hello' },
		]);
		expect(error?.message).toContain('The message may have been sent');
		expect(received()).toEqual(['Hello']);
		expect(received(second)).toEqual(['Hello']);
		expect(posts(/messages$/)).toHaveLength(2);
	});

	it('parts of a long text that were sent are not sent again, equal ones neither', async () => {
		const text = 'a'.repeat(2500);
		world.simulator.faults.failNext({ path: '/messages', query: /^$/ }, { kind: 'reset', effect: 'after' });
		const { error } = await run({ ...SEND, additionalFields: { splitLongText: true } }, [
			{ to: idOf(world.person), text },
		]);
		expect(error?.message).toContain('may have been sent');
		expect(received()).toHaveLength(1);
	});

	it('a text that changes with the time is still the same message', async () => {
		const { error } = await run({ ...SEND, text: '={{ $json.text + $now.toMillis() + Math.random() }}' }, [
			{ to: idOf(world.person), text: 'At ' },
			{ to: '123', text: 'At ' },
		]);
		expect(error).toBeDefined();
		expect(received()).toHaveLength(1);
	});

	it('the same text in the next execution is a message of its own', async () => {
		const items = [
			{ to: idOf(world.person), text: 'Hello' },
			{ to: '123', text: 'Hello' },
		];
		await run(SEND, items);
		await run(SEND, items);
		await run(SEND, items.slice(0, 1));
		expect(received()).toEqual(['Hello', 'Hello', 'Hello']);
	});

	it('the same text twice in one run arrives twice', async () => {
		const one = { to: idOf(world.person), text: 'Hello' };
		const { items, error } = await run(SEND, [one, one]);
		expect(error).toBeUndefined();
		expect(new Set(items.map(({ json }) => json.id)).size).toBe(2);
		expect(received()).toEqual(['Hello', 'Hello']);
	});

	it('a question is asked once', async () => {
		lostAnswer('/messages');
		const question = {
			resource: 'message',
			operation: 'sendAndWait',
			recipientId: idOf(world.person),
			message: 'Ship it?',
		};
		const { error } = await run(question, [{}]);
		expect(error?.message).toContain('The message may have been sent');
		expect(posts(/messages$/)).toHaveLength(1);
	});

	it.each([
		['create', '/comments', (mediaId: string) => ({ mediaId: byId(mediaId) })],
		['reply', '/replies', (_media: string, commentId: string) => ({ commentId: byId(commentId) })],
		[
			'sendPrivateReply',
			'/messages',
			(_media: string, commentId: string) => ({ commentId: byId(commentId), text: 'Here' }),
		],
	])('comment: %s writes once', async (operation, path, ids) => {
		const media = world.simulator.instagram.createMedia(world.account, { caption: 'Summer' });
		const { comment } = await world.simulator.instagram.comment({
			from: world.person,
			media,
			text: 'How much?',
		});
		world.clearRequests();
		lostAnswer(path);
		const parameters = {
			resource: 'comment',
			operation,
			message: '={{ $json.text }}',
			...ids(media.id, comment.id),
		};
		const { error } = await run(parameters, [{ text: 'one' }]);
		expect(error?.message).toMatch(/^The (comment|message) may have been (written|sent)/);
		expect(posts(new RegExp(`${path}$`))).toHaveLength(1);
	});

	it('a comment stands once, although the answer to the next one was lost', async () => {
		const media = world.simulator.instagram.createMedia(world.account, { caption: 'Summer' });
		const create = {
			resource: 'comment',
			operation: 'create',
			mediaId: byId(media.id),
			message: '={{ $json.text }}',
		};
		const { error } = await run(create, [{ text: 'one' }, { text: '' }]);
		expect(error?.message).toBe('Message is empty');
		expect(posts(/comments$/)).toHaveLength(1);
	});

	it('a comment that was deleted is not deleted again', async () => {
		const media = world.simulator.instagram.createMedia(world.account, { caption: 'Summer' });
		const { comment } = await world.simulator.instagram.comment({ from: world.person, media, text: 'Spam' });
		const remove = {
			resource: 'comment',
			operation: 'delete',
			commentId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
		};
		const { error } = await run(remove, [{ id: comment.id }, { id: 'no id' }]);
		expect(error?.message).toContain('Comment');
		expect(error?.message).toContain('no id');
		expect(world.requests().filter(({ method }) => method === 'DELETE')).toHaveLength(1);
	});

	it('a welcome flow is created once', async () => {
		lostAnswer('/welcome_message_flows');
		const create = {
			resource: 'welcomeFlow',
			operation: 'create',
			name: 'Ads',
			defineFlow: 'fields',
			text: 'Hi',
		};
		const { error } = await run(create, [{}]);
		expect(error?.message).toMatch(/^The welcome flow may have been created: /);
		expect(posts(/welcome_message_flows$/)).toHaveLength(1);
	});
});

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

describe('a run that stops', () => {
	it('says to whom it has written, so that they do not get it twice', async () => {
		const second = world.simulator.instagram.createPerson({ username: 'second' });
		await world.simulator.instagram.sendDirectMessage({ from: second, to: world.account, text: 'Hi' });
		const { error } = await run(
			SEND,
			[
				{ to: '123', text: 'Hello' },
				{ to: idOf(world.person), text: 'Hello' },
				{ to: idOf(second), text: 'Hello' },
			],
			{},
		);
		expect([received(), received(second)]).toEqual([['Hello'], ['Hello']]);
		expect(error?.description).toContain('Done in this run, counted from 0: items 1, 2.');
		expect(error?.context.data).toMatchObject({ error: { doneItems: '1,2' } });
	});

	it('names every message that may have been sent', async () => {
		const second = world.simulator.instagram.createPerson({ username: 'second' });
		await world.simulator.instagram.sendDirectMessage({ from: second, to: world.account, text: 'Hi' });
		for (let times = 0; times < 2; times += 1) lostAnswer('/messages');
		const to = [idOf(world.person), idOf(second)].map((id) => ({ to: id, text: 'Hello' }));
		const { error } = await run(SEND, to, {});
		expect(error?.message).toContain('may have been sent');
		expect(error?.description).toContain('Item 1 failed too: The message may have been sent');
		expect(error?.context.data).toMatchObject({ error: { failedItems: '1' } });
	});

	it('says which comments it has written', async () => {
		const media = world.simulator.instagram.createMedia(world.account, { caption: 'Summer' });
		const create = {
			resource: 'comment',
			operation: 'create',
			mediaId: byId(media.id),
			message: '={{ $json.text }}',
		};
		const { error } = await run(create, [{ text: 'one' }, { text: 'two' }, { text: '' }], {});
		expect(error?.description).toContain('Done in this run, counted from 0: items 0, 1.');
	});
});
