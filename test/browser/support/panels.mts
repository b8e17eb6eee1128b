/**
 * Every panel that a node can show: one for each operation and each choice that brings other fields, with all
 * optional fields added.
 */
import { randomUUID } from 'node:crypto';
import {
	NodeHelpers,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
	type INodeTypeDescription,
	type NodeParameterValueType,
} from 'n8n-workflow';

export interface Panel {
	readonly id: string;
	/** As "createReel, mediaSource: binary"; empty for the only panel of a node without operations. */
	readonly name: string;
	readonly parameters: INodeParameters;
	/** The labels of the fields that are to be seen. */
	readonly labels: readonly string[];
}

/** n8n shows which credential is used in a menu of its own. */
const AUTHENTICATION = 'authentication';
/** A value of a menu. */
export const wordOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const MENUS = ['resource', 'operation', AUTHENTICATION];
const COLLECTIONS = ['collection', 'fixedCollection'];

/** Panels of a node whose menus, if it has any, are `resource` and `operation`. */
export function panelsOf(description: INodeTypeDescription): Panel[] {
	const { properties } = description;
	const shown = (parameters: INodeParameters) =>
		properties.filter((property) =>
			NodeHelpers.displayParameter(withDefaults(description, parameters), property, null, description),
		);
	const menuOf = (name: string, chosen: INodeParameters) => {
		const menu = shown(chosen).find((property) => property.name === name);
		return (menu?.options ?? []) as INodePropertyOptions[];
	};
	const starts: INodeParameters[] = menuOf('resource', {}).flatMap(({ value: resource }) =>
		menuOf('operation', { resource }).map(({ value: operation }) => ({ resource, operation })),
	);
	return (starts.length === 0 ? [{}] : starts).flatMap((start) => {
		const panels = withEveryChoice(start, shown).map((chosen) => toPanel(chosen, shown(chosen)));
		// a choice that changes nothing in the panel is seen with the others
		const different = new Map(panels.map((panel) => [panel.labels.join(), panel]));
		return [...different.values()];
	});
}

function withDefaults({ properties }: INodeTypeDescription, given: INodeParameters): INodeParameters {
	const defaults = properties.filter(({ name, displayOptions }) => !displayOptions && !(name in given));
	return { ...Object.fromEntries(defaults.map(({ name, default: value }) => [name, value])), ...given };
}

/** The parameters of a start, with each value of each choice of it that other fields depend on. */
function withEveryChoice(
	start: INodeParameters,
	shown: (parameters: INodeParameters) => INodeProperties[],
): INodeParameters[] {
	const seen = new Set<string>();
	const found = [start];
	// grows while it is walked: a choice may bring another one
	for (const chosen of found) {
		const complete = completed(chosen, shown);
		for (const { name, type, options, default: usual } of shown(complete)) {
			if (type !== 'options' || MENUS.includes(name)) continue;
			for (const { value } of (options ?? []) as INodePropertyOptions[]) {
				const key = `${name} ${String(value)}`;
				if (value === usual || name in chosen || seen.has(key)) continue;
				seen.add(key);
				found.push({ ...chosen, [name]: value });
			}
		}
	}
	return found.map((chosen) => completed(chosen, shown));
}

/** With the defaults of the fields that are shown, which may show more fields. */
function completed(
	chosen: INodeParameters,
	shown: (parameters: INodeParameters) => INodeProperties[],
): INodeParameters {
	let all = chosen;
	for (;;) {
		const missing = shown(all).filter(({ name, type }) => !(name in all) && !COLLECTIONS.includes(type));
		if (missing.length === 0) return all;
		all = { ...all, ...Object.fromEntries(missing.map(({ name, default: value }) => [name, value])) };
	}
}

function toPanel(parameters: INodeParameters, shown: readonly INodeProperties[]): Panel {
	const fields = shown.filter(({ type }) => type !== 'hidden' && type !== 'notice');
	const collections = fields.filter(({ type }) => COLLECTIONS.includes(type));
	const { operation, ...choices } = parameters;
	const differing = Object.entries(choices).filter(([name, value]) => {
		const field = fields.find((candidate) => candidate.name === name);
		return field?.type === 'options' && !MENUS.includes(name) && field.default !== value;
	});
	return {
		id: randomUUID(),
		name: [
			...(operation === undefined ? [] : [wordOf(operation)]),
			...differing.map(([name, value]) => `${name}: ${wordOf(value)}`),
		].join(', '),
		parameters: {
			...parameters,
			...Object.fromEntries(collections.map((collection) => [collection.name, filled(collection)])),
		},
		labels: fields.filter(({ name }) => name !== AUTHENTICATION).map(({ displayName }) => displayName),
	};
}

/** A collection to which somebody has added everything that there is to add, once. */
function filled({ options = [], typeOptions, type }: INodeProperties): INodeParameters {
	if (type === 'collection')
		return Object.fromEntries(
			(options as INodeProperties[]).map((option) => [
				option.name,
				COLLECTIONS.includes(option.type) ? filled(option) : option.default,
			]),
		);
	const rows = (options as INodePropertyCollection[]).map(({ name, values }) => {
		const row = Object.fromEntries(
			values.map((value): [string, NodeParameterValueType] => [
				value.name,
				COLLECTIONS.includes(value.type) ? filled(value) : value.default,
			]),
		);
		return [name, typeOptions?.multipleValues === true ? [row] : row];
	});
	return Object.fromEntries(rows) as INodeParameters;
}
