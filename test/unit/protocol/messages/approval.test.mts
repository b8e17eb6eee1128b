import fc from 'fast-check';

import { intervalMs, questionParts } from '../../../../nodes/Instagram/protocol/messages/approval';

describe('a question with buttons', () => {
	it('is one message of up to 640 characters', () => {
		expect(questionParts('😀'.repeat(640))).toEqual({ texts: [], aboveButtons: '😀'.repeat(640) });
	});

	it('of any length keeps its words in order; texts have at most 1000 bytes, what stands above the buttons at most 640 characters', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: fc.constantFrom('a', '. ', '漢', '😀', ' '), minLength: 1, maxLength: 4000 }),
				(question) => {
					const { texts, aboveButtons } = questionParts(question);
					expect([...texts, aboveButtons].join('').replace(/\s/g, '')).toBe(question.replace(/\s/g, ''));
					expect([...aboveButtons].length).toBeLessThanOrEqual(640);
					for (const text of texts) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1000);
				},
			),
			{ numRuns: 50 },
		);
	});
});

describe('the limit of the wait', () => {
	it.each([
		[{ resumeAmount: 45, resumeUnit: 'minutes' }, 45 * 60_000],
		[{ resumeAmount: 1.5, resumeUnit: 'hours' }, 5_400_000],
		[{ resumeAmount: 2, resumeUnit: 'days' }, 172_800_000],
		[{ resumeAmount: 0, resumeUnit: 'days' }, undefined],
		[{ resumeAmount: 1, resumeUnit: 'weeks' }, undefined],
	])('%p', (limit, expected) => {
		expect(intervalMs(limit)).toBe(expected);
	});
});
