/**
 * An Instagram Trigger as n8n runs it: activation through n8n-core's HookContext, requests through its
 * WebhookContext, with the raw bytes of the body. `listen` gives it an address, so that the simulator, or
 * another trigger, delivers to it.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ExecuteContext, HookContext, TriggerContext, WebhookContext } from 'n8n-core';
import {
	createRunExecutionData,
	jsonParse,
	Workflow,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type ITriggerFunctions,
	type IWebhookData,
	type WebhookSetupMethodNames,
	type WorkflowActivateMode,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { InstagramTrigger } from '../../nodes/Instagram/InstagramTrigger.node';
import type { ExecutionStore } from './executionStore.mts';
import { additionalDataFor, binaryDataService, instagramNode, nodeTypes } from './engine.mts';
import { ResponseFake } from './responseFake.mts';
import type { TestWorld } from './world.mts';

/** What the product remembers of a workflow lives as long as the process. */
let nextWorkflow = 0;

const TRIGGER_TYPE = 'n8n-nodes-instagram-login.instagramTrigger';

export interface TriggerOptions {
	/** Names the workflow; two triggers with different names are two workflows. Default: a new one. */
	readonly name?: string;
	readonly authentication?: 'oAuth2' | 'accessToken';
	/** True for the editor's "Listen for test event". */
	readonly isTest?: boolean;
	/**
	 * False for a webhook processor, which starts no triggers. Default true: one whose `emit` takes no key,
	 * unless `start` is called.
	 */
	readonly isLeader?: boolean;
}

const OLD_EMIT = (_data: unknown, _response?: unknown, _done?: unknown) => {
	throw new Error('an old n8n is given executions by webhook() only');
};

export interface WebhookAnswer {
	readonly status: number;
	readonly body: string;
	readonly contentType?: string;
	/** What the execution starts with; undefined when none starts. */
	readonly items?: INodeExecutionData[];
}

export interface WebhookRequest {
	readonly method: 'GET' | 'POST';
	/** The last part of the URL: which of the trigger's webhooks it is. Default: the one for deliveries. */
	readonly path?: string;
	readonly query?: Record<string, string | string[]>;
	readonly headers?: Record<string, string>;
	readonly bytes?: Buffer;
	/** Called at the moment the answer leaves, which is before the run starts. */
	readonly onAnswer?: (status: number, body: string) => void;
	/** Called with what n8n hands to the node as the request. */
	readonly onRequest?: (request: { readonly body: object }) => void;
}

export type TestTrigger = ReturnType<typeof createTrigger>;

const credentialIds = new WeakMap<object, string>();

/**
 * The credentials of a world have ids that no other world's have: the product remembers what it has read for
 * a while.
 */
function credentialsOf(store: TestWorld['store']): INode['credentials'] {
	const id = credentialIds.get(store) ?? `of-${(nextWorkflow += 1)}`;
	credentialIds.set(store, id);
	return {
		instagramBusinessLoginOAuth2Api: { id: `login-${id}`, name: 'Login' },
		instagramBusinessTokenApi: { id: `token-${id}`, name: 'Token' },
	};
}

/**
 * n8n's `parseBody`, as far as JSON goes: numbers are rounded, and the charset is that of a header which
 * nobody signs.
 */
function bodyAsN8nReadsIt(
	bytes: Buffer,
	{ 'content-type': contentType = '' }: Record<string, string>,
): object {
	const [type = '', ...parameters] = contentType.split(';');
	const charset = parameters.map((parameter) => /^ *charset="?([^"]+)/i.exec(parameter)?.[1]).find(Boolean);
	if (type.toLowerCase() !== 'application/json' || bytes.length === 0) return {};
	// n8n refuses by itself what it cannot parse
	return jsonParse(bytes.toString((charset ?? 'utf-8') as BufferEncoding), { fallbackValue: {} });
}

