/** The fields of the nodes' panels, found by walking through the descriptions, and values for them. */
import type { IDataObject, INodeParameters, INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import { HOST } from './posts.mts';

export interface PanelField {
	readonly property: INodeProperties;
	/** Where it stands: the names that lead to it, the last one its own. */
	readonly path: readonly string[];
	/**
	 * Of `path`, how many name a collection whose fields are added one by one, so that its default counts only
	 * once it is added.
	 */
	readonly isAdded: boolean;
	/** What else has to be set for it to be shown. */
	readonly shownBy: INodeParameters;
}

const conditionsOf = ({ displayOptions }: INodeProperties): INodeParameters => {
	const { resource: _resource, operation: _operation, ...others } = displayOptions?.show ?? {};
	return Object.fromEntries(
		Object.entries(others).map(([name, values]) => [
			name.replace('/', ''),
			values?.[0] as INodeParameters[string],
		]),
	);
};

/**
 * All fields below some properties. Rows of a list of rows are no fields: somebody who adds a row fills it
 * in.
 */
export function fieldsBelow(properties: readonly INodeProperties[]): PanelField[] {
	return properties.flatMap((property): PanelField[] => {
		const { name, type } = property;
		const shownBy = conditionsOf(property);
		const inner = (property.options ?? []) as Array<INodeProperties | INodePropertyCollection>;
		if (type === 'notice') return [];
		if (type !== 'collection') return [{ property, path: [name], isAdded: false, shownBy }];
		return fieldsBelow(inner as INodeProperties[]).map((field) => ({
			...field,
			path: [name, ...field.path],
			isAdded: true,
			shownBy: { ...shownBy, ...field.shownBy },
		}));
	});
}

/** Parameters in which a field has a value; without one the field is left out. */
export function withValue(
	parameters: INodeParameters,
	{ path, shownBy }: PanelField,
	...value: [] | [unknown]
): INodeParameters {
	const [first = '', second] = path;
	const given = { ...shownBy, ...parameters, ...shownBy };
	const { [first]: present, ...others } = given;
	if (second === undefined)
		return (value.length === 0 ? others : { ...others, [first]: value[0] }) as INodeParameters;
	const { [second]: _present, ...siblings } = (present ?? {}) as IDataObject;
	const inner = value.length === 0 ? siblings : { ...siblings, [second]: value[0] };
	return { ...others, [first]: inner } as INodeParameters;
}

/** Whether a field takes several values; rows of a panel are none. */
export function isList({ property: { type, typeOptions, description = '' } }: PanelField): boolean {
	if (type === 'string') return typeOptions?.multipleValues === true || /comma/.test(description);
	return type === 'multiOptions' || type === 'json';
}

/**
 * An example's address leads nowhere: which of a carousel's files is refused first would be chance, so each
 * stands for a file of its kind that the customer's media server has.
 */
const fileThatExists = (_url: string, name: string) => `${HOST}/${name === 'clip' ? 'clip-1' : name}`;

/** A list for a field: two choices of its menu, what its placeholder shows, or its example in JSON. */
export function listFor({ property }: PanelField): unknown[] {
	const { type, options = [], placeholder = '', default: given, description = '' } = property;
	if (type === 'multiOptions')
		return options.slice(0, 2).map((option) => ('value' in option ? option.value : ''));
	if (type === 'json') {
		const [example = given as string] = /\[\{.*?\}\]/.exec(description) ?? [];
		return JSON.parse(example.replaceAll(/https:\/\/example\.com\/(\w+)/g, fileThatExists)) as unknown[];
	}
	const examples = placeholder
		.replace(/^e\.g\. /, '')
		.split(/, (?:or )?/)
		.filter((example) => !/ /.test(example));
	const [first = ''] = examples;
	return [first, `${first.slice(0, -1)}${first.endsWith('1') ? '2' : '1'}`];
}
