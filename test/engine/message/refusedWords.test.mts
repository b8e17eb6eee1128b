/**
 * One number of Meta's stands for whatever is wrong with a request of messages: the words fit what was sent,
 * and where its file lies.
 */
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { fixture } from '../../../simulator/state/fixtures.mts';
import { PUBLIC_HOST } from '../../support/engine.mts';
import { HOST } from '../../support/posts.mts';
import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'file', waitless: true });
const instagram = () => world.simulator.instagram;
const message = (operation: string, more: INodeParameters = {}): INodeParameters => ({
	resource: 'message',
	operation,
	recipientId: instagram().igsid(world.person, world.account),
	...more,
});
const send = (messageType: string, more: INodeParameters = {}) => message('send', { messageType, ...more });

function refuse(subcode: number): void {
	world.simulator.faults.failNext(
		{ method: 'POST', path: /\/(messages|message_attachments)$/ },
		{
			kind: 'status',
			status: 400,
			body: { error: { message: 'Localised', type: 'OAuthException', code: 100, error_subcode: subcode } },
			effect: 'before',
		},
	);
}

describe('invalid data (100/2534015)', () => {
	const fields = { defineTemplate: 'fields' };
	const button = { type: 'postback', title: 'Prices', payload: 'PRICES' };

	it.each<[string, () => INodeParameters | Promise<INodeParameters>, string, RegExp]>([
		['a text', () => send('text', { text: 'Hi' }), 'message', /^Check the text/],
		[
			'an answer',
			() => send('text', { text: 'Hi', additionalFields: { replyTo: 'aWdfZAG1' } }),
			'message',
			/text.*Reply to Message ID/,
		],
		[
			'a picture',
			() => send('image', { mediaUrl: `${HOST}/photo.jpg` }),
			'message',
			/Message Type fits the file/,
		],
		[
			'several pictures',
			() => send('image', { mediaUrl: `${HOST}/photo.jpg, ${HOST}/photo-2.jpg` }),
			'message',
			/every URL/,
		],
		[
			'a post',
			() => send('post', { mediaId: instagram().createMedia(world.account).id }),
			'message',
			/Check the post/,
		],
		[
			'quick replies',
			() =>
				send('quickReplies', { text: 'Hi', quickReplies: { quickReply: [{ title: 'A', payload: 'A' }] } }),
			'message',
			/Check the quick replies/,
		],
		[
			'a template',
			() => send('buttonTemplate', { text: 'Hi', ...fields, buttons: { button: [button] } }),
			'message',
			/Check the template/,
		],
		[
			'a reaction',
			() => message('react', { messageId: 'aWdfZAG1', reaction: 'love' }),
			'reaction',
			/^Message ID .* love or one emoji/,
		],
		[
			'a reaction taken back',
			() => message('removeReaction', { messageId: 'aWdfZAG1' }),
			'reaction',
			/^Message ID [^.]*\.(?! Reaction)/,
		],
		[
			'an action',
			() => message('sendAction', { senderAction: 'typing_on' }),
			'action',
			/conversation with them/,
		],
		[
			'a file that is uploaded',
			() => message('uploadAttachment', { mediaUrl: `${HOST}/photo.jpg` }),
			'file',
			/^Check that Attachment Type fits/,
		],
		[
			'a private reply',
			async () => {
				const media = instagram().createMedia(world.account);
				const { id } = await instagram().comment({ from: world.person, media, text: 'How?' });
				return { resource: 'comment', operation: 'sendPrivateReply', commentId: id, text: 'So' };
			},
			'private reply',
			/text.*comment must still exist/,
		],
		['a question', () => message('sendAndWait', { message: 'Publish?' }), 'message', /Check the template/],
	])('of %s names it', async (_what, parameters, thing, remedy) => {
		const given = await parameters();
		refuse(2534015);
		const { error } = await world.run(given);
		expect(error?.message).toBe(`Instagram did not accept the ${thing}`);
		expect(error?.description).toMatch(remedy);
		expect(error?.description).toContain('Code 100/2534015');
	});
});

describe.each([2018008, 2018047, 2018294])('a file that Instagram could not take (100/%d)', (subcode) => {
	const OWN = `https://${PUBLIC_HOST} must open from the internet`;
	const PAGE = /opens a web page around the file/;
	const file = async (): Promise<INodeExecutionData[]> => {
		const { bytes } = fixture('photo.jpg')!;
		return [await world.binaryItem(bytes, 'image/jpeg', 'photo.jpg')];
	};

	it.each<[string, () => INodeParameters]>([
		['a message', () => send('image', { mediaSource: 'binary' })],
		['an upload', () => message('uploadAttachment', { mediaSource: 'binary' })],
	])('of n8n in %s: n8n must be reachable', async (_what, parameters) => {
		refuse(subcode);
		const { error } = await world.run(parameters(), await file());
		expect(error?.description).toContain(OWN);
		expect(error?.description).not.toMatch(PAGE);
		expect(error?.description).not.toContain('signed');
	});

	it.each<[string, () => INodeParameters]>([
		['a message', () => send('image', { mediaUrl: `${HOST}/photo.jpg` })],
		['an upload', () => message('uploadAttachment', { mediaUrl: `${HOST}/photo.jpg` })],
	])('from a URL in %s: the URL may be a page', async (_what, parameters) => {
		refuse(subcode);
		const { error } = await world.run(parameters());
		expect(error?.description).toMatch(PAGE);
		expect(error?.description).not.toContain('must open from the internet');
	});
});

it.each([
	['a person', { recipientType: 'person' }, 'instagram_business_manage_messages'],
	[
		'the writer of a comment',
		{ recipientType: 'comment', commentId: '1' },
		'instagram_business_manage_comments',
	],
])('a refusal for want of a permission names that for messages to %s', async (_who, to, permission) => {
	world.simulator.faults.failNext(
		{ path: '/messages' },
		{ kind: 'status', status: 400, body: { error: { message: 'x', code: 10 } }, effect: 'before' },
	);
	const pasted = { authentication: 'accessToken', text: 'Hi' };
	const { error } = await world.run(send('text', { ...pasted, ...to }));
	expect(error?.description).toContain(`This operation needs the permission ${permission}.`);
});
