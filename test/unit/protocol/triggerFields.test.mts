/** What active triggers listen to, as it stands beside the token. */
import {
	parseTriggerFields,
	toStoredTriggerFields,
	triggerFieldsIn,
} from '../../../nodes/Instagram/protocol/triggerFields';

const fields = { 'w1:node': ['comments', 'messages'], 'w2:node': [] };
const stored = toStoredTriggerFields(fields);

it('comes back as it was stored, and is told from what belongs to the token', () => {
	expect(parseTriggerFields(stored)).toEqual(fields);
	expect(triggerFieldsIn({ access_token: 'T', ...stored })).toEqual(stored);
	expect(Object.keys(triggerFieldsIn({ access_token: 'T' }))).toEqual([]);
});

it.each<[string, unknown, object]>([
	['nothing', undefined, {}],
	['a token alone', { access_token: 'T' }, {}],
	['no text', { ig_trigger_fields: 5 }, {}],
	['a broken text', { ig_trigger_fields: '{' }, {}],
	['a list', { ig_trigger_fields: '["a"]' }, {}],
	['a trigger with something else', { ig_trigger_fields: '{"a":"b","c":["d",5,null]}' }, { a: [], c: ['d'] }],
])('of %s comes %j', (_what, given, expected) => expect(parseTriggerFields(given)).toEqual(expected));
