/** Message: Send. Meta: `POST /<IG_ID>/messages` ("Send Messages", "Private Replies"). */
import type { IExecuteFunctions } from 'n8n-workflow';

import { MESSAGE_TEXT_MAX_BYTES, messageTextProblem } from '../../protocol/limits';
import {
	attachmentMessage,
	buttonTemplateMessage,
	genericTemplateMessage,
	imagesMessage,
	sharedPostMessage,
	recipientKey,
	STICKER_MESSAGE,
	type Body,
	type Recipient,
} from '../../protocol/messages/bodies';
import { splitText, textBytes } from '../../protocol/messages/text';
import { fieldOf } from '../../panel/fieldOf';
import { readQuickReplies } from '../../panel/messageParts';
import { readMediaId } from '../../panel/locators';
import { toItem, type KeyedWriteOperation, type Run } from '../../run/operation';
import { readChoice, readFlag, readOptionalOpaqueId, readText } from '../../panel/parameters';
import { refuse } from '../../panel/source';
import { readAttachment, readAttachments } from './attachments';
import { MESSAGE_TEXT_FIELD } from './textField';
import { sendInOrder } from './sendParts';
import { isPrivateReply, readRecipient } from './recipient';
import {
	HUMAN_AGENT_FIELD,
	MESSAGE_TYPE_FIELD,
	MESSAGE_TYPES,
	REPLY_TO_FIELD,
	SEND_FIELDS,
	SPLIT_LONG_TEXT_FIELD,
} from './send.fields';
import { readButtons, readElements, readTemplateText } from './templates';

const MESSAGE_TYPE = fieldOf(MESSAGE_TYPE_FIELD);
const TEXT = fieldOf(MESSAGE_TEXT_FIELD);
const REPLY_TO = fieldOf(REPLY_TO_FIELD, 'additionalFields');
const HUMAN_AGENT = fieldOf(HUMAN_AGENT_FIELD, 'additionalFields');
const SPLIT_LONG_TEXT = fieldOf(SPLIT_LONG_TEXT_FIELD, 'additionalFields');

export const sendMessage: KeyedWriteOperation = {
	overlap: 'writePerKey',
	permission: 'instagram_business_manage_messages',
	permissionOf: (ctx, itemIndex) =>
		isPrivateReply(ctx, itemIndex)
			? 'instagram_business_manage_comments'
			: 'instagram_business_manage_messages',
	properties: SEND_FIELDS,
	keyOf: ({ ctx }, itemIndex) => recipientKey(readRecipient(ctx, itemIndex)),
	async execute(run, itemIndex) {
		const { ctx } = run;
		const recipient = readRecipient(ctx, itemIndex);
		const messages = await readMessageBodies(run, recipient, itemIndex);
		const replyTo = readOptionalOpaqueId({ ctx, itemIndex }, REPLY_TO);
		const humanAgent = readFlag({ ctx, itemIndex }, HUMAN_AGENT);
		return [toItem(await sendInOrder(run, itemIndex, recipient, messages, { replyTo, humanAgent }))];
	},
};

/** What is sent: one message, or the parts of a long text. */
async function readMessageBodies(run: Run, recipient: Recipient, itemIndex: number): Promise<Body[]> {
	const { ctx } = run;
	const type = readChoice({ ctx, itemIndex }, MESSAGE_TYPE, MESSAGE_TYPES);
	switch (type) {
		case 'text':
			return readTexts(ctx, recipient, itemIndex).map((text) => ({ text }));
		case 'image':
			return [imagesMessage(await readAttachments(ctx, type, itemIndex))];
		case 'audio':
		case 'video':
		case 'file':
			return [attachmentMessage(type, await readAttachment(ctx, type, itemIndex))];
		case 'sticker':
			return [STICKER_MESSAGE];
		case 'post':
			return [sharedPostMessage(await readMediaId(run, itemIndex))];
		case 'quickReplies':
			return [{ text: readShortText(ctx, itemIndex), quick_replies: readQuickReplies(ctx, itemIndex) }];
		case 'genericTemplate':
			return [genericTemplateMessage(readElements(ctx, itemIndex))];
		case 'buttonTemplate':
			return [buttonTemplateMessage(readTemplateText(ctx, itemIndex), readButtons(ctx, itemIndex))];
	}
}

function readShortText(ctx: IExecuteFunctions, itemIndex: number): string {
	const text = readText({ ctx, itemIndex }, TEXT);
	const problem = messageTextProblem(text);
	return problem === undefined ? text : refuse(TEXT, problem);
}

function readTexts(ctx: IExecuteFunctions, recipient: Recipient, itemIndex: number): string[] {
	const text = readText({ ctx, itemIndex }, TEXT);
	const problem = messageTextProblem(text);
	if (problem === undefined) return [text];
	const canSplit = text.trim() !== '' && recipient.kind === 'person';
	if (!canSplit)
		return refuse(
			TEXT,
			problem,
			recipient.kind === 'comment' ? 'A private reply is one message. Shorten the text.' : undefined,
		);
	if (readFlag({ ctx, itemIndex }, SPLIT_LONG_TEXT))
		return splitText(text, textBytes, MESSAGE_TEXT_MAX_BYTES);
	return refuse(TEXT, problem, 'Shorten the text, or turn on Split Long Text under Additional Fields.');
}
