/**
 * n8n's UX guidelines, held over every text of all panels: n8n verifies no node that does not follow them.
 */
import type {
	INodeProperties,
	INodePropertyCollection,
	INodePropertyMode,
	INodePropertyOptions,
} from 'n8n-workflow';

import { InstagramBusinessLoginOAuth2Api } from '../credentials/InstagramBusinessLoginOAuth2Api.credentials';
import { InstagramBusinessTokenApi } from '../credentials/InstagramBusinessTokenApi.credentials';
import { Instagram } from '../nodes/Instagram/Instagram.node';
import { InstagramPollingTrigger } from '../nodes/Instagram/InstagramPollingTrigger.node';
import { InstagramTrigger } from '../nodes/Instagram/InstagramTrigger.node';
import { ERROR_CATALOGUE } from '../nodes/Instagram/protocol/errors/classify';

interface Placed<T> {
	/** Where it stands, for whoever reads a failure. */
	readonly at: string;
	readonly it: T;
}

const nodes = [new Instagram(), new InstagramTrigger(), new InstagramPollingTrigger()];
const credentials = [new InstagramBusinessLoginOAuth2Api(), new InstagramBusinessTokenApi()];

const fields: Array<Placed<INodeProperties>> = [];
const options: Array<Placed<INodePropertyOptions>> = [];
const groups: Array<Placed<INodePropertyCollection>> = [];

function collect(property: INodeProperties, above: string): void {
	const { resource = [], operation = [] } = property.displayOptions?.show ?? {};
	const shownFor = [...resource, ...operation].map(String).join('.');
	const at = [above, shownFor, property.name].filter((part) => part !== '').join(' > ');
	fields.push({ at, it: property });
	for (const option of property.options ?? []) {
		if ('value' in option) options.push({ at, it: option });
		else if ('values' in option) {
			groups.push({ at, it: option });
			for (const inner of option.values) collect(inner, `${at}.${option.name}`);
		} else collect(option, at);
	}
}
for (const { description } of nodes)
	for (const property of description.properties) collect(property, description.name);
for (const { name, properties } of credentials) for (const property of properties) collect(property, name);

/** What is wrong, with where: an empty list when all is right. */
const wrong = <T,>(all: ReadonlyArray<Placed<T>>, text: (it: T) => string | undefined, is: RegExp) => {
	const texts = all.flatMap(({ at, it }) => (text(it) === undefined ? [] : [`${at}: ${text(it)}`]));
	expect(texts.length).toBeGreaterThan(0);
	return texts.filter((line) => !is.test(line.slice(line.indexOf(': ') + 2)));
};

