import {
	iceBreakersProblem,
	localized,
	menuProblem,
	parseProfile,
	toIceBreaker,
	toMenuItem,
} from '../../../../nodes/Instagram/protocol/messages/profile';

const hours = { question: 'When are you open?', payload: 'HOURS' };
const menuItem = { type: 'postback', title: 'Prices', payload: 'PRICES' };
const breakers = { locale: 'default', call_to_actions: [hours] };
const menu = { locale: 'default', call_to_actions: [menuItem] };

describe('what is set', () => {
	it.each([
		['as the ice breaker page prints it', { data: [breakers, menu] }],
		['as the SDK describes it', { data: [{ ice_breakers: [breakers], persistent_menu: [menu] }] }],
		['without an envelope', { ice_breakers: [breakers], persistent_menu: [menu] }],
	])('is read %s', (_shape, body) => {
		expect(parseProfile(body)).toEqual({ iceBreakers: [breakers], persistentMenu: [menu] });
	});

	it('is nothing when nothing is set', () => {
		expect(parseProfile({ data: [] })).toEqual({ iceBreakers: [], persistentMenu: [] });
	});
});

describe('rows of the panel', () => {
	it('are grouped by locale, each its own object', () => {
		const rows = [
			{ question: 'Open?', payload: 'O', locale: '' },
			{ question: 'Offen?', payload: 'O', locale: 'de_DE' },
			{ question: 'Price?', payload: '', locale: 'default' },
		];
		expect(localized(rows, toIceBreaker)).toEqual([
			{
				locale: 'default',
				call_to_actions: [
					{ question: 'Open?', payload: 'O' },
					{ question: 'Price?', payload: 'Price?' },
				],
			},
			{ locale: 'de_DE', call_to_actions: [{ question: 'Offen?', payload: 'O' }] },
		]);
	});

	it('may hold 4 questions for each locale', () => {
		const groups = (count: number) => [
			{ locale: 'de_DE', call_to_actions: Array.from({ length: count }, () => hours) },
		];
		expect(iceBreakersProblem(groups(4))).toBeUndefined();
		expect(iceBreakersProblem(groups(5))).toBe('has 5 questions for the locale de_DE; Instagram allows 4');
		expect(iceBreakersProblem([])).toContain('is empty');
		expect(iceBreakersProblem(localized([{ payload: 'x' }], toIceBreaker))).toBe(
			'has an entry without a question',
		);
	});

	it('may hold more menu items than Meta recommends, each complete', () => {
		expect(
			menuProblem([{ locale: 'default', call_to_actions: Array.from({ length: 6 }, () => menuItem) }]),
		).toBeUndefined();
		expect(menuProblem([])).toContain('is empty');
		expect(menuProblem(localized([{ type: 'web_url', title: 'Shop', url: '' }], toMenuItem))).toBe(
			'has an item "Shop" without a URL that starts with https://',
		);
	});
});
