/**
 * Message: Send and Wait for Response. A button template whose links resume the execution ("Button
 * Template"); waiting and the signed URLs are n8n's own. Field names are those of n8n's messaging nodes, so
 * that n8n offers the node for human review of an AI agent's tools too.
 */
import type { IExecuteFunctions } from 'n8n-workflow';

import { recordAt, textAt } from '../../protocol/json';
import { intervalMs, questionParts } from '../../protocol/messages/approval';
import { buttonTemplateMessage } from '../../protocol/messages/bodies';
import { parseTime } from '../../protocol/times';
import type { OrderedWriteOperation } from '../../run/operation';
import { fieldOf } from '../../panel/fieldOf';
import { readCollection, readFlag, readText } from '../../panel/parameters';
import { refuse } from '../../panel/source';
import { clock } from '../../transport/clock';
import { UserFixableError } from '../../transport/errors';
import { APPROVED, isApproveOnly, labelOf, OPEN_QUESTION, QUESTION_KEY } from './sendAndWait.labels';
import { sendInOrder } from './sendParts';
import { readRecipientId } from '../../panel/people';
import {
	APPROVAL_OPTIONS_FIELD,
	QUESTION_BY_PERSON_FIELD,
	LIMIT_WAIT_TIME_FIELD,
	QUESTION_FIELD,
	SEND_AND_WAIT_FIELDS,
} from './sendAndWait.fields';

const QUESTION = fieldOf(QUESTION_FIELD);
const APPROVAL_OPTIONS = fieldOf(APPROVAL_OPTIONS_FIELD);
const LIMIT_WAIT_TIME = fieldOf(LIMIT_WAIT_TIME_FIELD, 'options');
const HUMAN_AGENT = fieldOf(QUESTION_BY_PERSON_FIELD, 'options');

/** What n8n itself takes for "no limit". */
const WAIT_INDEFINITELY = new Date('3000-01-01T00:00:00.000Z');
const UNREACHABLE = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0)$/;

export const sendAndWait: OrderedWriteOperation = {
	overlap: 'orderedWrite',
	permission: 'instagram_business_manage_messages',
	properties: SEND_AND_WAIT_FIELDS,
	async execute(run, itemIndex) {
		const { ctx } = run;
		const input = ctx.getInputData();
		if (input.length > 1) {
			throw new UserFixableError(
				`An execution can wait for one answer, but ${input.length} items came in`,
				'Turn on Execute Once in the settings of the node to ask once, or put a Loop Over Items node with a batch size of 1 before it.',
			);
		}
		const recipientId = readRecipientId({ ctx, itemIndex });
		const { texts, aboveButtons } = questionParts(readText({ ctx, itemIndex }, QUESTION).trim());
		const waitTill = readWaitTill(ctx, itemIndex);
		const messages = [
			...texts.map((text) => ({ text })),
			buttonTemplateMessage(aboveButtons, decisionButtons(ctx, itemIndex)),
		];
		const humanAgent = readFlag({ ctx, itemIndex }, HUMAN_AGENT);
		await sendInOrder(run, itemIndex, { kind: 'person', id: recipientId }, messages, { humanAgent });
		await ctx.putExecutionToWait(waitTill);
		// what comes out when nobody answers in time
		return input;
	},
};

function decisionButtons(ctx: IExecuteFunctions, itemIndex: number): object[] {
	const options = readCollection({ ctx, itemIndex }, APPROVAL_OPTIONS);
	const key = openQuestion(ctx);
	return (isApproveOnly(options) ? [true] : [true, false]).map((approved) => ({
		type: 'web_url',
		url: resumeUrl(ctx, { [APPROVED]: String(approved), [QUESTION_KEY]: key }),
		title: labelOf(options, approved),
	}));
}

/**
 * The key of the question that is being asked. Each round of a loop asks a new one, so that buttons of an
 * earlier round decide nothing. A repeated try of the same round asks the same one, because its buttons may
 * have been sent.
 */
function openQuestion(ctx: IExecuteFunctions): string {
	const context = ctx.getContext('node');
	const turn = Number(ctx.getWorkflowDataProxy(0).$runIndex);
	const known = recordAt(context, OPEN_QUESTION);
	const key = known && known.turn === turn ? textAt(known, 'key') : undefined;
	if (key !== undefined) return key;
	const created = clock.randomKey();
	context[OPEN_QUESTION] = { turn, key: created };
	return created;
}

function resumeUrl(ctx: IExecuteFunctions, parameters: Record<string, string>): string {
	const url = ctx.getSignedResumeUrl(parameters);
	if (!UNREACHABLE.test(new URL(url).hostname)) return url;
	throw new UserFixableError(
		`The buttons would lead to ${new URL(url).origin}, which opens on this machine only`,
		'Set WEBHOOK_URL of n8n to an address that other devices can reach.',
	);
}

function readWaitTill(ctx: IExecuteFunctions, itemIndex: number): Date {
	const limit = recordAt({ limit: readCollection({ ctx, itemIndex }, LIMIT_WAIT_TIME) }, 'limit');
	const values = limit && recordAt(limit, 'values');
	if (!values) return WAIT_INDEFINITELY;
	if (values.limitType === 'atSpecifiedTime') {
		const timeMs = parseTime(values.maxDateAndTime, ctx.getTimezone());
		if (timeMs === undefined)
			return refuse(
				LIMIT_WAIT_TIME,
				'needs a date and time that exists',
				'Use a form like 2026-11-23T18:00:00.',
			);
		return timeMs > clock.now()
			? atMost(timeMs)
			: refuse(LIMIT_WAIT_TIME, 'has a date and time that has passed');
	}
	const waitMs = intervalMs(values) ?? refuse(LIMIT_WAIT_TIME, 'must be more than 0');
	return atMost(clock.now() + waitMs);
}

function atMost(timeMs: number): Date {
	if (timeMs < WAIT_INDEFINITELY.getTime()) return new Date(timeMs);
	return refuse(
		LIMIT_WAIT_TIME,
		'ends after the year 3000, which is longer than n8n waits',
		'Use a shorter time, or remove Limit Wait Time to wait without end.',
	);
}
