/** Every error of Meta's that can meet a read or a write of content, as a person and a workflow see it. */
import type { INodeParameters } from 'n8n-workflow';

import { GENERAL_ERRORS } from '../../nodes/Instagram/protocol/errors/generalErrors';
import { PUBLISHING_ERRORS } from '../../nodes/Instagram/protocol/errors/publishingErrors';
import { useWorld } from '../support/world.mts';

const world = useWorld({ per: 'file', speed: 10_000 });

const ID = '17895695668004550';
const OPERATIONS: Array<[string, INodeParameters]> = [
	['a read', { resource: 'media', operation: 'get', mediaId: ID }],
	['a list', { resource: 'comment', operation: 'getMany', mediaId: ID }],
	['a write that may be repeated', { resource: 'comment', operation: 'hide', commentId: ID }],
	['a comment', { resource: 'comment', operation: 'create', mediaId: ID, message: 'x' }],
];
const ROWS = [...GENERAL_ERRORS, ...PUBLISHING_ERRORS.filter(({ subcode }) => subcode === 2108006)];
// the simulated time runs fast enough for the token to be renewed in between
const calls = () =>
	world
		.requests()
		.filter(({ path }) => path.startsWith('/v'))
		.map(({ method, path }) => `${method} ${path}`);
const LIVES_ON = new Set(['wait', 'retry']);

describe.each(OPERATIONS)('%s', (name, parameters) => {
	it.each(ROWS.map((row) => [`${row.code}/${row.subcode ?? ''}`, row] as const))(
		'explains %s',
		async (_code, row) => {
			const body = {
				error: {
					message: 'Localised words of Meta',
					type: 'IGApiException',
					code: row.code,
					error_subcode: row.subcode,
					fbtrace_id: 'Trace',
				},
			};
			world.simulator.faults.failNext(
				{ times: 20, path: /^\/v\d/ },
				{ kind: 'status', status: 400, body, effect: 'before' },
			);
			const { items } = await world.run(parameters, undefined, { continueOnFail: true });
			const repeated = name === 'a comment' ? row.kind === 'wait' : LIVES_ON.has(row.kind);
			// a field that an object may not have is refused with a bare 100: then fewer are asked for
			const isBare = name === 'a read' && row.code === 100 && row.subcode === undefined;
			expect(calls()).toHaveLength(repeated ? 4 : isBare ? 2 : 1);
			expect(items).toHaveLength(1);
			const { error, details } = items[0]!.json as { error: string; details: Record<string, unknown> };
			// a part of a sentence begins with a small letter
			expect(error.toLowerCase()).toContain(row.what.toLowerCase());
			expect(details).toMatchObject({
				code: row.code,
				...(row.subcode !== undefined && { error_subcode: row.subcode }),
				fbtrace_id: 'Trace',
			});
			expect(String(details.description).length).toBeGreaterThan(20);
			expect(JSON.stringify(items)).not.toMatch(/bearer|access_token/i);
		},
	);
});