const isShown = ({ it: { type } }: Placed<INodeProperties>) => !['notice', 'hidden'].includes(type);
const ofType = (...types: string[]) => fields.filter(({ it }) => types.includes(it.type));
const ARTICLE = /\b(an?|the)\b/i;
/** Articles, conjunctions and short prepositions, which stay small inside a title. */
const SMALL = 'a|an|and|as|at|by|for|from|if|in|is|into|it|nor|of|off|on|or|per|so|the|to|up|via|vs|with';
const TITLE = new RegExp(`^[\\p{Lu}\\d][^\\s]*( (${SMALL}|[\\p{Lu}\\d(@][^\\s]*))*$`, 'u');
/** A capital inside is a name: of Instagram's, of a field or operation, or an abbreviation. */
const SENTENCE = /^[\p{Lu}\d"]/u;
const operations = options.filter(({ at }) => at.endsWith('> operation'));

describe('texts', () => {
	it('of operations in the list of actions have no article, and are sentences', () => {
		expect(operations.length).toBeGreaterThan(40);
		for (const { it: operation } of operations) expect(operation.action ?? '').not.toMatch(ARTICLE);
		expect(wrong(operations, ({ action = '' }) => action, /^\p{Lu}[^\p{Lu}]*$/u)).toEqual([]);
	});

	it('on fields, choices and groups are in Title Case', () => {
		const shown = fields.filter(isShown);
		expect(wrong(shown, ({ displayName }) => displayName, TITLE)).toEqual([]);
		expect(wrong(options, ({ name }) => name, TITLE)).toEqual([]);
		expect(wrong(groups, ({ displayName }) => displayName, TITLE)).toEqual([]);
		expect('Publish now').not.toMatch(TITLE);
	});

	it('that explain are sentences', () => {
		expect(wrong(fields, ({ description }) => description, SENTENCE)).toEqual([]);
		expect(wrong(fields, ({ hint }) => hint, SENTENCE)).toEqual([]);
		expect(wrong(options, ({ description }) => description, SENTENCE)).toEqual([]);
	});

	it('of switches say "Whether"', () => {
		expect(wrong(ofType('boolean'), ({ description = '' }) => description, /^Whether /)).toEqual([]);
	});

	it('inside empty fields are examples', () => {
		const typed = ofType('string', 'number', 'json', 'dateTime');
		expect(wrong(typed, ({ placeholder }) => placeholder, /^e\.g\. \S/)).toEqual([]);
		expect(wrong(ofType('fixedCollection'), ({ placeholder }) => placeholder, /^Add \w/)).toEqual([]);
		expect(wrong(ofType('collection'), ({ placeholder }) => placeholder, /^Add \w/)).toEqual([]);
	});

	it('call a post a post, and what is sent to Instagram a file', () => {
		const A_MEDIA = /\b(a|an|the|this|of|no|select a) media\b/i;
		const texts = [
			...fields.flatMap(({ it: { displayName, description, hint, placeholder, modes = [] } }) => [
				displayName,
				description,
				hint,
				placeholder,
				...modes.map((mode) => mode.placeholder),
			]),
			...options.flatMap(({ it: { name, description, action } }) => [name, description, action]),
			...ERROR_CATALOGUE.flatMap(({ what, remedy }) => [what, remedy]),
		].filter((text) => text !== undefined);
		expect(texts.length).toBeGreaterThan(400);
		expect(texts.filter((text) => A_MEDIA.test(text))).toEqual([]);
		expect('Select a media').toMatch(A_MEDIA);
	});

	it('of what went wrong name no error, problem, failure or mistake', () => {
		const words = ERROR_CATALOGUE.map(({ what, remedy }) => `${what}. ${remedy}`);
		expect(words.length).toBeGreaterThan(50);
		expect(words.filter((text) => /\b(errors?|problems?|failures?|mistakes?)\b/i.test(text))).toEqual([]);
	});
});

describe('locators', () => {
	const locators = ofType('resourceLocator');
	const modesOf = ({ it: { modes = [] } }: Placed<INodeProperties>): INodePropertyMode[] => modes;

	it.each(locators.map((locator) => [locator.at, locator] as const))(
		'%s opens with a list',
		(_at, locator) => {
			const [first, ...others] = modesOf(locator);
			expect(first).toMatchObject({ displayName: 'From List', type: 'list' });
			expect(locator.it.default).toEqual({ mode: first?.name, value: '' });
			expect(others.map(({ name }) => name)).toContain('id');
		},
	);

	it('show what an ID or a link looks like', () => {
		const typed = locators.flatMap((locator) =>
			modesOf(locator)
				.filter(({ type }) => type === 'string')
				.map((mode) => ({ at: locator.at, it: mode })),
		);
		expect(wrong(typed, ({ placeholder = '' }) => placeholder, /^e\.g\. \S/)).toEqual([]);
	});
});

describe('Simplify', () => {
	const switches = fields.filter(({ it: { name } }) => name === 'simplify');

	it.each(switches.map(({ at, it: field }) => [at, field] as const))(
		'%s is called as everywhere',
		(_at, field) => {
			expect(field).toMatchObject({
				displayName: 'Simplify',
				type: 'boolean',
				default: true,
				description: 'Whether to return a simplified version of the response instead of the raw data',
			});
		},
	);

	it('is beside every choice of fields', () => {
		const shownFor = ({ displayOptions }: INodeProperties) => JSON.stringify(displayOptions?.show ?? {});
		const simple = new Set(switches.map(({ it: field }) => shownFor(field)));
		const choosers = fields.filter(({ it: field }) =>
			(field.options ?? []).some(({ name }) => name === 'fields'),
		);
		expect(choosers.length).toBeGreaterThan(5);
		for (const { it: field } of choosers) expect(simple).toContain(shownFor(field));
	});
});

it('secrets are never readable', () => {
	const secret = /token|secret|password/i;
	const named = fields.filter(({ it: { name, type } }) => secret.test(name) && type === 'string');
	expect(named.length).toBeGreaterThan(3);
	for (const { it: field } of named) expect(field.typeOptions?.password).toBe(true);
});
