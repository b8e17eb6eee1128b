/**
 * Errors of content publishing and of reading media (Meta: "Error codes", Content Publishing; publishing,
 * section 8).
 */
import { row, type ErrorRow } from './row';

const REACHABLE =
	'The URL must open without login and lead straight to the file; test it in a private browser window.';
const NEW_CONTAINER = 'Create the post again.';
/** What every video of a post has to be like. */
export const VIDEO_FORMAT =
	'Use MP4 or MOV with H.264 or HEVC video and AAC audio, 23 to 60 frames per second, at most 1920 pixels wide.';

export const PUBLISHING_ERRORS: readonly ErrorRow[] = [
	row(
		-2,
		2207003,
		'retry',
		'Instagram took too long to download the file',
		`${REACHABLE} A faster server or a smaller file helps.`,
	),
	row(-2, 2207020, 'input', 'What was prepared for the post has expired', NEW_CONTAINER),
	// a fault, also under HTTP 400: what was asked for may have been done
	row(-1, undefined, 'retry', 'Something went wrong inside Instagram', 'Try again in a few minutes.'),
	row(-1, 2207001, 'retry', 'Something went wrong inside Instagram', 'Try again in a few minutes.'),
	row(-1, 2207032, 'retry', 'Instagram could not prepare the file', 'Try again in a few minutes.'),
	row(-1, 2207053, 'retry', 'The upload of the file failed', NEW_CONTAINER),
	row(
		-1,
		2207073,
		'permission',
		'This post cannot be deleted through the API',
		'Delete it in the Instagram app.',
	),
	row(
		1,
		2207057,
		'input',
		'Thumb Offset lies outside the video',
		'Thumb Offset is in milliseconds: at least 0 and less than the length of the video.',
	),
	row(
		4,
		2207051,
		'blocked',
		'Instagram restricts this activity to protect its community',
		'This is a spam block, not a rate limit: stop posting for a day, and check the Instagram app for a notice.',
	),
	row(
		9,
		2207042,
		'blocked',
		'The account has reached the number of posts that may be published in 24 hours',
		'Wait; Account > Get Publishing Limit shows the quota. A container waits up to 24 hours and can be published with Container > Publish.',
	),
	row(
		24,
		2207006,
		'input',
		'Instagram cannot find what it was to publish',
		`The token may have changed, or the container expired. ${NEW_CONTAINER}`,
	),
	row(
		24,
		2207008,
		'notReady',
		'The container does not exist or has expired',
		`A container lives for 24 hours and can be published once. ${NEW_CONTAINER}`,
	),
	row(
		25,
		2207050,
		'permission',
		'The Instagram account is restricted',
		'Log in to the Instagram app and follow the instructions there.',
	),
	row(
		100,
		2207023,
		'input',
		'Instagram does not know this kind of post',
		'Choose another operation for this file.',
	),
	row(
		100,
		2207028,
		'input',
		'A carousel needs at least 2 and at most 10 photos or videos',
		'Change the number of items.',
	),
	row(100, 2207035, 'input', 'Tags on videos must not have a position', 'Remove X and Y for videos.'),
	row(100, 2207036, 'input', 'Tags on photos need a position', 'Set X and Y, each between 0 and 1.'),
	row(
		100,
		2207037,
		'input',
		'A tagged product could not be added',
		'Product tags are not available with Instagram Login.',
	),
	row(
		100,
		2207040,
		'input',
		'The caption or the post has too many tags',
		'Use at most 20 @-mentions and 30 hashtags.',
	),
	row(
		100,
		2108006,
		'input',
		'The post was published before the account became professional',
		'Instagram provides no data about it. Remove it from the items.',
	),
	row(
		110,
		2207018,
		'input',
		'Instagram does not know one of the usernames',
		'Check Collaborators and User Tags: each must be the username of a public account, spelled as in its profile.',
	),
	row(352, 2207026, 'input', 'Instagram does not support the format of the video', VIDEO_FORMAT),
	row(
		9004,
		2207052,
		'input',
		'Instagram could not fetch the file from its URL',
		`${REACHABLE} Only JPEG photos and MP4 or MOV videos are accepted.`,
	),
	row(
		9004,
		undefined,
		'input',
		'Instagram could not fetch the file from its URL',
		`${REACHABLE} Only JPEG photos and MP4 or MOV videos are accepted.`,
	),
	row(
		9007,
		2207027,
		'notReady',
		'The post is not ready for publishing',
		'Wait a moment; Container > Publish finishes the work.',
	),
	row(
		9007,
		undefined,
		'notReady',
		'The post is not ready for publishing',
		'Wait a moment; Container > Publish finishes the work.',
	),
	row(36000, 2207004, 'input', 'The image is too large', 'A photo may have at most 8 MB.'),
	row(
		36001,
		2207005,
		'input',
		'Instagram does not support the format of the image',
		'Use JPEG. The Edit Image node (Options > Format > JPEG) converts PNG and other formats.',
	),
	row(
		36003,
		2207009,
		'input',
		'Instagram does not publish images of this shape',
		'The aspect ratio must be between 4:5 and 1.91:1.',
	),
	row(36004, 2207010, 'input', 'The caption is too long', 'A caption may have at most 2200 characters.'),
	row(
		undefined,
		2207076,
		'input',
		'Instagram could not process the file',
		`${VIDEO_FORMAT} If the format is right, try again: the file may not have been served in full.`,
	),
	row(undefined, 2207077, 'input', 'Instagram could not download the video', REACHABLE),
	row(
		undefined,
		2207081,
		'permission',
		'The account may not publish trial reels',
		'Remove Trial Reel Strategy.',
	),
	row(
		undefined,
		2207082,
		'input',
		'The file could not be uploaded',
		'Create the post again, and try another file if it fails again.',
	),
	row(
		10,
		2108006,
		'input',
		'The post was published before the account became professional',
		'Instagram provides no data about it. Remove it from the items.',
	),
];
