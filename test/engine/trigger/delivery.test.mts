/** How the bytes of a delivery are read: as they were signed. */
import { textMessage as text, useTriggers } from '../../support/triggers.mts';

const { world, trigger, delivery } = useTriggers();

it.each([
	'application/json',
	'application/json; charset=utf-8',
	'application/json;charset=UTF-8',
	'application/json; charset=latin1',
	'application/json; charset=utf-16le',
	'application/json; charset="latin1"',
	'application/x-www-form-urlencoded',
	'text/plain',
	'',
])('says what was signed, whatever content type is sent with it: %j', async (contentType) => {
	await world.open();
	const headers = { 'content-type': contentType };
	const { status, items } = await trigger().deliver(delivery(text('The café is open 👋')), { headers });
	expect([status, items?.map(({ json }) => json.text)]).toEqual([200, ['The café is open 👋']]);
});

it('keeps its IDs exact, also those that are written as numbers', async () => {
	await world.open();
	const sent = JSON.stringify(delivery(text('Hi')));
	const asNumbers = sent
		.replaceAll(/"id":"(\d+)"/g, '"id":$1')
		.replaceAll('1234567890123456', '12345678901234567');
	const { items } = await trigger().deliver(asNumbers);
	expect(asNumbers).toContain('"id":12345678901234567');
	expect(items?.map(({ json }) => [json.accountId, json.senderId])).toEqual([
		[world.account.id, '12345678901234567'],
	]);
});
