/**
 * A write whose answer was lost: the node says that it may have been done, whatever Meta's answer looks like,
 * and never repeats it.
 */
import type { INodeParameters } from 'n8n-workflow';

import type { Fault } from '../../../simulator/index.mts';
import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'test', waitless: true });

const instagram = () => world.simulator.instagram;
const answer = (status: number, body: unknown): Fault => ({ kind: 'status', status, body, effect: 'after' });
const failure = (code: number, subcode?: number) => ({
	error: { message: 'x', type: 'OAuthException', code, error_subcode: subcode, fbtrace_id: 'T' },
});

const FAULTS: Array<[string, Fault]> = [
	['the connection breaks', { kind: 'reset', effect: 'after' }],
	['Meta reports a fault that passes', answer(500, failure(2))],
	['Meta reports a fault under the code of a refusal', answer(500, failure(100))],
	['Meta reports a fault under the code of a refused message', answer(500, failure(100, 2534015))],
	['Meta reports a fault under the code of a throttle', answer(503, failure(4))],
	['Meta reports a fault under the code of a dead token', answer(500, failure(190))],
	['a gateway answers', answer(502, '<html>Bad gateway</html>')],
	['the answer is no JSON', answer(200, '<html>')],
];

interface Write {
	readonly path: string;
	readonly says: string;
	readonly parameters: (ids: Ids) => INodeParameters;
	/** How many were written, by the simulator's ledger. */
	readonly written: (ids: Ids) => number;
}
interface Ids {
	readonly media: ReturnType<ReturnType<typeof instagram>['createMedia']>;
	readonly commentId: string;
}

const fromAccount = () =>
	instagram()
		.messages(world.account, world.person)
		.filter((message) => message.fromAccount).length;
const flows = () => world.simulator.instagram.welcomeFlows(world.account).length;

const WRITES: Record<string, Write> = {
	'a comment': {
		path: '/comments',
		says: 'The comment may have been written',
		parameters: ({ media }) => ({
			resource: 'comment',
			operation: 'create',
			mediaId: media.id,
			message: 'x',
		}),
		written: ({ media }) => instagram().comments(media).length - 1,
	},
	'a reply': {
		path: '/replies',
		says: 'The comment may have been written',
		parameters: ({ commentId }) => ({ resource: 'comment', operation: 'reply', commentId, message: 'x' }),
		written: ({ media }) => instagram().comments(media)[0]?.replies.length ?? 0,
	},
	'a private reply': {
		path: '/messages',
		says: 'The message may have been sent',
		parameters: ({ commentId }) => ({
			resource: 'comment',
			operation: 'sendPrivateReply',
			commentId,
			text: 'x',
		}),
		written: fromAccount,
	},
	'a message': {
		path: '/messages',
		says: 'The message may have been sent',
		parameters: () => ({
			resource: 'message',
			operation: 'send',
			recipientId: instagram().igsid(world.person, world.account),
			text: 'x',
		}),
		written: fromAccount,
	},
	'a welcome flow': {
		path: '/welcome_message_flows',
		says: 'The welcome flow may have been created',
		parameters: () => ({ resource: 'welcomeFlow', operation: 'create', name: 'Ads', text: 'Hi' }),
		written: flows,
	},
};

const CASES = Object.entries(WRITES).flatMap(([name, write]) =>
	FAULTS.map(([fault, answered]) => [name, fault, write, answered] as const),
);

it.each(CASES)('%s is done once, and its error says so, when %s', async (_name, _fault, write, fault) => {
	const media = instagram().createMedia(world.account, { caption: 'Summer' });
	const { comment } = await instagram().comment({ from: world.person, media, text: 'How much?' });
	const ids = { media, commentId: comment.id };
	world.simulator.faults.failNext({ path: write.path, method: 'POST' }, fault);
	const { error } = await world.run(write.parameters(ids));
	expect(write.written(ids)).toBe(1);
	expect(error?.message).toMatch(new RegExp(`^${write.says}: `));
	expect(error?.message.match(/may have been/g)).toHaveLength(1);
});

describe('a deletion', () => {
	const remove = (commentId: string) => ({ resource: 'comment', operation: 'delete', commentId });
	const lost: Fault = { kind: 'reset', effect: 'after' };
	const down = answer(503, failure(2));

	async function written() {
		const media = instagram().createMedia(world.account);
		const { comment } = await instagram().comment({ from: world.person, media, text: 'Spam' });
		world.clearRequests();
		return { media, commentId: comment.id };
	}

	it('is not hidden by the fault of the look that follows it', async () => {
		const { media, commentId } = await written();
		world.simulator.faults.failNext({ method: 'DELETE' }, lost);
		world.simulator.faults.failNext({ method: 'GET', path: `/${commentId}`, times: 4 }, down);
		const { error } = await world.run(remove(commentId));
		expect(instagram().comments(media)).toEqual([]);
		expect(error?.message).toMatch(/^The comment may have been deleted: /);
	});

	it('is settled by looking when n8n runs the node again', async () => {
		const { media, commentId } = await written();
		world.simulator.faults.failNext({ method: 'DELETE' }, lost);
		world.simulator.faults.failNext({ method: 'GET', path: `/${commentId}`, times: 4 }, down);
		const { items, error } = await world.run(remove(commentId), undefined, { retryOnFail: true });
		expect(error).toBeUndefined();
		expect(items[0]?.json).toEqual({ id: commentId, deleted: true });
		expect(instagram().comments(media)).toEqual([]);
		expect(world.requests().filter(({ method }) => method === 'DELETE')).toHaveLength(1);
	});

	it('of a welcome flow looks too, and never calls a flow that is gone unknown', async () => {
		await world.run({ resource: 'welcomeFlow', operation: 'create', name: 'Ads', text: 'Hi' });
		const flowId = instagram().welcomeFlows(world.account)[0]!.id;
		world.simulator.faults.failNext({ method: 'DELETE' }, lost);
		const deleted = await world.run({ resource: 'welcomeFlow', operation: 'delete', flowId });
		expect(deleted.error).toBeUndefined();
		expect(deleted.items[0]?.json).toEqual({ id: flowId, deleted: true });
		expect(flows()).toBe(0);
	});
});
