/**
 * Buttons, quick replies and templates (Meta: "Quick Replies", "Generic Template", "Button Template"). What
 * people type into the panel becomes Meta's shape first; the limits are then checked on that shape, so they
 * hold for JSON too. Limits that only the Messenger documents name (button titles, payloads) are left to Meta
 * to check.
 */
import { isRecord, recordAt, recordsAt, textAt, type JsonRecord } from '../json';
import { isPrivateHost } from '../publicAddress';
import { textCharacters } from './text';

export const MAX_QUICK_REPLIES = 13;
export const MAX_ELEMENTS = 10;
export const MAX_BUTTONS = 3;
export const ELEMENT_TEXT_MAX_CHARACTERS = 80;
export const BUTTON_TEMPLATE_TEXT_MAX_CHARACTERS = 640;

const text = (row: JsonRecord, key: string) => textAt(row, key)?.trim() ?? '';

/** A row of the panel as a quick reply; its payload is the title unless another is given. */
export function toQuickReply(row: JsonRecord): JsonRecord {
	const title = text(row, 'title');
	return { content_type: 'text', title, payload: text(row, 'payload') || title };
}

/** A row of the panel as a button. */
export function toButton(row: JsonRecord): JsonRecord {
	const title = text(row, 'title');
	if (row.type === 'postback') return { type: 'postback', title, payload: text(row, 'payload') || title };
	return { type: 'web_url', url: text(row, 'url'), title };
}

/** A row of the panel as an element of a generic template; empty fields are left out. */
export function toElement(row: JsonRecord): JsonRecord {
	const [subtitle, imageUrl, linkUrl] = [text(row, 'subtitle'), text(row, 'imageUrl'), text(row, 'linkUrl')];
	const buttons = recordsAt(recordAt(row, 'buttons') ?? {}, 'button').map(toButton);
	return {
		title: text(row, 'title'),
		...(subtitle && { subtitle }),
		...(imageUrl && { image_url: imageUrl }),
		...(linkUrl && { default_action: { type: 'web_url', url: linkUrl } }),
		...(buttons.length > 0 && { buttons }),
	};
}

/** @returns what is wrong with quick replies in Meta's shape, or `undefined` */
export function quickRepliesProblem(replies: readonly JsonRecord[]): string | undefined {
	if (replies.length > MAX_QUICK_REPLIES)
		return `has ${replies.length} entries; Instagram allows ${MAX_QUICK_REPLIES}`;
	const untitled = replies.findIndex((reply) => text(reply, 'title') === '');
	return untitled === -1 ? undefined : `has no title for entry ${untitled + 1}`;
}

/** @returns what is wrong with buttons in Meta's shape, or `undefined` */
export function buttonsProblem(buttons: readonly JsonRecord[]): string | undefined {
	if (buttons.length > MAX_BUTTONS) return `has ${buttons.length} buttons; Instagram allows ${MAX_BUTTONS}`;
	for (const [position, button] of buttons.entries()) {
		const problem = buttonProblem(button);
		if (problem !== undefined) return `has a button ${position + 1} ${problem}`;
	}
	return undefined;
}

function buttonProblem(button: JsonRecord): string | undefined {
	if (text(button, 'title') === '') return 'without a title';
	if (button.type === 'web_url')
		return isWebUrl(button.url) ? undefined : 'without a URL that starts with https://';
	if (button.type === 'postback') return text(button, 'payload') === '' ? 'without a payload' : undefined;
	return `of the type "${text(button, 'type')}"; Instagram knows web_url and postback`;
}

/** @returns what is wrong with the buttons of a button template, or `undefined` */
export function buttonTemplateProblem(buttons: readonly JsonRecord[]): string | undefined {
	return buttons.length === 0 ? `is empty; add one to ${MAX_BUTTONS} buttons` : buttonsProblem(buttons);
}

/** @returns what is wrong with the text of a button template, or `undefined` */
export function buttonTemplateTextProblem(templateText: string): string | undefined {
	const characters = textCharacters(templateText);
	if (templateText.trim() === '') return 'is empty';
	if (characters <= BUTTON_TEMPLATE_TEXT_MAX_CHARACTERS) return undefined;
	return `has ${characters} characters; Instagram allows ${BUTTON_TEMPLATE_TEXT_MAX_CHARACTERS} above buttons`;
}

/** @returns what is wrong with the elements of a generic template in Meta's shape, or `undefined` */
export function elementsProblem(elements: readonly JsonRecord[]): string | undefined {
	if (elements.length === 0) return 'is empty; add at least one element';
	if (elements.length > MAX_ELEMENTS)
		return `has ${elements.length} elements; Instagram allows ${MAX_ELEMENTS}`;
	for (const [position, element] of elements.entries()) {
		const problem = elementProblem(element);
		if (problem !== undefined) return `has an element ${position + 1} that ${problem}`;
	}
	return undefined;
}

function elementProblem(element: JsonRecord): string | undefined {
	if (text(element, 'title') === '') return 'has no title';
	for (const key of ['title', 'subtitle']) {
		const characters = textCharacters(textAt(element, key) ?? '');
		if (characters > ELEMENT_TEXT_MAX_CHARACTERS) {
			return `has a ${key} of ${characters} characters; Instagram allows ${ELEMENT_TEXT_MAX_CHARACTERS}`;
		}
	}
	const { image_url: imageUrl, default_action: action, subtitle, buttons } = element;
	if (imageUrl !== undefined && !isWebUrl(imageUrl))
		return 'has an image URL that does not start with https://';
	if (typeof imageUrl === 'string' && isPrivateHost(new URL(imageUrl).hostname))
		return 'has an image URL in your own network, where Instagram cannot fetch it';
	if (isRecord(action) && !isWebUrl(action.url)) return 'has a link that does not start with https://';
	if (subtitle === undefined && imageUrl === undefined && action === undefined && buttons === undefined) {
		return 'has a title only; Instagram wants a subtitle, an image, a link or a button too';
	}
	return buttonsProblem(recordsAt(element, 'buttons'));
}

function isWebUrl(value: unknown): boolean {
	return typeof value === 'string' && URL.canParse(value) && new URL(value).protocol === 'https:';
}
