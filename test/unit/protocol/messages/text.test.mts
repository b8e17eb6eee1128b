import fc from 'fast-check';

import { splitText, textBytes, textCharacters } from '../../../../nodes/Instagram/protocol/messages/text';

const bare = (text: string) => text.replace(/\s/g, '');

describe('a text that is longer than a message', () => {
	it.each([
		['nothing to cut', 'Short.', ['Short.']],
		['exactly what fits', 'x'.repeat(20), ['x'.repeat(20)]],
		['sentence ends', 'One sentence. Two sentences. Three.', ['One sentence.', 'Two sentences.', 'Three.']],
		['the last sentence end that fits', 'One. Two. Three. Four. Five.', ['One. Two. Three.', 'Four. Five.']],
		['a quote after the full stop', 'She said "yes." And he left.', ['She said "yes."', 'And he left.']],
		['line ends', 'First line here\nSecond line', ['First line here', 'Second line']],
		['words, where no sentence ends', 'several words without any end', ['several words', 'without any end']],
		[
			'words rather than a tiny first sentence',
			'Hi. And now a very long one.',
			['Hi. And now a very', 'long one.'],
		],
		['characters, where there is no space', 'x'.repeat(45), ['x'.repeat(20), 'x'.repeat(20), 'x'.repeat(5)]],
		['the space before an address', 'See https://a.example/b.c', ['See', 'https://a.example/b.', 'c']],
		['Chinese sentences', '你好吗。我很好。谢谢', ['你好吗。', '我很好。谢谢']],
	])('is cut at %s', (_what, text, parts) => {
		expect(splitText(text, textBytes, 20)).toEqual(parts);
	});

	it('keeps an emoji of several code points in one piece', () => {
		const family = '👨‍👩‍👧‍👦';
		expect(splitText(family.repeat(3), textBytes, 30)).toEqual([family, family, family]);
	});

	it('cuts even a single character that does not fit', () => {
		const zalgo = `e${'\u0301'.repeat(40)}`;
		const parts = splitText(zalgo, textBytes, 20);
		expect(parts.join('')).toBe(zalgo);
		expect(Math.max(...parts.map(textBytes))).toBeLessThanOrEqual(20);
	});

	it.each([
		['bytes', textBytes],
		['characters', textCharacters],
	])('loses nothing but white space, and no part is empty or too long, counted in %s', (_unit, measure) => {
		fc.assert(
			fc.property(
				fc.string({
					unit: fc.constantFrom('a', 'ß', '.', '!', ' ', '\n', '漢', '。', '😀', '👩‍🚀'),
					maxLength: 400,
				}),
				fc.integer({ min: 11, max: 60 }),
				(text, max) => {
					const parts = splitText(text, measure, max);
					expect(bare(parts.join(''))).toBe(bare(text));
					for (const part of parts) {
						expect(part.trim()).toBe(part);
						expect(part).not.toBe('');
						expect(measure(part)).toBeLessThanOrEqual(max);
					}
				},
			),
		);
	});
});
