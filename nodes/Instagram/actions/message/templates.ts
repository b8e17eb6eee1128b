/** Templates as the panel shows them: rows to fill in, or Meta's JSON. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { isRecord, recordsAt, type JsonRecord } from '../../protocol/json';
import {
	buttonTemplateProblem,
	buttonTemplateTextProblem,
	elementsProblem,
	toButton,
	toElement,
} from '../../protocol/messages/templates';
import { fieldOf } from '../../panel/fieldOf';
import { BUTTON_VALUES } from '../../panel/messageParts';
import { readChoice, readText } from '../../panel/parameters';
import { readJson, readRows } from '../../panel/lists';
import { refuse, type Field } from '../../panel/source';
import { MESSAGE_TEXT_FIELD } from './textField';

const DEFINE_TEMPLATE_FIELD: INodeProperties = {
	displayName: 'Define Template',
	name: 'defineTemplate',
	type: 'options',
	options: [
		{ name: 'Using Fields Below', value: 'fields' },
		{ name: 'Using JSON', value: 'json' },
	],
	default: 'fields',
	displayOptions: { show: { messageType: ['genericTemplate', 'buttonTemplate'] } },
};

const BUTTONS_FIELD: INodeProperties = {
	displayName: 'Buttons',
	name: 'buttons',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Button',
	default: {},
	description: 'At most 3',
	options: [{ displayName: 'Button', name: 'button', values: BUTTON_VALUES }],
};

const ELEMENTS_FIELD: INodeProperties = {
	displayName: 'Elements',
	name: 'elements',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Element',
	default: { element: [{ title: '', subtitle: '', imageUrl: '', linkUrl: '' }] },
	description: 'Up to 10 cards, side by side. Each needs a title and at least one other field.',
	displayOptions: { show: { messageType: ['genericTemplate'], defineTemplate: ['fields'] } },
	options: [
		{
			displayName: 'Element',
			name: 'element',
			values: [
				{
					displayName: 'Title',
					name: 'title',
					type: 'string',
					default: '',
					placeholder: 'e.g. Summer collection',
					description: 'At most 80 characters',
				},
				{
					displayName: 'Subtitle',
					name: 'subtitle',
					type: 'string',
					default: '',
					description: 'At most 80 characters',
				},
				{
					displayName: 'Image URL',
					name: 'imageUrl',
					type: 'string',
					default: '',
					placeholder: 'e.g. https://example.com/photo.jpg',
				},
				{
					displayName: 'Link URL',
					name: 'linkUrl',
					type: 'string',
					default: '',
					placeholder: 'e.g. https://example.com/summer',
					description: 'What opens when the card is tapped',
				},
				BUTTONS_FIELD,
			],
		},
	],
};

const ELEMENTS_JSON_FIELD: INodeProperties = {
	displayName: 'Elements (JSON)',
	name: 'elementsJson',
	type: 'json',
	default:
		'[\n  {\n    "title": "Summer collection",\n    "subtitle": "From 20 EUR",\n    "image_url": "https://example.com/photo.jpg",\n    "buttons": [{ "type": "postback", "title": "See prices", "payload": "SHOW_PRICES" }]\n  }\n]',
	description: "The elements in the form of Meta's documentation of the generic template",
	displayOptions: { show: { messageType: ['genericTemplate'], defineTemplate: ['json'] } },
};

const BUTTONS_JSON_FIELD: INodeProperties = {
	displayName: 'Buttons (JSON)',
	name: 'buttonsJson',
	type: 'json',
	default: '[{ "type": "postback", "title": "See prices", "payload": "SHOW_PRICES" }]',
	description: "The buttons in the form of Meta's documentation of the button template",
	displayOptions: { show: { messageType: ['buttonTemplate'], defineTemplate: ['json'] } },
};

const DEFINE_TEMPLATE = fieldOf(DEFINE_TEMPLATE_FIELD);
const ELEMENTS = fieldOf(ELEMENTS_FIELD);
const ELEMENTS_JSON = fieldOf(ELEMENTS_JSON_FIELD);
const BUTTONS = fieldOf(BUTTONS_FIELD);
const BUTTONS_JSON = fieldOf(BUTTONS_JSON_FIELD);
/** Above the buttons of a template. */
const TEXT = fieldOf(MESSAGE_TEXT_FIELD);

export const TEMPLATE_FIELDS: INodeProperties[] = [
	DEFINE_TEMPLATE_FIELD,
	ELEMENTS_FIELD,
	ELEMENTS_JSON_FIELD,
	{
		...BUTTONS_FIELD,
		default: { button: [{ type: 'web_url', title: '', url: '', payload: '' }] },
		displayOptions: { show: { messageType: ['buttonTemplate'], defineTemplate: ['fields'] } },
	},
	BUTTONS_JSON_FIELD,
];

const usesJson = (ctx: IExecuteFunctions, itemIndex: number) =>
	readChoice({ ctx, itemIndex }, DEFINE_TEMPLATE, ['fields', 'json'] as const) === 'json';

/** The elements of a generic template in Meta's shape. */
export function readElements(ctx: IExecuteFunctions, itemIndex: number): JsonRecord[] {
	const json = usesJson(ctx, itemIndex);
	const elements = json
		? readJsonList(ctx, ELEMENTS_JSON, 'elements', itemIndex)
		: readRows({ ctx, itemIndex }, ELEMENTS, 'element').map(toElement);
	const problem = elementsProblem(elements);
	return problem === undefined ? elements : refuse(json ? ELEMENTS_JSON : ELEMENTS, problem);
}

/** The buttons of a button template in Meta's shape. */
export function readButtons(ctx: IExecuteFunctions, itemIndex: number): JsonRecord[] {
	const json = usesJson(ctx, itemIndex);
	const buttons = json
		? readJsonList(ctx, BUTTONS_JSON, 'buttons', itemIndex)
		: readRows({ ctx, itemIndex }, BUTTONS, 'button').map(toButton);
	const problem = buttonTemplateProblem(buttons);
	return problem === undefined ? buttons : refuse(json ? BUTTONS_JSON : BUTTONS, problem);
}

/** The text above the buttons of a template. */
export function readTemplateText(ctx: IExecuteFunctions, itemIndex: number): string {
	const text = readText({ ctx, itemIndex }, TEXT);
	const problem = buttonTemplateTextProblem(text);
	return problem === undefined ? text : refuse(TEXT, problem);
}

/** A list of objects, bare or under the name that Meta gives it. */
function readJsonList(ctx: IExecuteFunctions, field: Field, key: string, itemIndex: number): JsonRecord[] {
	const json = readJson({ ctx, itemIndex }, field);
	const list = isRecord(json) ? json[key] : json;
	if (Array.isArray(list) && list.every(isRecord)) return recordsAt({ list }, 'list');
	return refuse(field, `must be a list of ${key} in square brackets`);
}
