import { WEBHOOK_FIELDS } from '../../simulator/delivery/callbacks.mts';
import { ask, useReceiver, useScene, useSubscription, useThread } from './support.mts';
import type { Scene } from './support.mts';

const s = useScene();
const receiver = useReceiver(s);
useThread(s);
useSubscription(s, 'https://n8n.example.test/webhook', WEBHOOK_FIELDS);

type Event = Record<string, Record<string, unknown> | undefined>;

/** The only event of the last delivery, from `messaging[]` or the place named. */
function last(place = 'messaging'): Event {
	const entry = receiver().received[receiver().received.length - 1]?.json['entry'] as
		| Record<string, Event[]>[]
		| undefined;
	const event = entry?.[0]?.[place]?.[0];
	if (event === undefined) throw new Error(`no event under ${place}: ${JSON.stringify(entry)}`);
	return event;
}

const parties = (): { from: Scene['person']; to: Scene['account'] } => ({ from: s.person, to: s.account });

function mid(): string {
	return s.simulator.instagram.messages(s.account, s.person)[0]?.id ?? '';
}

test('postback, with referral on first contact; it opens the window', async () => {
	const stranger = s.simulator.instagram.createPerson({ username: 'stranger' });
	await s.simulator.instagram.postback({
		from: stranger,
		to: s.account,
		title: 'Start',
		payload: 'START',
		referral: { ref: 'r' },
	});
	expect(last()['postback']).toMatchObject({ title: 'Start', payload: 'START', referral: { ref: 'r' } });
	const id = s.simulator.instagram.igsid(stranger, s.account);
	expect((await s.post('/me/messages', { recipient: { id }, message: { text: 'welcome' } })).status).toBe(
		200,
	);
});

test('reactions', async () => {
	await s.simulator.instagram.react({ ...parties(), mid: mid(), emoji: '\u2764\ufe0f' });
	expect(last()['reaction']).toEqual({
		mid: mid(),
		action: 'react',
		reaction: 'love',
		emoji: '\u2764\ufe0f',
	});
	await s.simulator.instagram.react({ ...parties(), mid: mid(), emoji: '👍' });
	expect(last()['reaction']).toMatchObject({ reaction: 'other', emoji: '👍' });
	await s.simulator.instagram.react({ ...parties(), mid: mid() });
	expect(last()['reaction']).toEqual({ mid: mid(), action: 'unreact' });
});

test('seen, edited, unsent, referral, opt-in, handover', async () => {
	const { instagram } = s.simulator;
	await instagram.seen({ ...parties(), mid: mid() });
	expect(last()['read']).toEqual({ mid: mid() });
	await instagram.edit({ ...parties(), mid: mid(), text: 'hullo' });
	expect(last()['message_edit']).toEqual({ mid: mid(), text: 'hullo', num_edit: 1 });
	await instagram.unsend({ ...parties(), mid: mid() });
	expect(last()['message']).toEqual({ mid: mid(), is_deleted: true });
	await instagram.referral({ ...parties(), ref: 'poster' });
	expect(last()['referral']).toMatchObject({ ref: 'poster', type: 'OPEN_THREAD' });
	await instagram.optin(parties());
	expect(last()['optin']).toMatchObject({ type: 'notification_messages' });
	await instagram.handover({ ...parties(), kind: 'pass_thread_control' });
	expect(Object.keys(last()['pass_thread_control'] ?? {})).toEqual([
		'previous_owner_app_id',
		'new_owner_app_id',
		'metadata',
	]);
});

test('echoes of API, app and self messages', async () => {
	const id = s.simulator.instagram.igsid(s.person, s.account);
	const sent = await s.post('/me/messages', { recipient: { id }, message: { text: 'api' } });
	await s.simulator.deliveries.idle();
	expect(last()).toMatchObject({
		sender: { id: s.account.id },
		recipient: { id },
		message: { mid: sent.json['message_id'], text: 'api', is_echo: true },
	});
	await s.simulator.instagram.sendFromInstagramApp({ from: s.account, to: s.person, text: 'app' });
	expect(last()['message']).toMatchObject({ text: 'app', is_echo: true });
	await s.simulator.instagram.selfMessage({ account: s.account, text: 'note' });
	expect(last()['message']).toMatchObject({ text: 'note', is_echo: true, is_self: true });
	s.simulator.switches.echo = false;
	receiver().received.length = 0;
	await s.post('/me/messages', { recipient: { id }, message: { text: 'silent' } });
	await s.simulator.deliveries.idle();
	expect(receiver().received).toHaveLength(0);
});

