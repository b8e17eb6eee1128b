/**
 * What n8n's test of a credential says when Meta refuses the token. By itself n8n shows the words of the HTTP status ("Bad
 * Request"); a rule per number of Meta's says what is wrong. n8n reads rules in order and takes the first that fits.
 */
import { TESTER_TRAP_ROW } from './classify';
import { GENERAL_ERRORS } from './generalErrors';
import type { ErrorRow } from './row';

interface Rule {
	type: 'responseSuccessBody';
	properties: { key: string; value: string | number; message: string };
}

/** Answers whose body gives no reason: n8n shows their status. All others are read, although they are no success. */
export const STATUS_WITHOUT_REASON = [404, 500, 502, 503, 504];

const rule = (key: string, value: string | number, message: string): Rule => ({
	type: 'responseSuccessBody',
	properties: { key, value, message },
});

const sentence = ({ what, remedy }: ErrorRow) => `${what}. ${remedy}`;

const BY_SUBCODE = GENERAL_ERRORS.flatMap((row) =>
	row.subcode === undefined ? [] : [rule('error.error_subcode', row.subcode, sentence(row))],
);
const BY_CODE = [TESTER_TRAP_ROW, ...GENERAL_ERRORS].flatMap((row) =>
	row.code === undefined || row.subcode !== undefined ? [] : [rule('error.code', row.code, sentence(row))],
);

/** Types of errors; whatever code they come with, it is no success. */
const BY_TYPE = ['OAuthException', 'IGApiException', 'GraphMethodException'].map((type) =>
	rule(
		'error.type',
		type,
		'Instagram refuses the token for a reason that is not known. Try again in a few minutes.',
	),
);

export const CREDENTIAL_TEST_RULES: Rule[] = [...BY_SUBCODE, ...BY_CODE, ...BY_TYPE];
