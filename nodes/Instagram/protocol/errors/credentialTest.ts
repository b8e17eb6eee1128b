/**
 * What n8n's test of a credential says when Meta refuses the token. Without rules n8n shows the words of the
 * HTTP status ("Bad Request"); one rule for each of Meta's numbers says what is wrong. n8n goes through the
 * rules in order and takes the first that matches.
 */
import { TESTER_TRAP_ROW } from './classify';
import { GENERAL_ERRORS } from './generalErrors';
import type { ErrorRow } from './row';

interface Rule {
	type: 'responseSuccessBody';
	properties: { key: string; value: string | number; message: string };
}

/**
 * Answers whose body gives no reason: n8n shows their status. All others are read, although they are
 * failures.
 */
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

/** Error types: an answer with one of them is a failure, whatever its code. */
const BY_TYPE = ['OAuthException', 'IGApiException', 'GraphMethodException'].map((type) =>
	rule(
		'error.type',
		type,
		'Instagram refuses the token without giving a reason that we know. Try again in a few minutes.',
	),
);

export const CREDENTIAL_TEST_RULES: Rule[] = [...BY_SUBCODE, ...BY_CODE, ...BY_TYPE];
