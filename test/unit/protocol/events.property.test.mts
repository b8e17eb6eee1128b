/** No payload, however broken, makes the parser throw, or hides a valid event that stands beside it. */
import fc from 'fast-check';

import { parseDelivery } from '../../../nodes/Instagram/protocol/events/parseDelivery';
import { parseGraphJson } from '../../../nodes/Instagram/protocol/json';

const RUNS = 10_000;
const ACCOUNT = '17841405822304914';

/** Keys and values that the parser looks at, in places where they do not belong. */
const KEYS = ['object', 'entry', 'id', 'time', 'timestamp', 'messaging', 'standby', 'changes', 'field', 'value', 'sender', 'recipient', 'message', 'mid', 'text', 'attachments', 'payload', 'reply_to', 'story', 'reaction', 'read', 'postback', 'referral', 'message_edit', 'num_edit', 'optin', 'app_roles', 'from', 'media', 'media_id', 'comment_id', 'is_echo', '__proto__', 'constructor', 'toString'];
const FIELDS = ['messages', 'comments', 'mentions', 'standby', 'message_edit', 'hologram', '__proto__'];

const { broken } = fc.letrec<{ broken: unknown }>((tie) => ({
	broken: fc.oneof(
		{ maxDepth: 5, depthSize: 'small' },
		fc.constantFrom<unknown>(null, true, false, 0, -1, 1e20, 9e15, 17841405822304914n.toString(), '', 'instagram', ...FIELDS),
		fc.integer(),
		fc.double(),
		fc.string(),
		fc.array(tie('broken'), { maxLength: 4 }),
		fc.dictionary(fc.oneof(fc.constantFrom(...KEYS), fc.string()), tie('broken'), { maxKeys: 6, noNullPrototype: false }),
	),
}));

const parsed = (body: unknown) => parseDelivery(parseGraphJson(JSON.stringify(body)));

const valid = fc.record({ mid: fc.stringMatching(/^[A-Za-z0-9]{8,40}$/), text: fc.string({ minLength: 1 }) }).map(({ mid, text }) => ({
	mid,
	text,
	element: { sender: { id: '99' }, recipient: { id: ACCOUNT }, timestamp: 1569262485349, message: { mid, text } },
}));

it('never throws, and gives back events that can be stored', () => {
	fc.assert(
		fc.property(broken, (body) => {
			const events = parsed(body);
			expect(() => JSON.stringify(events.map(({ simplified, entry }) => [simplified, entry]))).not.toThrow();
			for (const { simplified } of events) expect(simplified.eventId).toMatch(/^[0-9a-f]{32}$/);
		}),
		{ numRuns: RUNS },
	);
});

it('keeps a valid event beside broken ones, in order, with its text', () => {
	const mixed = fc.array(fc.oneof(broken.map((element) => ({ element })), valid), { maxLength: 8 });
	fc.assert(
		fc.property(mixed, broken, fc.array(broken, { maxLength: 2 }), (elements, changes, entries) => {
			const messaging = elements.map(({ element }) => element);
			const entry = [...entries, { id: ACCOUNT, time: 1569262485349, messaging, changes, standby: changes }];
			const expected = elements.filter((element): element is { mid: string; text: string; element: never } => 'mid' in element);
			const texts = parsed({ object: 'instagram', entry }).map(({ simplified: { messageId, text } }) => `${messageId} ${text}`);
			const wanted = expected.map(({ mid, text }) => `${mid} ${text}`);
			const rest = [...texts];
			for (const one of wanted) {
				const at = rest.indexOf(one);
				expect(at).toBeGreaterThanOrEqual(0);
				rest.splice(0, at + 1);
			}
		}),
		{ numRuns: RUNS },
	);
});

it('survives what is no JSON, is nested deeply, or is very long', () => {
	const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
	const long = JSON.stringify({ object: 'instagram', entry: [{ id: ACCOUNT, messaging: [{ message: { mid: 'm', text: '\\"'.repeat(3_000_000) } }] }] });
	for (const text of ['', 'null', '"x"', '<html>', '{', deep, `{"object":"instagram","entry":[{"id":"1","changes":[{"field":"comments","value":${deep}}]}]}`]) {
		expect(() => parseDelivery(parseGraphJson(text))).not.toThrow();
	}
	expect(parseDelivery(parseGraphJson(long))).toHaveLength(1);
});