export function createTrigger(
	world: TestWorld,
	parameters: INodeParameters = {},
	options: TriggerOptions = {},
) {
	const {
		name = `workflow-${(nextWorkflow += 1)}`,
		authentication = 'oAuth2',
		isTest = false,
		isLeader = true,
	} = options;
	const type = new InstagramTrigger();
	const node: INode = instagramNode(
		{ authentication, events: ['messages'], simplify: true, options: {}, ...parameters },
		{
			id: `node-${name}`,
			name: 'Instagram Trigger',
			webhookId: `hook-${name}`,
			credentials: credentialsOf(world.store),
		},
		TRIGGER_TYPE,
	);
	const additionalData = additionalDataFor(world.store, name);
	const staticData: IDataObject = {};
	const log: string[] = [];
	const servers: Server[] = [];
	const executions: INodeExecutionData[][] = [];
	const answers: number[] = [];

	const newWorkflow = () =>
		new Workflow({ id: name, name, nodes: [node], connections: {}, active: true, nodeTypes, staticData });
	const findWebhook = (httpMethod: string, path: string) =>
		type.description.webhooks?.find((webhook) => webhook.httpMethod === httpMethod && webhook.path === path);
	const webhookData = (httpMethod: 'GET' | 'POST', path = 'webhook'): IWebhookData => {
		const webhookDescription = findWebhook(httpMethod, path);
		if (!webhookDescription) throw new Error(`the trigger has no webhook for ${httpMethod} …/${path}`);
		return {
			httpMethod,
			node: node.name,
			path: `hook-${name}/${path}`,
			webhookDescription,
			workflowId: name,
			workflowExecuteAdditionalData: additionalData,
			isTest,
		};
	};
	const keepLog = <T extends object>(context: T): T => {
		const keep = (line: string, details?: unknown) =>
			void log.push(`${line} ${JSON.stringify(details ?? {})}`);
		return Object.defineProperty(context, 'logger', {
			value: { debug: keep, info: keep, warn: keep, error: keep },
		});
	};
	const runHook = async (
		method: WebhookSetupMethodNames,
		mode: WorkflowExecuteMode,
		activation: WorkflowActivateMode,
	) => {
		const context = keepLog(
			new HookContext(newWorkflow(), node, additionalData, mode, activation, webhookData('POST')),
		);
		switch (method) {
			case 'checkExists':
				return await type.webhookMethods.default.checkExists.call(context);
			case 'create':
				return await type.webhookMethods.default.create.call(context);
			case 'delete':
				return await type.webhookMethods.default.delete.call(context);
		}
	};

	/** What n8n does with the items that start a run: the node's own `execute`. */
	async function execute(given: INodeExecutionData[]): Promise<INodeExecutionData[]> {
		const context = new ExecuteContext(
			newWorkflow(),
			node,
			additionalData,
			isTest ? 'manual' : 'webhook',
			createRunExecutionData(),
			0,
			given,
			{ main: [given] },
			{ node, data: { main: [given] }, source: null },
			[],
		);
		const [items = []] = await type.execute.call(keepLog(context));
		executions.push(items);
		return items;
	}

	let isStarted = false;
	async function start(emit: ITriggerFunctions['emit']): Promise<() => Promise<void>> {
		isStarted = true;
		const context = new TriggerContext(
			newWorkflow(),
			node,
			additionalData,
			'trigger',
			'activate',
			emit,
			() => undefined,
		);
		const { closeFunction } = await type.trigger.call(keepLog(context));
		return async () => await closeFunction?.();
	}

	async function request({
		method,
		path,
		query = {},
		headers = {},
		bytes = Buffer.alloc(0),
		onAnswer,
		onRequest,
	}: WebhookRequest): Promise<WebhookAnswer> {
		await binaryDataService();
		if (!isStarted && isLeader) await start(OLD_EMIT);
		const response = new ResponseFake(onAnswer);
		const httpRequest = {
			method,
			path: `/webhook/hook-${name}/${path ?? 'webhook'}`,
			headers,
			query,
			params: {},
			body: bodyAsN8nReadsIt(bytes, headers),
			rawBody: bytes,
			readRawBody: async () => undefined,
		};
		onRequest?.(httpRequest);
		const requestData = { ...additionalData, executionId: undefined, httpRequest, httpResponse: response };
		const context = new WebhookContext(
			newWorkflow(),
			node,
			requestData,
			isTest ? 'manual' : 'webhook',
			webhookData(method, path),
			[],
			null,
		);
		const result = await type.webhook.call(keepLog(context));
		if (!response.headersSent) throw new Error('the node left the request unanswered');
		answers.push(response.statusCode);
		if (result.noWebhookResponse !== true) throw new Error('n8n would answer a second time');
		const [given] = result.workflowData ?? [];
		const items = given && (await execute(given));
		return { status: response.statusCode, body: response.body, contentType: response.contentType, items };
	}

	return {
		node,
		log,
		staticData,
		/** The items of each run that started. */
		executions,
		/** The status of each answer, one a request. */
		answers,
		request,

		/** What n8n does on activation, or on "Listen for test event". */
		async activate(because: WorkflowActivateMode = 'activate'): Promise<void> {
			const [mode, activation]: [WorkflowExecuteMode, WorkflowActivateMode] = isTest
				? ['manual', 'manual']
				: ['trigger', because];
			if (await runHook('checkExists', mode, activation)) return;
			await runHook('create', mode, activation);
		},
		/**
		 * Starts the trigger in an n8n that takes keys, as the leader does for each active workflow.
		 * @returns stops it
		 */
		start: async (store: ExecutionStore, emit = store.emitter(execute)) => await start(emit),
		async deactivate(): Promise<void> {
			await runHook('delete', 'internal', 'update');
		},
		challenge: async (query: Record<string, string | string[]>) => await request({ method: 'GET', query }),

		/** A delivery signed with the app's secret, unless `signature` says otherwise. */
		async deliver(
			body: Buffer | string | object,
			{
				signature,
				headers,
				...observers
			}: {
				signature?: string | null;
				headers?: Record<string, string>;
			} & Pick<WebhookRequest, 'onAnswer' | 'onRequest'> = {},
		): Promise<WebhookAnswer> {
			const text = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
			const bytes = Buffer.isBuffer(text) ? text : Buffer.from(text, 'utf8');
			const signed = signature === undefined ? world.simulator.instagram.sign(world.app, bytes) : signature;
			const sent = {
				'content-type': 'application/json',
				...(signed !== null && { 'x-hub-signature-256': signed }),
				...headers,
			};
			return await request({ method: 'POST', headers: sent, bytes, ...observers });
		},

		/**
		 * Serves the trigger on this machine.
		 * @returns the origin, to which `/webhook` is added; the simulated world knows it as `https://<host>`
		 * when a host is given
		 */
		async listen(host?: string): Promise<string> {
			const server = createServer((incoming, outgoing) => void serve(incoming, outgoing));
			servers.push(server);
			await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
			const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
			if (host !== undefined) world.simulator.resolve[host] = origin;
			return origin;

			async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
				const chunks: Buffer[] = [];
				for await (const chunk of incoming) chunks.push(chunk as Buffer);
				const url = new URL(incoming.url ?? '/', origin);
				const method = incoming.method === 'GET' ? 'GET' : 'POST';
				const path = url.pathname.split('/').at(-1) ?? '';
				// as n8n answers where it has registered no webhook
				if (!findWebhook(method, path)) return void outgoing.writeHead(404).end();
				await request({
					method,
					path,
					query: Object.fromEntries(url.searchParams),
					headers: incoming.headers as Record<string, string>,
					bytes: Buffer.concat(chunks),
					onAnswer: (status, body) => outgoing.writeHead(status, { 'content-type': 'text/plain' }).end(body),
				});
			}
		},
		async close(): Promise<void> {
			for (const server of servers) {
				server.closeAllConnections();
				await new Promise((resolve) => server.close(resolve));
			}
		},
	};
}
