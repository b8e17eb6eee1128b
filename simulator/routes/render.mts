import { invalidParameter, nonexistingField } from '../state/errors.mts';
import { parseFields } from '../state/fields.mts';
import type { Field } from '../state/fields.mts';
import type {
	Account,
	Comment,
	Container,
	Conversation,
	Media,
	Message,
	Person,
	WelcomeFlow,
} from '../state/model.mts';
import type { GraphCall } from './context.mts';

/** What each kind of node is, in the store's terms. */
export interface Subjects {
	user: Account;
	media: Media;
	comment: Comment;
	container: Container;
	conversation: Conversation;
	message: Message;
	person: Person;
	flow: WelcomeFlow;
}

/** Where a field is read: the call, and what the caller asked of this field. */
export interface FieldReading {
	call: GraphCall;
	field: Field;
	/** True inside a field expansion. */
	nested: boolean;
}

export interface NodeView<T> {
	/** As error texts name it: `node type (User)`. */
	typeName: string;
	defaults: readonly string[];
	id(subject: T, call: GraphCall): string;
	fields: Record<string, (subject: T, reading: FieldReading) => unknown>;
	/** Throws where this node cannot be read now. */
	check?(subject: T, call: GraphCall, nested: boolean): void;
}

export type Views = { [K in keyof Subjects]: NodeView<Subjects[K]> };

/** The requested fields, or undefined where the parameter is absent. */
export function requestedFields(call: GraphCall): Field[] | undefined {
	const text = call.params.text('fields');
	if (text === undefined) return undefined;
	const fields = parseFields(text);
	if (fields === undefined) {
		throw invalidParameter(`Syntax error "Expected name." at character 0: ${text.slice(0, 40)}`);
	}
	return fields;
}

/** Renders a node with the fields asked for; every object carries `id`, an absent value is left out. */
export function renderNode<K extends keyof Subjects>(
	kind: K,
	subject: Subjects[K],
	call: GraphCall,
	fields: Field[] | undefined,
	nested = false,
): Record<string, unknown> {
	const view: NodeView<Subjects[K]> = call.context.views[kind];
	view.check?.(subject, call, nested);
	const wanted = fields ?? view.defaults.map((name) => ({ name, args: {} }));
	const out: Record<string, unknown> = {};
	for (const field of wanted) {
		if (field.name === 'id') {
			out['id'] = view.id(subject, call);
			continue;
		}
		const read = Object.hasOwn(view.fields, field.name) ? view.fields[field.name] : undefined;
		if (read === undefined) throw nonexistingField(field.name, view.typeName);
		const value = read(subject, { call, field, nested });
		if (value !== undefined) out[field.name] = value;
	}
	out['id'] = view.id(subject, call);
	return out;
}
