/** No payload, however broken, makes the parser throw, or hides a valid event that stands beside it. */
import fc from 'fast-check';

import { entryOf, parseDelivery } from '../../../../nodes/Instagram/protocol/events/parseDelivery';
import { parseGraphJson } from '../../../../nodes/Instagram/protocol/json';
import { ACCOUNT, broken, valid } from '../../../support/brokenDeliveries.mts';

const RUNS = 10_000;

const parsed = (body: unknown) => parseDelivery(parseGraphJson(JSON.stringify(body)));

it('never throws, and gives back events that can be stored', () => {
	fc.assert(
		fc.property(broken, (body) => {
			const events = parsed(body);
			expect(() => JSON.stringify(events.map((event) => [event.simplified, entryOf(event)]))).not.toThrow();
			for (const { simplified } of events) expect(simplified.eventId).toMatch(/^[0-9a-f]{32}$/);
		}),
		{ numRuns: RUNS },
	);
});

it('keeps a valid event beside broken ones, in order, with its text', () => {
	const mixed = fc.array(
		fc.oneof(
			broken.map((element) => ({ element })),
			valid,
		),
		{ maxLength: 8 },
	);
	fc.assert(
		fc.property(mixed, broken, fc.array(broken, { maxLength: 2 }), (elements, changes, entries) => {
			const messaging = elements.map(({ element }) => element);
			const entry = [...entries, { id: ACCOUNT, time: 1569262485349, messaging, changes, standby: changes }];
			const expected = elements.filter(
				(element): element is { mid: string; text: string; element: never } => 'mid' in element,
			);
			const texts = parsed({ object: 'instagram', entry }).map(
				({ simplified: { messageId, text } }) => `${messageId} ${text}`,
			);
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
	const long = JSON.stringify({
		object: 'instagram',
		entry: [{ id: ACCOUNT, messaging: [{ message: { mid: 'm', text: '\\"'.repeat(3_000_000) } }] }],
	});
	for (const text of [
		'',
		'null',
		'"x"',
		'<html>',
		'{',
		deep,
		`{"object":"instagram","entry":[{"id":"1","changes":[{"field":"comments","value":${deep}}]}]}`,
	]) {
		expect(() => parseDelivery(parseGraphJson(text))).not.toThrow();
	}
	expect(parseDelivery(parseGraphJson(long))).toHaveLength(1);
});
