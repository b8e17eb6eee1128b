/**
 * What the buttons of Send and Wait lead to: n8n's signed resume URL, whose signature n8n checks before it
 * asks the node. Instagram opens links by itself, to preview and to check them, so opening one decides
 * nothing; the button on the page does.
 */
import type { IWebhookDescription, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { clock } from '../../transport/clock';
import { APPROVAL_OPTIONS_FIELD, QUESTION_FIELD } from './sendAndWait.fields';
import { APPROVED, labelOf, OPEN_QUESTION, QUESTION_KEY } from './sendAndWait.labels';
import { CLOSED_PAGE, CONFIRM_PAGE_POLICY, confirmPage, recordedPage } from './sendAndWait.page';

const resumedBy = (httpMethod: 'GET' | 'POST'): IWebhookDescription => ({
	name: 'default',
	httpMethod,
	responseMode: 'onReceived',
	responseData: '',
	path: '={{ $nodeId }}',
	restartWebhook: true,
	isFullPath: true,
});

export const SEND_AND_WAIT_WEBHOOKS: IWebhookDescription[] = [resumedBy('GET'), resumedBy('POST')];

export const WAITING_TOOLTIP =
	'={{ $parameter["operation"] === "sendAndWait" ? "Execution will continue after the person\'s answer" : "" }}';

/** Answers a request to the resume URL; a POST resumes the execution with the decision. */
export async function receiveDecision(ctx: IWebhookFunctions): Promise<IWebhookResponseData> {
	const { query, method } = ctx.getRequestObject();
	const approved = query[APPROVED] === 'true';
	const isDecision = approved || query[APPROVED] === 'false';
	if (!isDecision || !isOpen(ctx, query[QUESTION_KEY])) return showPage(ctx, CLOSED_PAGE);
	const label = labelOf(readOptions(ctx), approved);
	if (method !== 'POST') return showPage(ctx, confirmPage(label, readQuestion(ctx)));
	const respondedAt = new Date(clock.now()).toISOString();
	return {
		webhookResponse: recordedPage(label),
		workflowData: [[{ json: { data: { approved, respondedAt } }, pairedItem: { item: 0 } }]],
	};
}

/** A page that leaves the execution waiting. */
function showPage(ctx: IWebhookFunctions, html: string): IWebhookResponseData {
	const response = ctx.getResponseObject();
	response.setHeader('Content-Type', 'text/html; charset=utf-8');
	response.setHeader('Cache-Control', 'no-store');
	response.setHeader('Content-Security-Policy', CONFIRM_PAGE_POLICY);
	response.status(200).send(html);
	return { noWebhookResponse: true };
}

/**
 * Whether the link belongs to the question that the execution waits for, and not to one of an earlier round
 * of a loop.
 */
function isOpen(ctx: IWebhookFunctions, key: unknown): boolean {
	// two braces in the name would end the expression
	const node = JSON.stringify(ctx.getNode().name).replace(/[{}]/g, (brace) =>
		brace === '{' ? '\\u007b' : '\\u007d',
	);
	return (
		typeof key === 'string' &&
		key === ctx.evaluateExpression(`{{ $node[${node}].context.${OPEN_QUESTION}?.key }}`)
	);
}

const readOptions = (ctx: IWebhookFunctions) => tryRead(ctx, APPROVAL_OPTIONS_FIELD.name);

function readQuestion(ctx: IWebhookFunctions): string {
	const question = tryRead(ctx, QUESTION_FIELD.name);
	return typeof question === 'string' ? question : '';
}

/**
 * An expression that worked when the question was sent may fail now; the person must not see that.
 */
function tryRead(ctx: IWebhookFunctions, name: string): unknown {
	try {
		return ctx.getNodeParameter(name, '') as unknown;
	} catch {
		return undefined;
	}
}
