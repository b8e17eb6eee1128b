import { simplifiedOf } from '../../../../nodes/Instagram/protocol/events/simplifiedOf';

const common = {
	event: 'messages',
	eventId: 'e',
	accountId: '17841400000000001',
	personId: undefined,
	timestamp: undefined,
	isOwn: false,
	isTest: false,
};

/** The first one stands for what a process reads first: no order is known yet. */
it.each([
	['nothing', {}, ['eventId', 'event', 'accountId', 'isOwn', 'isTest']],
	[
		'a text, and who got it',
		{ recipientId: '1', text: 'Hello' },
		['eventId', 'event', 'text', 'accountId', 'isOwn', 'isTest'],
	],
	['nothing again', {}, ['eventId', 'event', 'accountId', 'isOwn', 'isTest']],
])('an event of which %s was read has the fields that all have, in order', (_what, read, keys) =>
	expect(Object.keys(simplifiedOf(read, common))).toEqual(keys),
);

it('leaves out what has no value, also inside, but not what stays as Meta sent it', () => {
	const read = { attachments: [{ type: 'image', url: undefined }], details: { a: [{ b: undefined }] } };
	const { attachments, details } = simplifiedOf(read, common);
	expect(attachments).toStrictEqual([{ type: 'image' }]);
	expect(details).toStrictEqual({ a: [{ b: undefined }] });
});
