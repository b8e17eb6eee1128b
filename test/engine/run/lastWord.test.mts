/**
 * With Retry On Fail n8n shows the error of the last try only: it hides nothing that an earlier try has done.
 */
import type { INodeParameters } from 'n8n-workflow';

import type { Fault } from '../../../simulator/index.mts';
import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'test', waitless: true });
const instagram = () => world.simulator.instagram;

const lost: Fault = { kind: 'reset', effect: 'after' };
const RETRIED = { retryOnFail: true };
const byLink = (value: string) => ({ __rl: true, mode: 'url', value });
const recipientId = () => instagram().igsid(world.person, world.account);
const send = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'message',
	operation: 'send',
	recipientId: '={{ $json.to }}',
	text: 'Hello',
	...more,
});
const received = () =>
	instagram()
		.messages(world.account, world.person)
		.filter(({ fromAccount }) => fromAccount);
const byMethod = (wanted: string) => world.requests().filter(({ method }) => method === wanted);

describe('a lost answer', () => {
	it('to a comment by link is told again without looking for the link again', async () => {
		const media = instagram().createMedia(world.account, { caption: 'Summer' });
		world.simulator.faults.failNext({ method: 'POST', path: '/comments' }, lost);
		const { error } = await world.run(
			{
				resource: 'comment',
				operation: 'create',
				mediaId: byLink(`https://www.instagram.com/p/${media.shortcode}/`),
				message: 'x',
			},
			undefined,
			RETRIED,
		);
		expect(error?.message).toMatch(/^The comment may have been written: /);
		expect(instagram().comments(media)).toHaveLength(1);
		expect(byMethod('GET')).toHaveLength(1);
	});

	it('to a shared post by link is told again, although its link cannot be looked up any more', async () => {
		const media = instagram().createMedia(world.account, { caption: 'Summer' });
		const parameters = send({
			messageType: 'post',
			mediaId: byLink(`https://www.instagram.com/p/${media.shortcode}/`),
		});
		world.simulator.faults.failNext({ method: 'POST', path: '/messages' }, lost);
		const { error } = await world.run(parameters, [{ json: { to: recipientId() } }], RETRIED);
		expect(error?.message).toMatch(/^The message may have been sent: /);
		expect(received()).toHaveLength(1);
	});

	it('is told although a field cannot be read in the next try', async () => {
		world.simulator.faults.failNext({ method: 'POST', path: '/messages' }, lost);
		let reads = 0;
		const get = world.store.getDecrypted.bind(world.store);
		// the credential cannot be read any more once the message is out
		world.store.getDecrypted = async (...args: Parameters<typeof get>) => {
			if (received().length > 0 && (reads += 1) > 0) throw new Error('The database is away');
			return await get(...args);
		};
		const { error } = await world.run(send(), [{ json: { to: recipientId() } }], RETRIED);
		expect(reads).toBeGreaterThan(0);
		expect(error?.message).toMatch(/^The message may have been sent: /);
	});

	it('is told by the item of "On Error: Continue", whatever the neighbours do', async () => {
		world.simulator.faults.failNext({ method: 'POST', path: '/messages' }, lost);
		const items = [{ json: { to: 'nobody' } }, { json: { to: recipientId() } }];
		const result = await world.run(send(), items, { ...RETRIED, continueOnFail: true });
		expect(result.items.map(({ json }) => json.error)).toEqual([
			expect.stringContaining('Person'),
			expect.stringMatching(/^The message may have been sent: /),
		]);
		expect(received()).toHaveLength(1);
	});

	it('comes first in the error of a run that stops, and every one is named', async () => {
		const people = Array.from({ length: 6 }, (_unused, index) =>
			instagram().createPerson({ username: `customer.${index}` }),
		);
		for (const person of people)
			await instagram().sendDirectMessage({ from: person, to: world.account, text: 'Hi' });
		world.simulator.faults.failNext({ method: 'POST', path: '/messages', times: 7 }, lost);
		const to = people.map((person) => ({ json: { to: instagram().igsid(person, world.account) } }));
		const { error } = await world.run(send(), [{ json: { to: '123' } }, ...to], RETRIED);
		expect(error?.message).toMatch(/^The message may have been sent: /);
		expect(error?.context.data).toMatchObject({ error: { failedItems: '1,2,3,4,5,6' } });
		for (const item of [1, 2, 3, 4, 5, 6]) expect(error?.description).toMatch(new RegExp(`\\b${item}\\b`));
	});
});

