/** docs/trigger.md says what the table of events, the types of an item and the panel say. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

import { InstagramTrigger } from '../../../nodes/Instagram/InstagramTrigger.node';
import { EVENT_KINDS } from '../../../nodes/Instagram/protocol/events/kinds';

const ROOT = join(__dirname, '../../..');
const page = readFileSync(join(ROOT, 'docs/trigger.md'), 'utf8');
const section = (title: string) => page.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? '';
const rowsOf = (text: string) =>
	text
		.split('\n')
		.filter((line) => line.startsWith('| ') && !line.startsWith('|---'))
		.slice(1)
		.map((line) =>
			line
				.split(/(?<!\\)\|/)
				.map((cell) => cell.trim())
				.slice(1, -1),
		);

/** The fields of all types of simplified.ts. */
function fieldsOfItems(): string[] {
	const path = join(ROOT, 'nodes/Instagram/protocol/events/simplified.ts');
	const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
	return file.statements
		.filter(ts.isInterfaceDeclaration)
		.flatMap(({ members }) => members.map((member) => member.name?.getText() ?? ''));
}

it('lists every event with its name, its webhook field and what it means', () => {
	const rows = rowsOf(section('Events')).map(([name, event, when]) => [name, event, when]);
	const expected = EVENT_KINDS.map(({ name, field, description }) => [
		name,
		field === 'other' ? 'the webhook field' : `\`${field}\``,
		description,
	]);
	expect(rows).toEqual(expected.sort(([a = ''], [b = '']) => a.localeCompare(b, 'en')));
});

it('explains every field of an item, and none that does not exist', () => {
	const text = section('What an item holds');
	const fields = fieldsOfItems();
	expect(fields.length).toBeGreaterThan(30);
	expect(fields.filter((field) => !text.includes(`\`${field}\``))).toEqual([]);
	const named = rowsOf(text).flatMap(([cell = '']) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name));
	expect(named.filter((name) => name !== 'senderProfile' && !fields.includes(name ?? ''))).toEqual([]);
});

it('explains every option of the panel', () => {
	const options =
		new InstagramTrigger().description.properties.find(({ name }) => name === 'options')?.options ?? [];
	const names = options.map((option) => ('displayName' in option ? option.displayName : option.name));
	expect(rowsOf(section('Options')).map(([name]) => name)).toEqual(names);
});
