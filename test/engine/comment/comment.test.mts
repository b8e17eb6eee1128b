/** Comments: what reaches Meta, what comes out, and that a comment is never written twice. */
import type { INodeParameters } from 'n8n-workflow';

import type { Fault } from '../../../simulator/index.mts';
import { useWorld } from '../../support/world.mts';

const world = useWorld();

const instagram = () => world.simulator.instagram;
const post = () => instagram().createMedia(world.account, { caption: 'Summer' });
const comment = (operation: string, parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'comment',
	operation,
	...parameters,
});
const byId = (value: string) => ({ __rl: true, mode: 'id', value });

async function commented(text = 'How much?') {
	const media = post();
	const { comment: written } = await instagram().comment({ from: world.person, media, text });
	world.clearRequests();
	return { media, written };
}

async function runOne(parameters: INodeParameters) {
	const { items, error } = await world.run(parameters);
	expect(error).toBeUndefined();
	expect(items).toHaveLength(1);
	expect(items[0]?.pairedItem).toEqual({ item: 0 });
	return items[0]!.json;
}

const wire = () =>
	world.requests().map(({ method, path, query, body }) => ({
		method,
		path: path.replace(/^\/v\d+\.\d+/, ''),
		query,
		body,
	}));

describe('writing', () => {
	it('creates a comment with its message and nothing else', async () => {
		await world.open();
		const media = post();
		const written = await runOne(comment('create', { mediaId: byId(media.id), message: 'Welcome!' }));
		expect(wire()).toEqual([
			{ method: 'POST', path: `/${media.id}/comments`, query: {}, body: { message: 'Welcome!' } },
		]);
		expect(written).toEqual({
			id: instagram().comments(media)[0]?.id,
			text: 'Welcome!',
			mediaId: media.id,
		});
	});

	it('replies under the top-level comment', async () => {
		await world.open();
		const { media, written } = await commented();
		const reply = await runOne(comment('reply', { commentId: byId(written.id), message: 'Ten euros' }));
		expect(wire()).toEqual([
			{ method: 'POST', path: `/${written.id}/replies`, query: {}, body: { message: 'Ten euros' } },
		]);
		expect(instagram().comments(media)[0]?.replies).toMatchObject([{ id: reply.id, text: 'Ten euros' }]);
	});

	it('answers a mention in the caption of somebody else', async () => {
		await world.open();
		const other = instagram().createAccount({ username: 'fan' });
		const media = instagram().createMedia(other, { caption: 'Look at @brand' });
		const answer = await runOne(comment('replyToMention', { mediaId: byId(media.id), message: 'Thanks' }));
		expect(wire()).toMatchObject([
			{
				method: 'POST',
				path: `/${world.account.id}/mentions`,
				body: { media_id: media.id, message: 'Thanks' },
			},
		]);
		expect(instagram().comments(media)).toMatchObject([{ id: answer.id, text: 'Thanks' }]);
	});

	it('answers a mention in a comment of somebody else', async () => {
		await world.open();
		const other = instagram().createAccount({ username: 'fan' });
		const media = instagram().createMedia(other);
		const { comment: mention } = await instagram().comment({ from: world.person, media, text: 'Ask @brand' });
		const parameters = {
			mediaId: media.id,
			message: 'Here we are',
			additionalFields: { commentId: mention.id },
		};
		await runOne(comment('replyToMention', parameters));
		expect(wire()[0]?.body).toEqual({ media_id: media.id, comment_id: mention.id, message: 'Here we are' });
		expect(instagram().comments(media)[0]?.replies).toMatchObject([{ text: 'Here we are' }]);
	});

	it('sends one private reply, and explains why there is no second', async () => {
		await world.open();
		const { written } = await commented();
		const reply = comment('sendPrivateReply', { commentId: byId(written.id), text: 'Here is your link' });
		const sent = await runOne(reply);
		expect(wire()).toEqual([
			{
				method: 'POST',
				path: `/${world.account.id}/messages`,
				query: {},
				body: { recipient: { comment_id: written.id }, message: { text: 'Here is your link' } },
			},
		]);
		expect(sent).toEqual({
			id: instagram().messages(world.account, world.person).at(-1)?.id,
			personId: instagram().igsid(world.person, world.account),
			commentId: written.id,
		});
		const { error } = await world.run(reply);
		expect(error?.message).toBe('This comment cannot be answered privately');
		expect(error?.description).toContain('within 7 days');
	});

	it('refuses a private reply of more than 1000 bytes before any call', async () => {
		await world.open();
		const { error } = await world.run(
			comment('sendPrivateReply', { commentId: '17870913679156914', text: 'ä'.repeat(501) }),
		);
		expect(error?.message).toBe('Text has 1002 bytes; Instagram allows 1000 (a letter takes 1 to 4)');
		expect(world.requests()).toEqual([]);
	});

	it.each<[string, Fault]>([
		['the answer was lost', { kind: 'reset', effect: 'after' }],
		[
			'Meta reports an error after it',
			{ kind: 'status', status: 500, body: { error: { code: 2, message: 'x' } }, effect: 'after' },
		],
		['a gateway answers without JSON', { kind: 'status', status: 502, body: '<html>', effect: 'after' }],
	])('never repeats a comment when %s, and says that it may stand there', async (_name, fault) => {
		await world.open();
		const media = post();
		world.simulator.faults.failNext({ method: 'POST' }, fault);
		const { error } = await world.run(comment('create', { mediaId: media.id, message: 'Once' }));
		expect(error?.message).toContain('The comment may have been written');
		expect(error?.description).toContain('Look at the comments of the post');
		expect(instagram().comments(media)).toHaveLength(1);
		expect(world.requests()).toHaveLength(1);
	});

	it('writes in the order of the items', async () => {
		await world.open();
		const media = post();
		const parameters = comment('create', { mediaId: media.id, message: '={{ $json.text }}' });
		await world.run(
			parameters,
			['one', 'two', 'three'].map((text) => ({ json: { text } })),
		);
		expect(
			instagram()
				.comments(media)
				.map(({ text }) => text),
		).toEqual(['one', 'two', 'three']);
	});

	it('refuses an empty message before any call', async () => {
		await world.open();
		const { error } = await world.run(
			comment('reply', { commentId: '17870913679156914', message: '={{ "" }}' }),
		);
		expect(error?.message).toBe('Message is empty');
		expect(world.requests()).toEqual([]);
	});
});

