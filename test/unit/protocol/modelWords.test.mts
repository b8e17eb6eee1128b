/** What a model is told about every error of the tables: what it can do itself, or to tell the user. */
import { ERROR_CATALOGUE } from '../../../nodes/Instagram/protocol/errors/classify';
import { remedyForModel } from '../../../nodes/Instagram/protocol/errors/modelWords';

it.each(ERROR_CATALOGUE.map((row) => [row.what, row] as const))('%s', (_what, { kind, remedy }) => {
	const told = remedyForModel({ kind, remedy });
	expect(told).not.toBe('');
	expect(told).not.toMatch(/^(Open|Reconnect) the credential/);
	if (kind === 'reconnect') expect(told).toMatch(/^Tell the user to reconnect/);
	if (/credential|Meta app/.test(told)) expect(told).toContain('ell the user');
});

it('names the permission that is missing', () => {
	const told = remedyForModel({
		kind: 'permission',
		remedy: 'x',
		missing: 'instagram_business_manage_comments',
	});
	expect(told).toContain(
		'to reconnect the Instagram account in n8n and to allow instagram_business_manage_comments',
	);
});

it('says after a lost write to look first, whatever words come to mind', () => {
	expect(remedyForModel({ kind: 'retry', remedy: 'Look first.', mayBeDone: true })).toBe(
		'Look first. Do not repeat it before you have looked, not even in other words.',
	);
});

describe('what a model can do about it', () => {
	it.each<[string, Parameters<typeof remedyForModel>[0], string]>([
		['waits', { kind: 'wait', remedy: 'Later.' }, 'Do not repeat the call now; tell the user. Later.'],
		[
			'is blocked',
			{ kind: 'blocked', remedy: 'Later.' },
			'Do not repeat the call now; tell the user. Later.',
		],
		['tries again', { kind: 'retry', remedy: 'Try again.' }, 'Try again.'],
		[
			'lacks a permission that a login gives',
			{ kind: 'permission', remedy: 'Reconnect it.' },
			'Tell the user to reconnect the Instagram account in n8n with all permissions. This call fails until then, so do not repeat it.',
		],
		[
			'lacks one that no login gives',
			{ kind: 'permission', remedy: 'Turn it on in the Meta app.' },
			'Tell the user: Turn it on in the Meta app.',
		],
		['may change what it sends', { kind: 'input', remedy: 'Check the text.' }, 'Check the text.'],
		[
			"may change what it sends by Meta's words",
			{ kind: 'input', remedy: 'Check the text.', metaMessage: 'Too long' },
			'Check the text. Instagram says: Too long',
		],
		[
			"has nothing but Meta's words",
			{ kind: 'unknown', remedy: 'Read it.', metaMessage: 'No' },
			'Read it. Instagram says: No',
		],
		[
			'needs no words of Meta for a fault',
			{ kind: 'retry', remedy: 'Try again.', metaMessage: 'Oops' },
			'Try again.',
		],
	])('%s', (_what, problem, told) => expect(remedyForModel(problem)).toBe(told));

	it('does not look for a login where something else is to be reconnected', () => {
		expect(remedyForModel({ kind: 'input', remedy: 'Reconnect the phone.' })).toBe('Reconnect the phone.');
	});
});
