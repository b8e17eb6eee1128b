/**
 * The limits that Meta documents, so that a value is refused before the call and the error names field and
 * limit.
 */

export const CAPTION_MAX_CHARACTERS = 2200;
export const CAPTION_MAX_HASHTAGS = 30;
export const CAPTION_MAX_MENTIONS = 20;
export const ALT_TEXT_MAX_CHARACTERS = 1000;
export const COLLABORATORS_MAX = 3;
export const USER_TAGS_MAX = 20;
export const CAROUSEL_MIN_ITEMS = 2;
export const CAROUSEL_MAX_ITEMS = 10;
/** Of a conversation: its newest messages can be read, of older ones no more than the ID is known. */
export const READABLE_MESSAGES = 20;
/** Bytes of UTF-8, not characters. */
export const MESSAGE_TEXT_MAX_BYTES = 1000;

const HASHTAG = /(?<![\p{L}\p{N}_&])#[\p{L}\p{N}_]+/gu;
const MENTION = /(?<![\p{L}\p{N}_.])@[\w.]+/gu;

/** @returns what is wrong with a caption, or `undefined` */
export function captionProblem(caption: string): string | undefined {
	const characters = [...caption].length;
	if (characters > CAPTION_MAX_CHARACTERS) {
		return `has ${characters} characters; Instagram allows ${CAPTION_MAX_CHARACTERS}`;
	}
	const hashtags = caption.match(HASHTAG)?.length ?? 0;
	if (hashtags > CAPTION_MAX_HASHTAGS)
		return `has ${hashtags} hashtags; Instagram allows ${CAPTION_MAX_HASHTAGS}`;
	const mentions = caption.match(MENTION)?.length ?? 0;
	if (mentions > CAPTION_MAX_MENTIONS)
		return `has ${mentions} @-mentions; Instagram allows ${CAPTION_MAX_MENTIONS}`;
	return undefined;
}

/** @returns what is wrong with the text of a message, or `undefined` */
export function messageTextProblem(text: string): string | undefined {
	if (text.trim() === '') return 'is empty';
	const textBytes = Buffer.byteLength(text, 'utf8');
	return textBytes > MESSAGE_TEXT_MAX_BYTES
		? `has ${textBytes} bytes; Instagram allows ${MESSAGE_TEXT_MAX_BYTES} (a letter takes 1 to 4)`
		: undefined;
}
