/**
 * Every field of the three panels, found by walking through them: an empty cell means "not given", and a list
 * comes in every form that a table, a Set node or a model gives it. What counts is what reaches Instagram, or
 * the error.
 */
import type { INodeParameters, INodeProperties } from 'n8n-workflow';

import { Instagram } from '../../../nodes/Instagram/Instagram.node';
import { InstagramPollingTrigger } from '../../../nodes/Instagram/InstagramPollingTrigger.node';
import { InstagramTrigger } from '../../../nodes/Instagram/InstagramTrigger.node';
import { callsIn } from '../../support/calls.mts';
import { untilQuiet } from '../../support/edge.mts';
import { fieldsBelow, isList, listFor, withValue, type PanelField } from '../../support/panelFields.mts';
import { createPolling } from '../../support/polling.mts';
import { createTrigger } from '../../support/webhook.mts';
import { useWorld } from '../../support/world.mts';

afterEach(async () => await untilQuiet(() => world.requests().length));
const world = useWorld({ per: 'test', waitless: true });
const calls = callsIn(world);

/** Given by an expression: an empty cell, a cell of a database, a column that is not there. */
const NOTHING: ReadonlyArray<readonly [string, unknown]> = [
	['an empty text', ''],
	['null', null],
	['nothing', undefined],
];

/** n8n's editor adds a row with the default of the whole list, an empty list. */
const nothingFor = ({ property: { typeOptions, type, default: given } }: PanelField) =>
	type === 'string' && typeOptions?.multipleValues === true
		? [...NOTHING, ['a row that is still empty', [given]] as const]
		: NOTHING;

/** A list in the forms that expressions give. */
function formsOf(list: readonly unknown[]): Array<readonly [string, unknown]> {
	const json = JSON.stringify(list);
	return [
		...(list.every((entry) => typeof entry === 'string') ? [['commas', list.join(', ')] as const] : []),
		['JSON', json],
		['JSON in quotes', JSON.stringify(json)],
		['JSON quoted twice', JSON.stringify(JSON.stringify(json))],
	];
}

/** What an act comes to, without what differs from call to call. */
const withoutIds = (text: string) => text.replace(/[\w=-]{24,}|\d{9,}|\d{4}-\d\d-\d\dT[\d:.]+Z/g, '#');

/** A field of the panel that is always needed says so by name when it is empty. */
const isNeeded = ({ property: { required, type, default: given }, isAdded }: PanelField) =>
	required === true ||
	(!isAdded && type === 'json') ||
	(!isAdded && type === 'fixedCollection' && Object.keys(given as object).length > 0);

type Outcome = (field: PanelField, ...value: [] | [unknown]) => Promise<string>;

function hold(fields: readonly PanelField[], outcomeOf: Outcome): void {
	const named = fields.map((field) => [field.path.join('.'), field] as const);
	const [needed, optional] = [
		named.filter(([, field]) => isNeeded(field)),
		named.filter(([, field]) => !isNeeded(field)),
	];
	if (needed.length > 0)
		it.each(needed)('%s is asked for by name when it is empty', async (_name, field) => {
			for (const [what, value] of NOTHING)
				expect([what, await outcomeOf(field, value)]).toEqual([
					what,
					expect.stringMatching(new RegExp(`^Error: .*${field.property.displayName.replace(/[()]/g, '.')}`)),
				]);
		});
	if (optional.length > 0)
		it.each(optional)('%s may be empty, which is the same as not given', async (_name, field) => {
			const left = await outcomeOf(field);
			for (const [what, value] of nothingFor(field))
				expect([what, await outcomeOf(field, value)]).toEqual([what, left]);
		});
	const lists = named.filter(([, field]) => isList(field));
	if (lists.length === 0) return;
	it.each(lists)('%s takes a list in every form', async (_name, field) => {
		const list = listFor(field);
		const array = await outcomeOf(field, list);
		for (const [what, value] of formsOf(list))
			expect([what, await outcomeOf(field, value)]).toEqual([what, array]);
		// what is no list is refused with the form that is wanted
		expect(array).not.toMatch(/must be a list/);
		expect(await outcomeOf(field, { a: 1 })).toMatch(/^Error: .* must be a list/);
	});
}

