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