describe('moderating', () => {
	it.each([
		['hide', true],
		['unhide', false],
	])('%s sets hidden to %s', async (operation, hidden) => {
		await world.open();
		const { media, written } = await commented();
		written.hidden = !hidden;
		expect(await runOne(comment(operation, { commentId: byId(written.id) }))).toEqual({
			id: written.id,
			hidden,
		});
		expect(wire()).toEqual([{ method: 'POST', path: `/${written.id}`, query: {}, body: { hide: hidden } }]);
		expect(instagram().comments(media)[0]?.hidden).toBe(hidden);
	});

	it('repeats hiding after a fault, since that does no harm', async () => {
		await world.open();
		const { written } = await commented();
		world.simulator.faults.failNext({ method: 'POST' }, { kind: 'reset', effect: 'after' });
		await runOne(comment('hide', { commentId: written.id }));
		expect(written.hidden).toBe(true);
		expect(world.requests()).toHaveLength(2);
	});

	it('deletes a comment', async () => {
		await world.open();
		const { media, written } = await commented();
		expect(await runOne(comment('delete', { commentId: byId(written.id) }))).toEqual({
			id: written.id,
			deleted: true,
		});
		expect(wire()).toEqual([{ method: 'DELETE', path: `/${written.id}`, query: {}, body: undefined }]);
		expect(instagram().comments(media)).toEqual([]);
	});

	it.each<[string, Fault['effect'], string[]]>([
		['after it was deleted', 'after', ['DELETE', 'GET']],
		['before it was deleted', 'before', ['DELETE', 'GET', 'DELETE']],
	])('looks whether the comment is gone when the connection breaks %s', async (_name, effect, methods) => {
		await world.open();
		const { media, written } = await commented();
		world.simulator.faults.failNext({ method: 'DELETE' }, { kind: 'reset', effect });
		await runOne(comment('delete', { commentId: written.id }));
		expect(instagram().comments(media)).toEqual([]);
		expect(world.requests().map(({ method }) => method)).toEqual(methods);
	});

	it('explains a comment that does not exist', async () => {
		await world.open();
		const { error } = await world.run(comment('delete', { commentId: '17870913679156914' }));
		expect(error?.message).toBe(
			'Instagram does not know this object, or the connected account may not use it',
		);
		expect(error?.description).toMatch(/Code 100\/33/);
	});

	it('names the permission that was not granted', async () => {
		await world.open({ scopes: ['instagram_business_basic'] });
		const { written } = await commented();
		const { error } = await world.run(comment('hide', { commentId: written.id }));
		expect(error?.description).toContain('instagram_business_manage_comments, which was not granted');
	});

	it('goes on after a failed item, with the numbers of Meta', async () => {
		await world.open();
		const { written } = await commented();
		const ids = ['17870913679156914', written.id].map((id) => ({ json: { id } }));
		const { items } = await world.run(comment('hide', { commentId: '={{ $json.id }}' }), ids, {
			continueOnFail: true,
		});
		expect(items).toMatchObject([
			{ json: { details: { code: 100, error_subcode: 33 } }, pairedItem: { item: 0 } },
			{ json: { id: written.id, hidden: true }, pairedItem: { item: 1 } },
		]);
	});
});

