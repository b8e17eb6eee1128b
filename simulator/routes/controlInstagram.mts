import { isRecord } from '../state/json.mts';
import type { Account, App, Media, Person } from '../state/model.mts';
import type { Context } from './context.mts';

/** What went wrong in a control call, in words for whoever wrote it. */
export class ControlError extends Error {}

/** Members of a command's body that name a thing by its id, and stand for the thing itself. */
const REFERENCES = ['app', 'account', 'from', 'to', 'person', 'media', 'testerOf', 'by'];

/** Commands whose arguments are positional in process. */
const POSITIONAL: Record<string, readonly string[]> = {
	igsid: ['person', 'account'],
	revoke: ['account', 'app', 'why'],
	signIn: ['account'],
	subscribe: ['account', 'app', 'fields'],
	setCallback: ['app', 'callback'],
	setLoginCallbacks: ['app', 'urls'],
	removeApp: ['account', 'app'],
	authorize: ['url', 'options'],
	sign: ['app', 'bytes'],
	sendTestSample: ['app', 'field'],
	sendSignedRequest: ['app', 'account', 'kind', 'userId'],
	createMedia: ['account', 'media'],
	publishedMedia: ['account'],
	containers: ['account'],
	comments: ['mediaId'],
	conversation: ['account', 'person'],
	messages: ['account', 'person'],
	seedMedia: ['account', 'count'],
	seedComments: ['mediaId', 'count'],
};

/** POST /_sim/instagram/<method>: the builders of `simulator.instagram`, with ids in the place of objects. */
export async function runWorldCommand(
	context: Context,
	name: string,
	body: Record<string, unknown>,
): Promise<unknown> {
	const method: unknown = Reflect.get(context.instagram, name);
	if (name === 'constructor' || typeof method !== 'function')
		throw new ControlError(`no builder instagram.${name}`);
	const resolved = resolveReferences(context, body);
	const names = POSITIONAL[name];
	const args = names === undefined ? [resolved] : names.map((one) => resolved[one]);
	const result: unknown = await Reflect.apply(method, context.instagram, args);
	return isRecord(result) && result['delivery'] !== undefined
		? { ...result, delivery: shortDelivery(result['delivery']) }
		: result;
}

function resolveReferences(context: Context, body: Record<string, unknown>): Record<string, unknown> {
	const out: Record<string, unknown> = { ...body };
	for (const name of REFERENCES) {
		const value = out[name];
		if (typeof value === 'string') out[name] = find(context, name, value);
	}
	const options = out['options'];
	if (isRecord(options)) out['options'] = resolveReferences(context, options);
	return out;
}

function find(context: Context, name: string, id: string): App | Account | Person | Media {
	const { store } = context.core;
	const node = store.find(id);
	const found =
		store.apps.get(id) ??
		store.accounts.get(id) ??
		store.persons.get(id) ??
		store.media(id) ??
		(node?.kind === 'person' ? node.person : undefined) ??
		(node?.kind === 'user' ? node.account : undefined);
	if (found === undefined)
		throw new ControlError(`"${name}": there is no app, account, person or media with id ${id}`);
	return found;
}

function shortDelivery(delivery: unknown): unknown {
	return isRecord(delivery)
		? { id: delivery['id'], status: delivery['status'], state: delivery['state'] }
		: delivery;
}
