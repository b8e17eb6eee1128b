/** Answers the question of Send and Wait for Response: what its links do while the execution waits. */
import {
	createRunExecutionData,
	Workflow,
	type IExecuteContextData,
	type INodeExecutionData,
	type INodeParameters,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { WebhookContext } from 'n8n-core';

import { Instagram } from '../../nodes/Instagram/Instagram.node.ts';
import { additionalDataFor, instagramNode, nodeTypes, type RunResult } from './engine.mts';
import type { TestWorld } from './world.mts';

/** A node whose question is open. */
interface Waiting {
	readonly parameters: INodeParameters;
	readonly items: INodeExecutionData[];
	/** What n8n has kept of the node since the question. */
	readonly kept: IExecuteContextData;
	/** What the node is called while somebody answers. Default: as it was. */
	readonly name?: string;
}

interface Page {
	status: number;
	html: string;
	readonly headers: Record<string, string>;
}

interface Button {
	readonly type: string;
	readonly url: string;
	readonly title: string;
}

type Sent = { message: { text?: string; attachment?: { payload: { text: string; buttons: Button[] } } } };

/** The messages that were sent to the person, oldest first. */
export const sentMessages = (world: Pick<TestWorld, 'requests'>): Array<Sent['message']> =>
	world.requests().flatMap(({ body }) => (body as Partial<Sent> | undefined)?.message ?? []);

/** The text and the buttons of the last question. */
export const lastQuestion = (world: Pick<TestWorld, 'requests'>): { text: string; buttons: Button[] } =>
	sentMessages(world).at(-1)!.attachment!.payload;

/** What the node of the question keeps, under another name. */
const renamed = (kept: IExecuteContextData, name: string): IExecuteContextData =>
	Object.fromEntries(
		Object.entries(kept).map(([of, what]) => [of === 'node:Instagram' ? `node:${name}` : of, what]),
	);

/** Opens a link of a question, as n8n hands it to the node while the execution waits. */
export async function openLink(
	world: Pick<TestWorld, 'store'>,
	{ parameters, items, kept, name = 'Instagram' }: Waiting,
	url: string,
	method: 'GET' | 'POST',
): Promise<IWebhookResponseData & { readonly page: string; readonly answered: Page }> {
	const type = new Instagram();
	const node = instagramNode({ authentication: 'oAuth2', ...parameters }, { name });
	const workflow = new Workflow({ id: 'w1', nodes: [node], connections: {}, active: true, nodeTypes });
	const runData = createRunExecutionData({
		executionData: {
			// has been JSON once
			contextData: renamed(JSON.parse(JSON.stringify(kept)) as IExecuteContextData, name),
			metadata: {},
			waitingExecution: {},
			waitingExecutionSource: {},
			nodeExecutionStack: [{ node, data: { main: [items] }, source: null }],
		},
	});
	const answered: Page = { status: 0, html: '', headers: {} };
	const httpResponse = {
		setHeader: (name: string, value: string) => (answered.headers[name.toLowerCase()] = value),
		status(code: number) {
			answered.status = code;
			return httpResponse;
		},
		send: (html: string) => void (answered.html = html),
	};
	const query = Object.fromEntries(new URL(url).searchParams);
	const additionalData = {
		...additionalDataFor(world.store),
		httpRequest: { method, query, headers: {}, params: {}, body: {} },
		httpResponse,
	} as unknown as ReturnType<typeof additionalDataFor>;
	const webhookDescription = type.description.webhooks!.find(({ httpMethod }) => httpMethod === method)!;
	const webhook = {
		httpMethod: method,
		node: node.name,
		path: node.id,
		webhookDescription,
		workflowId: 'w1',
		workflowExecuteAdditionalData: additionalData,
	};
	const context = new WebhookContext(
		workflow,
		workflow.getNode(node.name)!,
		additionalData,
		'webhook',
		webhook,
		[],
		runData,
	);
	const result: IWebhookResponseData = await type.webhook.call(context);
	return { ...result, page: answered.html || (result.webhookResponse as string), answered };
}

/** A run; where it asks a person, they approve, and what the execution goes on with comes out. */
export async function runToItsEnd(
	world: Pick<TestWorld, 'run' | 'requests' | 'store'>,
	parameters: INodeParameters,
): Promise<Pick<RunResult, 'items' | 'error'>> {
	const items: INodeExecutionData[] = [{ json: {} }];
	const { waitTill, contextData: kept, ...result } = await world.run(parameters, items);
	if (waitTill === undefined) return result;
	const [approve] = lastQuestion(world).buttons;
	const { workflowData } = await openLink(world, { parameters, items, kept }, approve!.url, 'POST');
	return { items: (workflowData ?? []).flatMap((output) => output ?? []) };
}