describe('reading', () => {
	it('gets a comment, flat by default', async () => {
		await world.open();
		const { media, written } = await commented('How much?');
		const got = await runOne(comment('get', { commentId: byId(written.id) }));
		expect(got).toEqual({
			id: written.id,
			text: 'How much?',
			senderId: written.fromId,
			senderUsername: 'customer',
			timestamp: new Date(Math.floor(written.timestamp / 1000) * 1000).toISOString(),
			likeCount: 0,
			hidden: false,
			mediaId: media.id,
		});
	});

	it('gets a comment as Meta gives it, with every field there is', async () => {
		await world.open();
		const { media, written } = await commented();
		const got = await runOne(comment('get', { commentId: byId(written.id), simplify: false }));
		expect(got).toMatchObject({
			id: written.id,
			from: { username: 'customer' },
			media: { id: media.id },
			legacy_instagram_comment_id: written.id,
		});
	});

	it('gets the chosen fields only', async () => {
		await world.open();
		const { written } = await commented();
		const got = await runOne(
			comment('get', { commentId: written.id, additionalFields: { fields: ['text', 'like_count'] } }),
		);
		expect(got).toEqual({ id: written.id, text: 'How much?', likeCount: 0 });
		expect(wire()[0]?.query).toEqual({ fields: 'id,text,like_count' });
	});

	it('refuses a field that this login does not have before any call', async () => {
		await world.open();
		const { error } = await world.run(
			comment('get', { commentId: '1', additionalFields: { fields: '={{ ["likes"] }}' } }),
		);
		expect(error?.message).toContain('Fields does not know "likes"');
		expect(world.requests()).toEqual([]);
	});

	it('reads no more than the limit', async () => {
		await world.open();
		const media = post();
		instagram().seedComments(media, 200, world.person);
		const { items } = await world.run(comment('getMany', { mediaId: byId(media.id), limit: 120 }));
		expect(items).toHaveLength(120);
		expect(world.requests().map(({ query }) => query.limit)).toEqual(['50', '50', '20']);
	});

	it('includes replies where asked', async () => {
		await world.open();
		const { media, written } = await commented();
		await instagram().comment({ from: world.account, media, text: 'Ten', parentId: written.id });
		const parameters = comment('getMany', { mediaId: media.id, additionalFields: { includeReplies: true } });
		expect((await runOne(parameters)).replies).toMatchObject([{ text: 'Ten', parentId: written.id }]);
	});

	it('gets the replies to a comment', async () => {
		await world.open();
		const { media, written } = await commented();
		for (const text of ['a', 'b', 'c'])
			await instagram().comment({ from: world.account, media, text, parentId: written.id });
		const { items } = await world.run(
			comment('getReplies', { commentId: byId(written.id), returnAll: true }),
		);
		expect(items.map(({ json }) => json.text)).toEqual(['c', 'b', 'a']);
		expect(wire()[0]?.path).toBe(`/${written.id}/replies`);
	});
});
