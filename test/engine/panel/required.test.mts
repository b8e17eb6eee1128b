/**
 * n8n stops a workflow at an empty required field, and takes every field behind a choice for shown when an
 * expression makes the choice.
 */
import { NodeHelpers, type INodeParameters, type INodeProperties } from 'n8n-workflow';

import { Instagram } from '../../../nodes/Instagram/Instagram.node';
import { instagramNode } from '../../support/engine.mts';

const { description } = new Instagram();

function issuesOf(parameters: INodeParameters): string[] {
	const given = { authentication: 'oAuth2', ...parameters };
	const known = NodeHelpers.getNodeParameters(
		description.properties,
		given,
		true,
		false,
		{ typeVersion: 1 },
		description,
	);
	const node = instagramNode(known ?? {});
	const issues = NodeHelpers.getNodeParametersIssues(description.properties, node, description);
	return Object.values(issues?.parameters ?? {}).flat();
}

const isMenu = ({ name, type }: INodeProperties) =>
	type === 'options' && !['resource', 'operation'].includes(name);
const namesIn = ({ displayOptions: { show, hide } = {} }: INodeProperties) =>
	Object.keys({ ...show, ...hide });

/** The operations, each with the fields that it ever shows. */
const OPERATIONS = description.properties
	.filter(({ name }) => name === 'operation')
	.flatMap((menu) =>
		(menu.options ?? []).flatMap((option) => {
			if (!('value' in option)) return [];
			const [resource] = menu.displayOptions?.show?.resource ?? [];
			const fields = description.properties.filter(
				({ name, displayOptions: { show } = {} }) =>
					name !== 'operation' &&
					show?.resource?.includes(resource) &&
					show.operation?.includes(option.value),
			);
			return [{ call: { resource, operation: option.value }, fields }];
		}),
	);

/** Of fields beside each other: those that show or hide others of them. */
const choicesAmong = (fields: readonly INodeProperties[]) => {
	const deciding = new Set(fields.flatMap(namesIn));
	return fields.filter((field) => isMenu(field) && deciding.has(field.name));
};
const fromExpression = (fields: readonly INodeProperties[]): INodeParameters =>
	Object.fromEntries(fields.map(({ name }) => [name, `={{ $json.${name} }}`]));

/** An operation with an expression for a choice, and for choices inside its rows. */
const CASES = OPERATIONS.flatMap(({ call, fields }) => {
	const filled = Object.fromEntries(
		fields.filter(({ required }) => required === true).map(({ name }) => [name, '123']),
	);
	const choices = choicesAmong(fields).map((choice): [string, INodeParameters] => [
		choice.displayName,
		{ ...call, ...filled, ...fromExpression([choice]) },
	]);
	const rows = fields.flatMap(({ type, name, displayName, options = [] }) =>
		options.flatMap((group): Array<[string, INodeParameters]> => {
			if (type !== 'fixedCollection' || !('values' in group)) return [];
			const inner = choicesAmong(group.values);
			if (inner.length === 0) return [];
			const row = { [name]: { [group.name]: [fromExpression(inner)] } } as INodeParameters;
			return [[`the choices in a row of ${displayName}`, { ...call, ...filled, ...row }]];
		}),
	);
	return [...choices, ...rows].map(
		([what, parameters]) => [`${JSON.stringify(call)}: ${what}`, parameters] as const,
	);
});

it('every choice that decides about other fields is looked at', () => {
	expect(CASES.length).toBeGreaterThan(15);
});

it.each(CASES)('%s from an expression leaves no field to complain about', (_what, parameters) => {
	expect(issuesOf(parameters)).toEqual([]);
});

it('an empty field that is always there is complained about before anything starts', () => {
	expect(issuesOf({ resource: 'user', operation: 'get', userId: '' })).toEqual([
		'Parameter "Person" is required.',
	]);
});