test('attachments can be fetched, the story mention says no type', async () => {
	const attachment = s.simulator.instagram.attachment('audio', 'voice.m4a');
	await s.simulator.instagram.sendDirectMessage({ ...parties(), attachments: [attachment] });
	const url = new URL(
		(last()['message']?.['attachments'] as { payload: { url: string } }[])[0]?.payload.url ?? '',
	);
	expect(
		(await ask(s.simulator, url.pathname + url.search, { host: url.host })).headers['content-type'],
	).toBe('audio/mp4');
	expect((await ask(s.simulator, `${url.pathname}?asset_id=1`, { host: url.host })).status).toBe(403);
	await s.simulator.instagram.mentionInStory(parties());
	expect(last()['message']?.['attachments']).toEqual([
		{ type: 'story_mention', payload: { url: expect.any(String) as string } },
	]);
	expect(last()['message']).not.toHaveProperty('text');
});

test('shared posts: ig_post, ig_reel, or the legacy share', async () => {
	const media = s.simulator.instagram.createMedia(s.account, { caption: 'c' });
	await s.simulator.instagram.sharePost({ ...parties(), media });
	expect(last()['message']?.['attachments']).toMatchObject([
		{ type: 'ig_post', payload: { ig_post_media_id: media.id, title: 'c' } },
	]);
	s.simulator.switches.sharedPost = 'share';
	await s.simulator.instagram.sharePost({ ...parties(), media });
	expect(last()['message']?.['attachments']).toMatchObject([{ type: 'share' }]);
});

test('replies, quick replies, ads, unsupported', async () => {
	const { instagram } = s.simulator;
	await instagram.sendDirectMessage({ ...parties(), text: 'x', replyToMid: mid() });
	expect(last()['message']?.['reply_to']).toEqual({ mid: mid(), is_self_reply: true });
	const story = instagram.createMedia(s.account, { productType: 'STORY' });
	await instagram.sendDirectMessage({ ...parties(), text: 'x', replyToStoryId: story.id });
	expect(last()['message']?.['reply_to']).toMatchObject({
		story: { id: story.id, url: expect.any(String) as string },
	});
	await instagram.sendDirectMessage({ ...parties(), text: 'Yes', quickReplyPayload: 'YES' });
	expect(last()['message']).toMatchObject({ text: 'Yes', quick_reply: { payload: 'YES' } });
	await instagram.sendDirectMessage({
		...parties(),
		text: 'x',
		referral: { ad_id: '1', source: 'ADS', type: 'OPEN_THREAD' },
	});
	expect(last()['message']?.['referral']).toMatchObject({ ad_id: '1' });
	await instagram.sendDirectMessage({ ...parties(), unsupported: true });
	expect(last()['message']).toMatchObject({ is_unsupported: true });
});

test('standby: another app owns the thread', async () => {
	s.simulator.instagram.setStandby(s.person, s.account, true);
	await s.simulator.instagram.sendDirectMessage({ ...parties(), text: 'x' });
	expect(last('standby')['message']).toMatchObject({ text: 'x' });
	const recipient = { id: s.simulator.instagram.igsid(s.person, s.account) };
	const refused = await s.post('/me/messages', { recipient, message: { text: 'x' } });
	expect(refused.json['error']).toMatchObject({ code: 100, error_subcode: 2534037 });
});

test('content: replies, GIFs, ads, live, mentions, story insights', async () => {
	const { instagram } = s.simulator;
	const media = instagram.createMedia(s.account);
	const { id } = await instagram.comment({ from: s.person, media });
	expect(last('changes')['value']).not.toHaveProperty('text');
	await instagram.comment({
		from: s.person,
		media,
		text: 'r',
		parentId: id,
		ad: { ad_id: '9', ad_title: 't' },
	});
	expect(last('changes')['value']).toMatchObject({ parent_id: id, media: { ad_id: '9' } });
	await instagram.comment({ from: s.person, media: instagram.startLive(s.account), text: 'live' });
	expect(last('changes')).toMatchObject({ field: 'live_comments' });
	const other = instagram.createAccount({ username: 'other' });
	const theirs = instagram.createMedia(other, { caption: '@brand' });
	const { comment } = await instagram.comment({ from: s.person, media: theirs, text: '@brand look' });
	await instagram.mention({ account: s.account, media: theirs, comment });
	expect(last('changes')).toEqual({
		field: 'mentions',
		value: { media_id: theirs.id, comment_id: comment.id },
	});
	s.simulator.switches.mentions = 'comments';
	await instagram.mention({ account: s.account, media: theirs, comment });
	expect(last('changes')).toMatchObject({
		field: 'comments',
		value: { id: comment.id, media: { id: theirs.id } },
	});
	await instagram.storyInsights(instagram.createMedia(s.account, { productType: 'STORY', storyViewers: 3 }));
	expect(last('changes')['value']).toMatchObject({ reach: -1 });
});

test('any event at all', async () => {
	const [delivery] = await s.simulator.instagram.deliver({
		accountId: s.account.id,
		field: 'follow',
		place: 'changes',
		content: { anything: true },
		time: s.simulator.clock.now(),
	});
	expect(delivery?.state).toBe('delivered');
	expect(last('changes')).toEqual({ field: 'follow', value: { anything: true } });
});
