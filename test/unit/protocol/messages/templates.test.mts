import {
	buttonTemplateProblem,
	buttonTemplateTextProblem,
	elementsProblem,
	quickRepliesProblem,
	toButton,
	toElement,
	toQuickReply,
} from '../../../../nodes/Instagram/protocol/messages/templates';

const link = { type: 'web_url', url: 'https://example.com', title: 'Open' };
const element = { title: 'Shirt', subtitle: 'Blue' };
const times = <T,>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe('what Instagram cannot open is refused before the call', () => {
	it.each(['http://example.com', 'javascript:alert(1)', 'example.com', ''])('a link to "%s"', (url) => {
		expect(buttonTemplateProblem([{ ...link, url }])).toBe(
			'has a button 1 without a URL that starts with https://',
		);
		expect(elementsProblem([{ ...element, default_action: { type: 'web_url', url } }])).toBe(
			'has an element 1 that has a link that does not start with https://',
		);
	});

	it.each([
		['http://example.com/a.jpg', 'has an image URL that does not start with https://'],
		['https://10.0.0.1/a.jpg', 'has an image URL in your own network, where Instagram cannot fetch it'],
		['https://localhost/a.jpg', 'has an image URL in your own network, where Instagram cannot fetch it'],
	])('an image at %s', (imageUrl, problem) => {
		expect(elementsProblem([{ ...element, image_url: imageUrl }])).toBe(`has an element 1 that ${problem}`);
	});
});

describe('rows of the panel become what Meta documents', () => {
	it('a quick reply, whose payload is the title unless given', () => {
		expect(toQuickReply({ title: ' Yes ', payload: '' })).toEqual({
			content_type: 'text',
			title: 'Yes',
			payload: 'Yes',
		});
		expect(toQuickReply({ title: 'Yes', payload: 'YES' })).toEqual({
			content_type: 'text',
			title: 'Yes',
			payload: 'YES',
		});
	});

	it('a button that opens a link or sends a postback', () => {
		expect(
			toButton({ type: 'web_url', title: 'Open', url: 'https://example.com', payload: 'left over' }),
		).toEqual(link);
		expect(toButton({ type: 'postback', title: 'Go', payload: '', url: 'left over' })).toEqual({
			type: 'postback',
			title: 'Go',
			payload: 'Go',
		});
	});

	it('an element, without what is empty', () => {
		const row = { title: 'Shirt', subtitle: '', imageUrl: '', linkUrl: 'https://example.com', buttons: {} };
		expect(toElement(row)).toEqual({
			title: 'Shirt',
			default_action: { type: 'web_url', url: 'https://example.com' },
		});
		const full = {
			title: 'T',
			subtitle: 'S',
			imageUrl: 'https://e.com/i.png',
			buttons: { button: [{ type: 'web_url', title: 'Open', url: 'https://example.com' }] },
		};
		expect(toElement(full)).toEqual({
			title: 'T',
			subtitle: 'S',
			image_url: 'https://e.com/i.png',
			buttons: [link],
		});
	});
});

describe('quick replies', () => {
	it.each([
		[13, undefined],
		[14, 'has 14 entries; Instagram allows 13'],
	])('%p of them', (count, problem) => {
		expect(quickRepliesProblem(times(count, toQuickReply({ title: 'Yes' })))).toBe(problem);
	});

	it('need a title', () => {
		expect(quickRepliesProblem([{ title: 'A' }, { title: ' ' }])).toBe('has no title for entry 2');
	});
});

describe('the elements of a generic template', () => {
	it.each([
		[[], 'is empty; add at least one element'],
		[times(10, element), undefined],
		[times(11, element), 'has 11 elements; Instagram allows 10'],
		[[element, { subtitle: 'x' }], 'has an element 2 that has no title'],
		[[{ ...element, title: '😀'.repeat(80) }], undefined],
		[
			[{ ...element, title: 'x'.repeat(81) }],
			'has an element 1 that has a title of 81 characters; Instagram allows 80',
		],
		[
			[{ ...element, subtitle: 'x'.repeat(81) }],
			'has an element 1 that has a subtitle of 81 characters; Instagram allows 80',
		],
		[
			[{ title: 'x' }],
			'has an element 1 that has a title only; Instagram wants a subtitle, an image, a link or a button too',
		],
		[
			[{ ...element, image_url: 'photo.jpg' }],
			'has an element 1 that has an image URL that does not start with https://',
		],
		[
			[{ ...element, default_action: { type: 'web_url', url: 'x' } }],
			'has an element 1 that has a link that does not start with https://',
		],
		[[{ ...element, buttons: times(3, link) }], undefined],
		[[{ ...element, buttons: times(4, link) }], 'has an element 1 that has 4 buttons; Instagram allows 3'],
		[
			[{ ...element, buttons: [{ ...link, url: '' }] }],
			'has an element 1 that has a button 1 without a URL that starts with https://',
		],
	])('%#', (elements, problem) => {
		expect(elementsProblem(elements)).toBe(problem);
	});
});

describe('a button template', () => {
	it.each([
		[[], 'is empty; add one to 3 buttons'],
		[times(3, link), undefined],
		[times(4, link), 'has 4 buttons; Instagram allows 3'],
		[[{ ...link, title: '' }], 'has a button 1 without a title'],
		[[link, { type: 'postback', title: 'Go' }], 'has a button 2 without a payload'],
		[
			[{ type: 'phone_number', title: 'Call' }],
			'has a button 1 of the type "phone_number"; Instagram knows web_url and postback',
		],
	])('%#', (buttons, problem) => {
		expect(buttonTemplateProblem(buttons)).toBe(problem);
	});

	it('has a text of at most 640 characters, an emoji counting as one', () => {
		expect(buttonTemplateTextProblem('😀'.repeat(640))).toBeUndefined();
		expect(buttonTemplateTextProblem('x'.repeat(641))).toBe(
			'has 641 characters; Instagram allows 640 above buttons',
		);
		expect(buttonTemplateTextProblem(' ')).toBe('is empty');
	});
});