describe('a pause that Instagram asks for', () => {
	const asks = () => ({
		'x-business-use-case-usage': JSON.stringify({
			[world.account.id]: [{ type: 'instagram', call_count: 100, estimated_time_to_regain_access: 180 }],
		}),
	});
	const question = () => ({ resource: 'message', recipientId: recipientId() });
	const longText = 'A sentence that goes on. '.repeat(60);

	it.each([
		['a long text', () => ({ ...send({ text: longText }), additionalFields: { splitLongText: true } })],
		['a long question', () => ({ operation: 'sendAndWait', message: longText })],
	])('in the middle of %s does not hide what was sent', async (_name, parameters) => {
		const answer = { recipient_id: recipientId(), message_id: 'first' };
		world.simulator.faults.failNext(
			{ method: 'POST', path: '/messages' },
			{ kind: 'status', status: 200, body: answer, headers: asks(), effect: 'after' },
		);
		const { error } = await world.run({ ...question(), ...(parameters() as INodeParameters) }, [
			{ json: { to: recipientId() } },
		]);
		expect(received()).toHaveLength(1);
		expect(error?.message).toMatch(/^1 of \d parts were sent\. Instagram asks to stop all calls/);
		expect(error?.description).toMatch(/after that time.* Send only the rest of the text then\.$/);
		expect(error?.context.data).toMatchObject({ error: { partsSent: 1, sentMessageIds: 'first' } });
	});

	it.each(['comment', 'welcomeFlow'])(
		'after the lost deletion of a %s does not hide it',
		async (resource) => {
			const media = instagram().createMedia(world.account, { caption: 'Summer' });
			const { comment } = await instagram().comment({ from: world.person, media, text: 'x' });
			const flow = { resource, operation: 'create', name: 'Ads', text: 'Hi' };
			const { items } = resource === 'comment' ? { items: [] } : await world.run(flow);
			const id = (items[0]?.json.id as string | undefined) ?? comment.id;
			world.simulator.faults.failNext(
				{ method: 'DELETE' },
				{ kind: 'status', status: 500, body: '<html>', headers: asks(), effect: 'after' },
			);
			const { error } = await world.run({ resource, operation: 'delete', commentId: id, flowId: id });
			expect(error?.message).toMatch(/ may have been deleted: Instagram answered with HTTP status 500/);
		},
	);
});

describe('a refused token, where the credential cannot be read for another one', () => {
	const refused: Fault = {
		kind: 'status',
		status: 400,
		body: { error: { message: 'x', type: 'IGApiException', code: 190, fbtrace_id: 'T' } },
		effect: 'before',
	};
	const answered: Fault = { kind: 'status', status: 200, body: { message_id: 'first' }, effect: 'after' };
	const comment = async () => {
		const media = instagram().createMedia(world.account, { caption: 'Summer' });
		return (await instagram().comment({ from: world.person, media, text: 'x' })).comment.id;
	};

	it.each([
		[
			'the look at what a lost deletion has done',
			async () => ({ resource: 'comment', operation: 'delete', commentId: await comment() }),
			[
				{ method: 'DELETE', fault: lost },
				{ method: 'GET', fault: refused },
			],
			/^The comment may have been deleted: /,
		],
		[
			'the second part of a long text',
			async () => ({
				...send({ text: 'A sentence that goes on. '.repeat(60) }),
				additionalFields: { splitLongText: true },
			}),
			[
				{ method: 'POST', path: '/messages', fault: answered },
				{ method: 'POST', path: '/messages', fault: refused },
			],
			/^1 of 2 parts were sent\. /,
		],
	])('hides nothing when it meets %s', async (_name, parameters, faults, said) => {
		const given = (await parameters()) as INodeParameters;
		world.clearRequests();
		const get = world.store.getDecrypted.bind(world.store);
		world.store.getDecrypted = async (...args: Parameters<typeof get>) => {
			if (world.requests().some(({ status }) => status === 400)) throw new Error('The database is away');
			return await get(...args);
		};
		for (const { fault, ...where } of faults) world.simulator.faults.failNext(where, fault);
		const { error } = await world.run(given, [{ json: { to: recipientId() } }]);
		expect(error?.message).toMatch(said);
	});
});
