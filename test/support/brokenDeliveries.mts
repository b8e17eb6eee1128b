/** Deliveries as no version of Meta sends them, for tests that nothing of the kind does harm. */
import fc from 'fast-check';

export const ACCOUNT = '17841405822304914';

/** Keys and values that the parser looks at, in places where they do not belong. */
const KEYS = [
	'object',
	'entry',
	'id',
	'time',
	'timestamp',
	'messaging',
	'standby',
	'changes',
	'field',
	'value',
	'sender',
	'recipient',
	'message',
	'mid',
	'text',
	'attachments',
	'payload',
	'reply_to',
	'story',
	'reaction',
	'read',
	'postback',
	'referral',
	'message_edit',
	'num_edit',
	'optin',
	'app_roles',
	'from',
	'media',
	'media_id',
	'comment_id',
	'is_echo',
	'__proto__',
	'constructor',
	'toString',
];
const FIELDS = ['messages', 'comments', 'mentions', 'standby', 'message_edit', 'hologram', '__proto__'];

export const { broken } = fc.letrec<{ broken: unknown }>((tie) => ({
	broken: fc.oneof(
		{ maxDepth: 5, depthSize: 'small' },
		fc.constantFrom<unknown>(
			null,
			true,
			false,
			0,
			-1,
			1e20,
			9e15,
			17841405822304914n.toString(),
			'',
			'instagram',
			...FIELDS,
		),
		fc.integer(),
		fc.double(),
		fc.string(),
		fc.array(tie('broken'), { maxLength: 4 }),
		fc.dictionary(fc.oneof(fc.constantFrom(...KEYS), fc.string()), tie('broken'), {
			maxKeys: 6,
			noNullPrototype: false,
		}),
	),
}));

/** A message that has to arrive, whatever stands beside it. */
export const valid = fc
	.record({ mid: fc.stringMatching(/^[A-Za-z0-9]{8,40}$/), text: fc.string({ minLength: 1 }) })
	.map(({ mid, text }) => ({
		mid,
		text,
		element: {
			sender: { id: '99' },
			recipient: { id: ACCOUNT },
			timestamp: 1569262485349,
			message: { mid, text },
		},
	}));
