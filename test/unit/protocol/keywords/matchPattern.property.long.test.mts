/** On the part of the language that is supported, the matcher agrees with JavaScript's own. */
import fc from 'fast-check';

import { compilePattern } from '../../../../nodes/Instagram/protocol/keywords/matchPattern';
import { PatternError } from '../../../../nodes/Instagram/protocol/keywords/parsePattern';

const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
	pattern: fc.oneof(
		{ maxDepth: 4, depthSize: 'small' },
		fc.constantFrom(
			'a',
			'b',
			'A',
			'é',
			'1',
			' ',
			'.',
			'\\n',
			'\\d',
			'\\w',
			'\\W',
			'\\s',
			'\\S',
			'\\.',
			'\\u0062',
			'[ab]',
			'[^a]',
			'[a-c1-3]',
			'[^\\w]',
			'[\\s\\d]',
			'[\\]-]',
			'^',
			'$',
			'\\b',
			'\\B',
			'👋',
		),
		fc.tuple(tie('pattern'), tie('pattern')).map(([left, right]) => left + right),
		fc.tuple(tie('pattern'), tie('pattern')).map(([left, right]) => `(?:${left}|${right})`),
		fc
			.tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '*?', '+?', '{2}', '{1,}', '{0,2}', '{1,3}?'))
			.map(([inner, times]) => `(${inner})${times}`),
	),
}));
const text = fc
	.array(fc.constantFrom('a', 'b', 'A', 'B', 'é', '1', ' ', '\n', '.', '_', '👋'), { maxLength: 8 })
	.map((parts) => parts.join(''));
const flags = fc.record({ ignoreCase: fc.boolean(), multiline: fc.boolean(), dotAll: fc.boolean() });

it('says the same as RegExp', () => {
	fc.assert(
		fc.property(pattern, flags, fc.array(text, { minLength: 1, maxLength: 5 }), (source, chosen, texts) => {
			const letters = `u${chosen.ignoreCase ? 'i' : ''}${chosen.multiline ? 'm' : ''}${chosen.dotAll ? 's' : ''}`;
			const native = new RegExp(source, letters);
			const own = compilePattern(source, chosen);
			for (const given of texts) {
				// V8 looks for \B between the halves of a character too, where no position is
				if (source.includes('\\B') && given.includes('👋')) continue;
				expect([source, letters, given, own(given)]).toEqual([source, letters, given, native.test(given)]);
			}
		}),
		{ numRuns: 5000 },
	);
});

it('reads or refuses every text, and nothing else happens', () => {
	fc.assert(
		fc.property(
			fc.string({ unit: fc.constantFrom(...'ab()[]{}|*+?^$\\.-,:<=!1dwubk5') }),
			text,
			(source, given) => {
				try {
					expect(
						typeof compilePattern(source, { ignoreCase: true, multiline: false, dotAll: false })(given),
					).toBe('boolean');
				} catch (error) {
					if (!(error instanceof PatternError)) throw error;
				}
			},
		),
		{ numRuns: 5000 },
	);
});
