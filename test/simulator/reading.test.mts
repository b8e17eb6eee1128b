/**
 * What one can read back: conversations, comments and posts as a client sees them that hears of nothing by
 * webhook.
 */
import { errorOf, useScene } from './support.mts';

const s = useScene();

const list = (json: Record<string, unknown>, key = 'data') => json[key] as Array<Record<string, unknown>>;

async function readMessage(fields: string): Promise<Record<string, unknown> | undefined> {
	const thread = s.simulator.instagram.conversation(s.account, s.person);
	const { json } = await s.get(`/${thread.id}/messages?fields=${fields}&limit=1`);
	return list(json)[0];
}

describe('a message that is read', () => {
	it('names the story that it answers, and the person’s own that names the account', async () => {
		const { instagram } = s.simulator;
		const story = instagram.createMedia(s.account, { productType: 'STORY' });
		await instagram.sendDirectMessage({
			from: s.person,
			to: s.account,
			text: 'wow',
			replyToStoryId: story.id,
		});
		expect(await readMessage('story,attachments')).toMatchObject({ story: { reply_to: { id: story.id } } });

		await instagram.mentionInStory({ from: s.person, to: s.account });
		const mention = await readMessage('story,attachments');
		expect(mention).toMatchObject({
			story: { mention: { link: expect.stringContaining('https://') as string } },
		});
		expect(mention).not.toHaveProperty('attachments');
	});

	it('has shared posts under shares, and files with their type', async () => {
		const { instagram } = s.simulator;
		await instagram.sharePost({ from: s.person, to: s.account, media: instagram.createMedia(s.account) });
		expect(await readMessage('shares,attachments')).toMatchObject({
			shares: { data: [{ link: expect.any(String) as string }] },
		});

		await instagram.sendDirectMessage({
			from: s.person,
			to: s.account,
			attachments: [instagram.attachment('audio', 'voice.m4a')],
		});
		expect(await readMessage('attachments')).toMatchObject({
			attachments: { data: [{ mime_type: 'audio/mp4', file_url: expect.any(String) as string }] },
		});
	});

	it('says that Instagram does not give out what it holds', async () => {
		await s.simulator.instagram.sendDirectMessage({ from: s.person, to: s.account, unsupported: true });
		expect(await readMessage('is_unsupported')).toMatchObject({ is_unsupported: true });
	});

	it('has five fields, where the switch messageFields says so', async () => {
		await s.simulator.instagram.sendDirectMessage({ from: s.person, to: s.account, text: 'hi' });
		s.simulator.switches.messageFields = 'documented';
		const thread = s.simulator.instagram.conversation(s.account, s.person);
		expect(errorOf(await s.get(`/${thread.id}/messages?fields=id,story`))).toBe('100');
		expect(await readMessage('id,created_time,from,to,message')).toMatchObject({ message: 'hi' });
	});
});

describe('comments that are read', () => {
	it('show replies newest first, or oldest first by switch', async () => {
		const { instagram } = s.simulator;
		const media = instagram.createMedia(s.account);
		const { id: parentId } = await instagram.comment({ from: s.person, media, text: 'top' });
		for (const text of ['one', 'two']) await instagram.comment({ from: s.person, media, text, parentId });
		const texts = async () =>
			list((await s.get(`/${parentId}/replies?fields=text`)).json).map(({ text }) => text);
		expect(await texts()).toEqual(['two', 'one']);
		s.simulator.switches.replies = 'oldestFirst';
		expect(await texts()).toEqual(['one', 'two']);
	});

	it('are gone with the post, and without the ones that were deleted', async () => {
		const { instagram } = s.simulator;
		const media = instagram.createMedia(s.account);
		const { comment } = await instagram.comment({ from: s.person, media, text: 'first' });
		await instagram.comment({ from: s.person, media, text: 'second' });
		instagram.deleteComment(comment);
		const { json } = await s.get(`/${media.id}?fields=comments_count,comments{text}`);
		expect(json).toMatchObject({ comments_count: 1, comments: { data: [{ text: 'second' }] } });
		instagram.deleteMedia(media);
		expect(list((await s.get('/me/media')).json)).toEqual([]);
	});
});

it('something can happen while a request is on its way', async () => {
	const { instagram } = s.simulator;
	s.simulator.faults.failNext(
		{ path: '/me/media' },
		{ kind: 'meanwhile', effect: 'before', run: () => instagram.createMedia(s.account) },
	);
	expect(list((await s.get('/me/media')).json)).toHaveLength(1);
});
