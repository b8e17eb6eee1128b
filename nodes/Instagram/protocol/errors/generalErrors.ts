/**
 * Token, permission, rate and graph errors of every endpoint (Meta: "Handle errors", "Rate limits";
 * limits-errors, auth).
 */
import { row, type ErrorRow } from './row';

const RECONNECT = 'Open the credential in n8n and press Connect again (or paste a new token).';
const THROTTLED =
	'Meta limits the number of calls. The node waits as long as Meta says; run less often if this repeats.';

export const GENERAL_ERRORS: readonly ErrorRow[] = [
	row(190, undefined, 'reconnect', 'Instagram no longer accepts the access token', RECONNECT),
	row(
		190,
		458,
		'reconnect',
		'The app was removed from the Instagram account',
		`${RECONNECT} The account owner removed the app under Settings > Website permissions > Apps and websites.`,
	),
	row(
		190,
		459,
		'reconnect',
		'Instagram asks the account owner to confirm their identity',
		`Log in on instagram.com and follow the instructions there. ${RECONNECT}`,
	),
	row(
		190,
		460,
		'reconnect',
		'The login ended because the password was changed or Instagram ended the session',
		RECONNECT,
	),
	row(
		190,
		463,
		'reconnect',
		'The access token has expired',
		`${RECONNECT} An expired token cannot be renewed; a token that is used at least once in 60 days is renewed by itself.`,
	),
	row(
		190,
		464,
		'reconnect',
		'The Instagram account is not confirmed',
		`Log in on instagram.com and confirm the account. ${RECONNECT}`,
	),
	row(190, 467, 'reconnect', 'The access token is invalid', RECONNECT),
	row(190, 492, 'reconnect', 'The session of the access token is invalid', RECONNECT),
	row(102, undefined, 'reconnect', 'The session is no longer valid', RECONNECT),
	row(
		104,
		undefined,
		'permission',
		'Meta asks for a signed request (appsecret_proof)',
		'Turn off "Require App Secret" in the advanced settings of the Meta app.',
	),

	row(1, undefined, 'retry', 'Something went wrong inside Instagram', 'Try again in a few minutes.'),
	row(1, 1357046, 'retry', 'Instagram could not read an internal answer', 'Try again in a few minutes.'),
	row(2, undefined, 'retry', 'Instagram is temporarily not available', 'Try again in a few minutes.'),
	row(2, 1545133, 'retry', 'Instagram is temporarily not available', 'Try again in a few minutes.'),
	row(
		3,
		undefined,
		'permission',
		'The app may not make this call',
		'Check that the app has the product "Instagram" with the API setup with Instagram login, and that the token was made by it.',
	),
	row(
		10,
		undefined,
		'permission',
		'The app has no permission for this action',
		'Reconnect the credential with the permission ticked, and check that the Meta app has Standard or Advanced Access to it.',
	),
	row(100, undefined, 'input', 'Instagram did not accept a parameter', 'Check the values of this node.'),
	row(
		100,
		33,
		'input',
		'Instagram does not know this object, or the connected account may not use it',
		'Check the ID. It must belong to the connected account, and the object must still exist.',
	),
	row(
		200,
		undefined,
		'permission',
		'The login does not allow this action',
		'Reconnect the credential with all permissions ticked. While the Meta app is in development mode, only people with a role in it can receive messages.',
	),
	row(
		230,
		undefined,
		'permission',
		'The person has not agreed to share their profile',
		'Instagram shows a profile only after the person has written to the account, or tapped an ice breaker or a menu.',
	),
	row(
		368,
		undefined,
		'blocked',
		'Instagram has blocked this action for a while for breaking its rules',
		'Stop for some hours, and check the Instagram app for a notice.',
	),
	row(506, undefined, 'input', 'Instagram refuses a duplicate of a recent post', 'Change the content.'),
	row(
		803,
		undefined,
		'input',
		'One of the IDs does not exist',
		'Check the IDs. A username is not accepted in place of an ID.',
	),
	row(
		2500,
		undefined,
		'input',
		'Instagram does not know this address',
		'Check the ID: an ID of another kind gives this answer.',
	),
	row(
		1609005,
		undefined,
		'input',
		'Instagram could not read the link',
		'Check that the link opens in a private browser window.',
	),

	row(4, undefined, 'wait', 'The app has made too many calls', THROTTLED),
	row(17, undefined, 'wait', 'The account has made too many calls', THROTTLED),
	row(32, undefined, 'wait', 'Too many calls were made for this account', THROTTLED),
	row(341, undefined, 'wait', 'The app has reached a limit of Meta', THROTTLED),
	row(613, undefined, 'wait', 'Too many calls of this kind were made', THROTTLED),
	row(613, 2534040, 'wait', 'Too many messaging calls of this kind were made', THROTTLED),
	row(80002, undefined, 'wait', 'Too many calls were made to this Instagram account', THROTTLED),
	row(80006, undefined, 'wait', 'Too many messaging calls were made to this account', THROTTLED),
];
