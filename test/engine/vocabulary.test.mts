/**
 * One name for one thing: every operation and every event gives out the words of the vocabulary, in its
 * order, and no others.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';

import { Instagram } from '../../nodes/Instagram/Instagram.node';
import {
	AUDIENCES,
	DEMOGRAPHICS,
	TOTAL_METRIC_NAMES,
} from '../../nodes/Instagram/protocol/insights/accountInsights';
import { MEDIA_METRIC_NAMES } from '../../nodes/Instagram/protocol/insights/mediaInsights';
import type { SimplifiedEvent } from '../../nodes/Instagram/protocol/events/simplified';
import { parseDelivery } from '../../nodes/Instagram/protocol/events/parseDelivery';
import { isRecord, parseGraphJson } from '../../nodes/Instagram/protocol/json';
import { toCamelCase } from '../../nodes/Instagram/protocol/simplify';
import { VOCABULARY } from '../../nodes/Instagram/protocol/vocabulary';
import { runToItsEnd } from '../support/answering.mts';
import { callsIn } from '../support/calls.mts';
import { INNER_KEYS, OUTPUTS } from '../support/docs/outputs.mts';
import { useWorld } from '../support/world.mts';

const world = useWorld({ per: 'file', waitless: true });
const instagram = () => world.simulator.instagram;

const METRICS = new Set(
	[
		...TOTAL_METRIC_NAMES,
		...MEDIA_METRIC_NAMES,
		...AUDIENCES.flatMap((audience) => DEMOGRAPHICS.map((breakdown) => `${audience}_${breakdown}`)),
	].flatMap((name) => [toCamelCase(name), `${toCamelCase(name)}Breakdown`]),
);
// whoever adds a field to events adds it to the vocabulary
const WORDS = Object.keys(VOCABULARY satisfies Readonly<Record<keyof SimplifiedEvent, string>>);

/** Keys that no table lists. What a metric or Meta's own `details` hold is theirs. */
function strangersIn(value: unknown, isInner = false): string[] {
	if (Array.isArray(value)) return value.flatMap((element) => strangersIn(element, true));
	if (!isRecord(value)) return [];
	return Object.entries(value).flatMap(([key, inner]) => {
		if (key === 'details' || METRICS.has(key)) return [];
		const isKnown = WORDS.includes(key) || (isInner && INNER_KEYS.has(key));
		return [...(isKnown ? [] : [key]), ...strangersIn(inner, true)];
	});
}

/** Texts that hold JSON, which nobody can map. */
function jsonIn(value: unknown): string[] {
	if (typeof value === 'string') return /^\s*[[{]/.test(value) ? [value] : [];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(jsonIn) : [];
}

const CALLS = callsIn(world);

function offered(): string[] {
	return new Instagram().description.properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options }) =>
			(options ?? []).flatMap((option) =>
				'value' in option ? [`${displayOptions?.show?.resource?.[0] as string}.${String(option.value)}`] : [],
			),
		);
}

it('covers every operation', () => {
	expect(offered().sort()).toEqual(Object.keys(OUTPUTS).sort());
	expect(Object.keys(CALLS).sort()).toEqual(Object.keys(OUTPUTS).sort());
});

describe('with Simplify', () => {
	beforeAll(async () => {
		await instagram().sendDirectMessage({
			from: world.person,
			to: world.account,
			attachments: [instagram().attachment('image', 'photo.jpg')],
		});
		await instagram().sendDirectMessage({ from: world.person, to: world.account, text: 'Is it open?' });
	});

	it.each(Object.keys(CALLS))('%s', async (name) => {
		const [resource, operation] = name.split('.');
		const calls = [await CALLS[name]!()].flat();
		const items: IDataObject[] = [];
		for (const parameters of calls) {
			const { items: given, error } = await runToItsEnd(world, {
				resource,
				operation,
				...parameters,
			});
			expect(error).toBeUndefined();
			items.push(...given.map(({ json }) => json));
		}
		expect(items.length).toBeGreaterThan(0);
		const [first = {}] = items;
		const keys = Object.keys(first).map((key) =>
			name.endsWith('getInsights') && METRICS.has(key) ? 'metrics' : key,
		);
		const listed = OUTPUTS[name]!.split(' ');
		const isChosen = name.startsWith('conversation.');
		expect([...new Set(keys)].filter((key) => !isChosen || listed.includes(key))).toEqual(
			listed.filter((key) => keys.includes(key)),
		);
		expect(items.flatMap((item) => strangersIn(item))).toEqual([]);
		expect(items.flatMap(jsonIn)).toEqual([]);
	});
});

describe('events', () => {
	const folder = join(__dirname, '../fixtures/webhooks');

	it.each(readdirSync(folder))('%s', (file) => {
		const events = parseDelivery(parseGraphJson(readFileSync(join(folder, file), 'utf8')));
		for (const { simplified } of events) {
			expect(strangersIn(simplified)).toEqual([]);
			const keys = Object.keys(simplified);
			expect(keys.slice(0, 2)).toEqual(['eventId', 'event']);
			expect(keys).toEqual(WORDS.filter((word) => keys.includes(word)));
		}
	});
});
