/** One requested field: `comments.limit(5){id,text}`. */
export interface Field {
	name: string;
	args: Record<string, string>;
	fields?: Field[];
}

/** Parses Graph's `fields` parameter with nested expansion; gives back undefined where it does not parse. */
export function parseFields(text: string): Field[] | undefined {
	const state = { at: 0 };
	const fields = parseList(text, state);
	return fields !== undefined && state.at === text.length ? fields : undefined;
}

function parseList(text: string, state: { at: number }): Field[] | undefined {
	const fields: Field[] = [];
	for (;;) {
		const field = parseField(text, state);
		if (field === undefined) return undefined;
		fields.push(field);
		if (text[state.at] !== ',') return fields;
		state.at++;
	}
}

function parseField(text: string, state: { at: number }): Field | undefined {
	const name = /^\s*([A-Za-z_][A-Za-z0-9_]*)\s*/.exec(text.slice(state.at));
	if (name?.[1] === undefined) return undefined;
	state.at += name[0].length;
	const field: Field = { name: name[1], args: {} };
	for (;;) {
		const modifier = /^\.([a-z_]+)\(([^)]*)\)\s*/.exec(text.slice(state.at));
		if (modifier?.[1] === undefined) break;
		field.args[modifier[1]] = modifier[2] ?? '';
		state.at += modifier[0].length;
	}
	if (text[state.at] !== '{') return field;
	state.at++;
	const nested = parseList(text, state);
	if (nested === undefined || text[state.at] !== '}') return undefined;
	state.at++;
	const space = /^\s*/.exec(text.slice(state.at));
	state.at += space?.[0].length ?? 0;
	return { ...field, fields: nested };
}