const { properties } = new Instagram().description;

it('every operation is called', () => {
	const offered = properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options = [] }) =>
			options.flatMap((option) =>
				'value' in option ? [`${displayOptions?.show?.resource?.[0] as string}.${String(option.value)}`] : [],
			),
		);
	expect(offered.sort()).toEqual(Object.keys(calls).sort());
});

describe.each(Object.keys(calls))('%s', (name) => {
	const [resource = '', operation = ''] = name.split('.');
	const own = properties.filter(
		({ displayOptions }) =>
			displayOptions?.show?.resource?.includes(resource) &&
			displayOptions.show.operation?.includes(operation),
	);
	const outcomeOf: Outcome = async (field, ...value) => {
		const [parameters = {}] = [await calls[name]!()].flat();
		const given = withValue(
			parameters,
			field,
			...(value.length === 0 ? [] : (['={{ $json.value }}'] as const)),
		);
		// the names of the placeholders belong to nobody here
		world.simulator.switches.unknownUsernames = 'accepted';
		world.clearRequests();
		const json = value[0] === undefined ? {} : { value: value[0] as string };
		const { error, hints } = await world.run({ resource, operation, ...given }, [{ json }]);
		if (error) return withoutIds(`Error: ${error.message}`);
		const wire = world
			.requests()
			.map(({ method, path, query, body }) => JSON.stringify([method, path, query, body]))
			.sort();
		return withoutIds([...hints, ...wire].join('\n'));
	};
	hold(fieldsBelow(own), outcomeOf);
});

/** The panel of a trigger, without what n8n itself reads or asks Instagram for. */
const panelOf = (all: readonly INodeProperties[]) =>
	fieldsBelow(all.filter(({ name }) => !['authentication', 'connectedAccount'].includes(name)));
const EVENTS: INodeParameters = { events: ['comments', 'messages'], simplify: true, options: {} };
const expressionOf = (value: unknown) => `={{ ${JSON.stringify(value) ?? 'undefined'} }}`;
const parametersOf = (field: PanelField, value: [] | [unknown]) =>
	withValue(EVENTS, field, ...(value.length === 0 ? [] : ([expressionOf(value[0])] as const)));

async function told(act: () => Promise<unknown>): Promise<string> {
	try {
		return withoutIds(JSON.stringify(await act()));
	} catch (error) {
		return withoutIds(`Error: ${(error as Error).message}`);
	}
}

describe('the Instagram Trigger', () => {
	hold(panelOf(new InstagramTrigger().description.properties), async (field, ...value) => {
		const media = world.simulator.instagram.createMedia(world.account);
		const trigger = createTrigger(world, parametersOf(field, value));
		return await told(async () => {
			await trigger.activate();
			return await trigger.deliver({
				object: 'instagram',
				entry: [
					{
						id: world.account.id,
						time: 1725400000,
						changes: [
							{
								field: 'comments',
								value: { id: '1', from: { id: '77', username: 'x' }, text: 'Hi', media: { id: media.id } },
							},
						],
					},
				],
			});
		});
	});
});

describe('the Instagram Polling Trigger', () => {
	hold(panelOf(new InstagramPollingTrigger().description.properties), async (field, ...value) => {
		// what a look before this one brought is over
		world.simulator.clock.advance(60_000);
		const polling = createPolling(world, parametersOf(field, value));
		const media = world.simulator.instagram.createMedia(world.account);
		return await told(async () => {
			await polling.activate();
			await world.simulator.instagram.comment({ from: world.person, media, text: 'Hi' });
			await polling.poll();
			if (polling.failed[0]) throw polling.failed[0];
			return polling.items();
		});
	});
});
