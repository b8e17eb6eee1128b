/**
 * What n8n's UX guidelines ask of what comes out, of every operation: whichever item fails is named, and
 * answers are small.
 */
import type { INodeParameters, INodeProperties } from 'n8n-workflow';

import { Instagram } from '../../nodes/Instagram/Instagram.node';
import { callsIn } from '../support/calls.mts';
import { OUTPUTS } from '../support/docs/outputs.mts';
import { useWorld } from '../support/world.mts';

const world = useWorld({ per: 'file', waitless: true });
const CALLS = callsIn(world);

const NAMES = Object.keys(OUTPUTS);
/** They say what is wrong with a connection, as an item. */
const TELLS_OF_IT = ['account.checkSetup', 'account.getConnectionStatus'];

const of = (name: string) => {
	const [resource = '', operation = ''] = name.split('.');
	return { resource, operation };
};

const fieldsOf = (name: string): INodeProperties[] => {
	const { resource, operation } = of(name);
	return new Instagram().description.properties.filter(
		({ displayOptions }) =>
			displayOptions?.show?.resource?.includes(resource) &&
			displayOptions.show.operation?.includes(operation),
	);
};
const has = (field: string) => (name: string) => fieldsOf(name).some((one) => one.name === field);
const choiceOf = (name: string) =>
	(fieldsOf(name).find((one) => one.name === 'additionalFields')?.options ?? []).find(
		(one): one is INodeProperties =>
			one.name === 'fields' && 'displayName' in one && one.displayName === 'Fields',
	);

/** n8n starts nothing while a required field is empty. */
async function parametersOf(name: string): Promise<INodeParameters> {
	const [parameters = {}] = [await CALLS[name]!()].flat();
	return { ...of(name), ...parameters };
}

/** Its first call, and what came of it. */
async function call(name: string, more: (parameters: INodeParameters) => INodeParameters = () => ({})) {
	const parameters = await parametersOf(name);
	const { items, error } = await world.run({ ...parameters, ...more(parameters) });
	expect(error).toBeUndefined();
	return items[0]!.json;
}

describe('an item that fails is named by n8n, since the error has its number', () => {
	const items = [{ json: { account: '' } }, { json: { account: '1' } }];

	it.each(NAMES.filter((name) => !TELLS_OF_IT.includes(name)))('%s', async (name) => {
		const { error } = await world.run(
			{ ...(await parametersOf(name)), connectedAccount: '={{ $json.account }}' },
			items,
		);
		expect(error?.context.itemIndex).toBe(1);
		expect(error?.description).toBeTruthy();
	});

	it.each(TELLS_OF_IT)('%s tells of it instead', async (name) => {
		const { items: given } = await world.run(
			{ ...(await parametersOf(name)), connectedAccount: '={{ $json.account }}' },
			items,
		);
		expect(given.some(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":1}')).toBe(true);
	});
});

describe('with Simplify an answer has ten fields at most', () => {
	const simple = NAMES.filter(has('simplify'));

	// of insights each field is a metric that was asked for
	it.each(simple.filter((name) => !name.endsWith('getInsights')))('%s', async (name) => {
		const json = await call(name, (parameters) => ({
			additionalFields: { ...(parameters.additionalFields as INodeParameters | undefined), fields: [] },
		}));
		expect(Object.keys(json).length).toBeGreaterThan(1);
		expect(Object.keys(json).length).toBeLessThanOrEqual(10);
	});
});

describe('chosen fields come with the ID', () => {
	const choosing = NAMES.filter((name) => choiceOf(name) !== undefined);

	it('is asked of several operations', () => expect(choosing.length).toBeGreaterThan(5));

	it.each(choosing)('%s', async (name) => {
		const whole = await call(name);
		const other = choiceOf(name)!.options!.find(
			(option) => 'value' in option && /name$|type$|text$/.test(String(option.value)),
		);
		const json = await call(name, () => ({
			additionalFields: { fields: [(other as { value: string }).value] },
		}));
		expect(Object.keys(json)).toContain('id');
		expect(json.id).toMatch(/^[\w=-]+$/);
		expect((json.id as string).length).toBe((whole.id as string).length);
		expect(Object.keys(json).length).toBeLessThan(Object.keys(whole).length);
	});
});

describe('what is deleted is said to be', () => {
	const deleting = NAMES.filter((name) => /\.(delete|deleteIceBreakers|deletePersistentMenu)$/.test(name));

	it.each(deleting)('%s', async (name) => expect(await call(name)).toMatchObject({ deleted: true }));
});
