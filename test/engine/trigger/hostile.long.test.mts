/**
 * What will not get better is never asked of Meta again: settings that cannot be used, and bodies that nobody
 * can read.
 */
import type { IDataObject } from 'n8n-workflow';

import { posts } from '../../support/postRows.mts';
import { expectSoon, textMessage, useTriggers } from '../../support/triggers.mts';

const { trigger, delivery, world } = useTriggers();
beforeEach(async () => await world.open());

describe('a setting that an expression spoils after the activation', () => {
	it.each<[string, IDataObject, RegExp]>([
		['a keyword', { keywords: '={{ "/(/" }}' }, /Keywords: "\/\(\/"/],
		['a link that names no post', { mediaIds: posts('={{ "https://example.com/" }}') }, /Posts: /],
		['a user name among the senders', { senderIds: '={{ "@customer" }}' }, /Sender IDs: "@customer"/],
		[
			'a switch that is neither on nor off',
			{ includeOwn: '={{ "perhaps" }}' },
			/Include Own .* must be true/,
		],
		['a choice that is not in the menu', { accounts: '={{ "mine" }}' }, /Accounts must be one of/],
		['an object where a list is asked', { keywords: '={{ ({ a: 1 }) }}' }, /Keywords must be a list/],
	])('%s: Meta gets its 200, nothing starts, and the log says which', async (_what, options, words) => {
		const target = trigger({ options: options as never });
		const { status, items } = await target.deliver(delivery(textMessage('Hello')));
		expect([status, items]).toEqual([200, undefined]);
		expect(target.log.join('\n')).toMatch(words);
		// a forged one learns nothing from that
		expect((await target.deliver(delivery(textMessage('Hello')), { signature: 'sha256=00' })).status).toBe(
			401,
		);
	});

	it('keeps no delivery from the triggers that it forwards to', async () => {
		const other = trigger({ options: { keywords: 'hello' } });
		const origin = await other.listen();
		const target = trigger({
			options: { keywords: '={{ "/(/" }}', forwardTo: [`${origin}/webhook`], forwardToPrivate: true },
		});
		const body = delivery(textMessage('Hello'));
		expect((await target.deliver(body)).status).toBe(200);
		await expectSoon(() => expect(other.executions).toHaveLength(1));
	});
});

const MEGABYTES = 10 * 1024 * 1024;
const nested = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth);
const entryOf = (inner: string) =>
	`{"object":"instagram","entry":[{"id":"${world.account.id}","time":1725400000,${inner}}]}`;

/** Signed, since whoever has the secret may still send anything. */
const HOSTILE: ReadonlyArray<readonly [string, () => Buffer | string]> = [
	['nothing', () => ''],
	['no JSON', () => '<html>'],
	['half of a JSON', () => '{"object":"instagram","entry":[{'],
	['null', () => 'null'],
	['a number beyond all', () => '1e999999'],
	['a text', () => '"instagram"'],
	['a list of lists', () => '[[[[]]]]'],
	['bytes that are no UTF-8', () => Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28, 0xa0, 0xa1])],
	['a NUL and half of a surrogate pair', () => entryOf('"changes":[{"field":"\\u0000\\ud800","value":{}}]')],
	['entries that are none', () => '{"object":"instagram","entry":[null,1,"x",[],{"id":{}},{"changes":"x"}]}'],
	['an entry that is an object of entries', () => '{"object":"instagram","entry":{"0":{"id":"1"}}}'],
	[
		'keys of prototypes',
		() => entryOf('"__proto__":{"isOwn":true},"constructor":{"prototype":{}},"messaging":[{}]'),
	],
	['a field that is a list', () => entryOf('"changes":[{"field":["comments"],"value":[]}]')],
	[
		'ids that are objects',
		() => entryOf('"changes":[{"field":"comments","value":{"id":{"a":1},"from":[],"media":7}}]'),
	],
	['10 MB of blanks', () => entryOf('"messaging":[]') + ' '.repeat(MEGABYTES)],
	[
		'a text of 10 MB in an unknown field',
		() => entryOf(`"changes":[{"field":"x","value":"${'a'.repeat(MEGABYTES)}"}]`),
	],
	[
		'a text of 80,000 escaped quotes',
		() => entryOf(`"changes":[{"field":"x","value":"${'\\"'.repeat(80_000)}"}]`),
	],
	['80,000 backslashes', () => entryOf(`"changes":[{"field":"x","value":"${'\\\\'.repeat(80_000)}"}]`)],
	['lists nested 100,000 deep', () => nested(100_000, '[', ']')],
	['objects nested 100,000 deep', () => entryOf(`"x":${nested(100_000, '{"a":', '')}1`)],
	['lists nested 100,000 deep inside an event', () => entryOf(`"messaging":[${nested(100_000, '[', ']')}]`)],
	[
		'100,000 entries of nothing',
		() => `{"object":"instagram","entry":[${Array(100_000).fill('{}').join()}]}`,
	],
	[
		'a number of 100,000 digits for an id',
		() => entryOf(`"changes":[{"field":"comments","value":{"id":${'7'.repeat(100_000)}}}]`),
	],
];

it.each(HOSTILE)('%s is taken with 200 or refused, and the next delivery is heard', async (_what, body) => {
	const target = trigger({ events: ['messages'] });
	const { status, items } = await target.deliver(Buffer.from(body()));
	expect(status).toBe(200);
	expect(items ?? []).toEqual([]);
	expect(({} as { isOwn?: boolean }).isOwn).toBeUndefined();
	expect((await target.deliver(delivery(textMessage('Hello')))).items).toHaveLength(1);
});
