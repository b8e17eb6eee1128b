import { invalidParameter } from '../state/errors.mts';
import { isRecord } from '../state/json.mts';

const ELEMENTS = 10;
const LINE = 80;
const BUTTONS = 3;
const BUTTON_TITLE = 20;
const PAYLOAD = 1000;
const BUTTON_TEXT = 640;

/**
 * Generic and button templates with their limits (messaging.md section 2). Gives back the payload as sent.
 */
export function readTemplate(payload: Record<string, unknown>): unknown {
	if (payload['template_type'] === 'generic') {
		const elements = payload['elements'];
		insist(Array.isArray(elements) && elements.length >= 1 && elements.length <= ELEMENTS);
		for (const element of Array.isArray(elements) ? (elements as unknown[]) : []) checkElement(element);
	} else if (payload['template_type'] === 'button') {
		insist(isText(payload['text'], BUTTON_TEXT));
		checkButtons(payload['buttons'], 1);
	} else {
		insist(false);
	}
	return payload;
}

/** One property besides the title is the least. */
function checkElement(element: unknown): void {
	insist(isRecord(element) && isText(element['title'], LINE));
	if (!isRecord(element)) return;
	const { subtitle, image_url: imageUrl, default_action: action, buttons } = element;
	insist([subtitle, imageUrl, action, buttons].some((property) => property !== undefined));
	insist(subtitle === undefined || isText(subtitle, LINE));
	insist(imageUrl === undefined || isUrl(imageUrl));
	if (action !== undefined)
		insist(
			isRecord(action) &&
				action['type'] === 'web_url' &&
				isUrl(action['url']) &&
				action['title'] === undefined,
		);
	if (buttons !== undefined) checkButtons(buttons, 1);
}

function checkButtons(buttons: unknown, least: number): void {
	insist(Array.isArray(buttons) && buttons.length >= least && buttons.length <= BUTTONS);
	for (const button of Array.isArray(buttons) ? (buttons as unknown[]) : []) {
		insist(isRecord(button) && isText(button['title'], BUTTON_TITLE));
		if (!isRecord(button)) continue;
		const web = button['type'] === 'web_url' && isUrl(button['url']);
		insist(web || (button['type'] === 'postback' && isText(button['payload'], PAYLOAD)));
	}
}

function isText(value: unknown, most: number): boolean {
	return typeof value === 'string' && value !== '' && [...value].length <= most;
}

function isUrl(value: unknown): boolean {
	return typeof value === 'string' && /^https?:\/\/\S+$/.test(value);
}

function insist(holds: boolean): void {
	if (!holds) throw invalidParameter('Invalid message data', 2534015);
}
