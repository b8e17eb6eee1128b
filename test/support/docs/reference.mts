/** What the panel of the Instagram node has, as tables. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Examples } from './exampleOutputs.mts';
import { Instagram } from '../../../nodes/Instagram/Instagram.node.ts';

const { properties } = new Instagram().description;

const isOption = (option: object): option is INodePropertyOptions => 'value' in option;

const optionsOf = ({ options = [] }: INodeProperties): INodePropertyOptions[] => options.filter(isOption);

export interface Operation extends Required<Pick<INodePropertyOptions, 'name' | 'value' | 'action'>> {
	readonly description: string;
	readonly fields: readonly INodeProperties[];
}

export interface Resource {
	readonly name: string;
	readonly value: string;
	readonly operations: readonly Operation[];
}

const isShownFor = ({ displayOptions }: INodeProperties, resource: string, operation: string) =>
	displayOptions?.show?.resource?.includes(resource) === true &&
	displayOptions.show.operation?.includes(operation) === true;

/** All resources, their operations and fields, in the order of the panel. */
export function resourcesOfPanel(): Resource[] {
	const menu = properties.find(({ name }) => name === 'resource');
	return optionsOf(menu!).map(({ name, value }) => {
		const resource = String(value);
		const operations = properties.find(
			(property) =>
				property.name === 'operation' && property.displayOptions?.show?.resource?.includes(resource),
		);
		return {
			name,
			value: resource,
			operations: optionsOf(operations!).map((option) => ({
				name: option.name,
				value: option.value,
				action: option.action ?? option.name,
				description: option.description ?? '',
				fields: properties.filter((property) => isShownFor(property, resource, String(option.value))),
			})),
		};
	});
}

const KINDS: Partial<Record<INodeProperties['type'], string>> = {
	boolean: 'yes or no',
	collection: 'collection',
	dateTime: 'date and time',
	fixedCollection: 'rows',
	json: 'JSON',
	multiOptions: 'any of a list',
	number: 'number',
	options: 'one of a list',
	resourceLocator: 'from a list, by URL or by ID',
	string: 'text',
};

const oneLine = (text: string) =>
	text
		.replace(/<br\s*\/?>/g, ' ')
		.replace(/<a [^>]*>([^<]*)<\/a>/g, '$1')
		.replace(/\s+/g, ' ')
		.replace(/\|/g, '\\|')
		.trim();

function rangeOf({ typeOptions }: INodeProperties): string {
	const { minValue, maxValue } = typeOptions ?? {};
	if (minValue === undefined && maxValue === undefined) return '';
	if (maxValue === undefined) return `, at least ${minValue}`;
	return minValue === undefined ? `, at most ${maxValue}` : `, ${minValue} to ${maxValue}`;
}

/** A field, and below it those that it holds. */
function fieldRows(field: INodeProperties, depth = 0): string[] {
	const { displayName, name, type, description = '', required, default: fallback } = field;
	if (type === 'notice' || type === 'hidden') return [];
	const marks = [
		required ? 'required' : '',
		typeof fallback === 'string' && fallback !== '' ? `default \`${fallback}\`` : '',
		typeof fallback === 'number' || typeof fallback === 'boolean' ? `default ${fallback}` : '',
	]
		.filter((mark) => mark !== '')
		.join(', ');
	const choices = optionsOf(field).map((option) => option.name);
	const text = [
		oneLine(description),
		choices.length > 0 && choices.length <= 12 ? `One of: ${choices.join(', ')}.` : '',
	]
		.filter((part) => part !== '')
		.map((part) => (/[.?!]$/.test(part) ? part : `${part}.`))
		.join(' ');
	const own = `| ${'↳ '.repeat(depth)}${displayName} | \`${name}\` | ${KINDS[type] ?? type}${rangeOf(field)}${marks === '' ? '' : `; ${marks}`} | ${text} |`;
	const inner = (field.options ?? [])
		.filter((option) => !isOption(option))
		.flatMap((option) => ('values' in option ? option.values : [option as INodeProperties]));
	return [own, ...inner.flatMap((child) => fieldRows(child, depth + 1))];
}

/** A page about one resource: every operation, what it takes and what comes out. */
export function referencePage({ name, value: resource, operations }: Resource, examples: Examples): string {
	const sections = operations.map(({ name: title, value, description, action, fields }) => {
		const rows = fields.flatMap((field) => fieldRows(field));
		const table =
			rows.length === 0
				? 'It takes nothing but the account.'
				: ['| field | parameter | takes | what it is |', '|---|---|---|---|', ...rows].join('\n');
		const example = examples[`${resource}.${String(value)}`];
		const output =
			example === undefined ? '' : `\n\nAn item that comes out:\n\n\`\`\`json\n${example}\n\`\`\``;
		return `## ${title}\n\n${oneLine(description || action)}.\n\n${table}${output}`.replace('..\n', '.\n');
	});
	return (
		[
			`# ${name}`,
			"Made by `npm run docs` from the panel and from runs in n8n's engine against the [simulated Instagram](../architecture.md); a test compares.",
			...sections,
		].join('\n\n') + '\n'
	);
}

/** For the README: every operation, a line a resource. */
export function operationsTable(pageOf: (resource: Resource) => string): string {
	const rows = resourcesOfPanel().map(
		(resource) =>
			`| [${resource.name}](${pageOf(resource)}) | ${resource.operations.map(({ name }) => name).join(' · ')} |`,
	);
	return ['| resource | operations |', '|---|---|', ...rows].join('\n');
}

/** Every text that the panel explains something with. */
export function describedInPanel(): string[] {
	const textsOf = (property: INodeProperties): string[] => [
		property.description ?? '',
		...(property.options ?? []).flatMap((option) => {
			if (isOption(option)) return [option.description ?? ''];
			return 'values' in option ? option.values.flatMap(textsOf) : textsOf(option);
		}),
	];
	return properties.flatMap(textsOf).filter((text) => text !== '');
}
