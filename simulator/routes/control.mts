import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';

import type { Delivery } from '../delivery/dispatcher.mts';
import { seedWorld } from '../people/seed.mts';
import type { Fault, FaultMatch } from '../state/faults.mts';
import { isRecord } from '../state/json.mts';
import type { Context } from './context.mts';
import { runWorldCommand, ControlError } from './controlInstagram.mts';
import { on } from './hosts.mts';

/** What only the roots can do: empty everything. */
export interface ControlHooks {
	reset(): void;
	hosts: readonly string[];
	assumed(): readonly string[];
	endpoints(): readonly string[];
}

/** The body of a command. */
type Command = Record<string, unknown>;
type Handler = (context: Context, body: Command, hooks: ControlHooks) => unknown;

/** The control API under /_sim/: JSON in, JSON out, for whoever is in another process. Not Meta's. */
const commands: Record<string, Handler> = {
	'GET ': ({ core }, _body, hooks) => ({
		origin: core.origin,
		hosts: hooks.hosts,
		now: core.clock.now(),
		assumed: hooks.assumed(),
		endpoints: hooks.endpoints(),
		commands: Object.keys(commands).concat('POST instagram/<method>'),
	}),
	'POST reset': (_context, _body, hooks) => done(hooks.reset()),
	'POST seed': ({ instagram }, body) => seedWorld(instagram, body),
	'GET clock': ({ core }) => ({ now: core.clock.now() }),
	'POST clock/advance': ({ core }, body) => {
		core.clock.advance(Number(body['ms']));
		return { now: core.clock.now() };
	},
	'GET switches': ({ core }) => core.switches,
	'POST switches': ({ core }, body) => {
		for (const name of Object.keys(body)) {
			if (!Object.hasOwn(core.switches, name))
				throw new ControlError(`no switch "${name}"; there are: ${Object.keys(core.switches).join(', ')}`);
		}
		return Object.assign(core.switches, body);
	},
	'GET resolve': ({ core }) => core.resolve,
	'POST resolve': ({ core }, body) => Object.assign(core.resolve, body),
	'DELETE resolve': ({ core }) => {
		for (const host of Object.keys(core.resolve)) delete core.resolve[host];
		return core.resolve;
	},
	'GET journal': ({ core }) => core.journal.entries(),
	'DELETE journal': ({ core }) => done(core.journal.clear()),
	'POST faults': ({ core }, body) => {
		core.faults.failNext(readMatch(body['match']), readFault(body['fault']));
		return { success: true };
	},
	'DELETE faults': ({ core }) => done(core.faults.clear()),
	'GET deliveries': ({ dispatcher }) => dispatcher.list().map(plainDelivery),
	'POST idle': async ({ dispatcher }) => {
		await dispatcher.idle();
		return { success: true };
	},
};

function done(_nothing: void): unknown {
	return { success: true };
}

type ControlPlugin = FastifyPluginAsync<{ context: Context; hooks: ControlHooks }>;

export const control: ControlPlugin = async (app, { context, hooks }) => {
	// curl -d says that it sends a form.
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'string' }, async (_request: FastifyRequest, text: string) =>
		readBody(text),
	);
	app.setErrorHandler<Error>((error, _request, reply) => sendJson(reply.code(400), { error: error.message }));
	app.setNotFoundHandler((request) => {
		throw new ControlError(`no command ${request.method} ${request.url}; GET /_sim/ lists them`);
	});
	for (const [name, run] of Object.entries(commands)) {
		const [method = '', path = ''] = name.split(' ');
		app.route<{ Body: Command | undefined }>({
			method,
			url: `/${path}`,
			...on(),
			handler: async ({ body }, reply) => sendJson(reply, await run(context, body ?? {}, hooks)),
		});
	}
	app.post<{ Body: Command | undefined; Params: { method: string } }>(
		'/instagram/:method',
		on(),
		async ({ body, params }, reply) =>
			sendJson(reply, await runWorldCommand(context, params.method, body ?? {})),
	);
};

function sendJson(reply: FastifyReply, value: unknown): FastifyReply {
	const text = JSON.stringify(value ?? null, (_key, member: unknown) =>
		isRecord(member) && member['type'] === 'Buffer' && Array.isArray(member['data'])
			? Buffer.from(member['data'] as number[]).toString('base64')
			: member,
	);
	return reply.type('application/json; charset=utf-8').send(text);
}

function readBody(text: string): Command {
	const value: unknown = text === '' ? {} : JSON.parse(text);
	if (!isRecord(value)) throw new ControlError('the body must be a JSON object');
	return value;
}

/** `path` as a string (end of the path) or as `{"regex":"..."}`. */
function readMatch(value: unknown): FaultMatch {
	const given = isRecord(value) ? value : {};
	const path = given['path'];
	const text = (name: string): string | undefined =>
		typeof given[name] === 'string' ? given[name] : undefined;
	return {
		method: text('method'),
		host: text('host'),
		times: typeof given['times'] === 'number' ? given['times'] : undefined,
		path: isRecord(path) ? new RegExp(String(path['regex'])) : typeof path === 'string' ? path : undefined,
	};
}

function readFault(value: unknown): Fault {
	const given = isRecord(value) ? value : {};
	const effect = given['effect'] === 'after' ? 'after' : 'before';
	if (given['kind'] === 'reset') return { kind: 'reset', effect };
	if (given['kind'] === 'hang') return { kind: 'hang', ms: Number(given['ms'] ?? 0), effect };
	if (given['kind'] === 'status') {
		const headers = isRecord(given['headers'])
			? Object.entries(given['headers']).map(([key, one]) => [key, String(one)])
			: [];
		return {
			kind: 'status',
			status: Number(given['status']),
			body: given['body'],
			headers: Object.fromEntries(headers) as Record<string, string>,
			effect,
		};
	}
	throw new ControlError('fault.kind must be status, reset or hang');
}

/** A delivery with its body as text; the exact bytes in base64. */
export function plainDelivery(delivery: Delivery): Record<string, unknown> {
	return { ...delivery, bytes: delivery.bytes.toString('base64'), bodyText: delivery.bytes.toString('utf8') };
}
