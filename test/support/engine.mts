/** Runs one node in n8n-core's real WorkflowExecute. */
import 'reflect-metadata';
import { Container } from '@n8n/di';
import { BinaryDataService, ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type IDataObject,
	type IExecuteContextData,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IVersionedNodeType,
	type IWorkflowExecuteAdditionalData,
	type NodeApiError,
	type NodeOperationError,
} from 'n8n-workflow';

import { Instagram } from '../../nodes/Instagram/Instagram.node.ts';
import { InstagramPollingTrigger } from '../../nodes/Instagram/InstagramPollingTrigger.node.ts';
import { InstagramTrigger } from '../../nodes/Instagram/InstagramTrigger.node.ts';
import type { CredentialStore } from './credentialStore.mts';

/** Under which n8n thinks it is reachable; the simulator resolves it to the world's own server. */
export const PUBLIC_HOST = 'n8n.example.test';

/** One of each for all runs, as in n8n. */
const NODES: Record<string, INodeType> = {
	'n8n-nodes-instagram-login.instagram': new Instagram(),
	'n8n-nodes-instagram-login.instagramTrigger': new InstagramTrigger(),
	'n8n-nodes-instagram-login.instagramPollingTrigger': new InstagramPollingTrigger(),
};

export const nodeTypes: INodeTypes = {
	getByName: (name): INodeType | IVersionedNodeType => nodeTypes.getByNameAndVersion(name),
	getByNameAndVersion(name) {
		const type = NODES[name];
		if (!type) throw new Error(`unknown node type ${name}`);
		return type;
	},
	getKnownTypes: (): IDataObject => ({}),
};

let binaryData: Promise<void> | undefined;

/** n8n's own store of files, in a temporary folder. */
export async function binaryDataService(): Promise<BinaryDataService> {
	const service = Container.get(BinaryDataService);
	binaryData ??= service.init();
	await binaryData;
	return service;
}

export interface RunResult {
	/** Of all outputs. */
	readonly items: INodeExecutionData[];
	/** By output; the last one takes the errors of a node that has an error output. */
	readonly outputs: INodeExecutionData[][];
	readonly error?: NodeApiError | NodeOperationError;
	/** Whether the run put the execution to wait. */
	readonly waitTill?: Date;
	readonly hints: readonly string[];
	/** What n8n keeps of the nodes while the execution waits. */
	readonly contextData: IExecuteContextData;
}

export function additionalDataFor(
	store: CredentialStore,
	workflowId = 'w1',
	executionId = 'e1',
	base = `https://${PUBLIC_HOST}`,
): IWorkflowExecuteAdditionalData {
	return {
		hooks: new ExecutionLifecycleHooks('trigger', 'e1', {
			id: workflowId,
			name: 'test',
			nodes: [],
			connections: {},
			active: false,
			activeVersionId: null,
			isArchived: false,
			createdAt: new Date(0),
			updatedAt: new Date(0),
		}),
		credentialsHelper: store,
		executionId,
		restApiUrl: `${base}/rest`,
		instanceBaseUrl: `${base}/`,
		webhookBaseUrl: `${base}/webhook`,
		webhookWaitingBaseUrl: `${base}/webhook-waiting`,
		webhookTestBaseUrl: `${base}/webhook-test`,
		formBaseUrl: `${base}/form`,
		formWaitingBaseUrl: `${base}/form-waiting`,
		formTestBaseUrl: `${base}/form-test`,
		variables: {},
		setExecutionStatus: () => undefined,
		sendDataToUI: () => undefined,
		logAiEvent: () => undefined,
		currentNodeParameters: undefined,
	} as unknown as IWorkflowExecuteAdditionalData;
}

let worldNumber = 0;

/**
 * Begins a world with credentials of its own: what the package remembers of a credential or an account (a
 * pause, a renewal) is nobody else's.
 */
export function nextWorldNumber(): number {
	worldNumber += 1;
	return worldNumber;
}

export function instagramNode(
	parameters: INodeParameters,
	overrides: Partial<INode> = {},
	type = 'n8n-nodes-instagram-login.instagram',
): INode {
	return {
		id: 'node-1',
		name: 'Instagram',
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: {
			instagramBusinessLoginOAuth2Api: { id: `login-${worldNumber}`, name: 'Login' },
			instagramBusinessTokenApi: { id: `token-${worldNumber}`, name: 'Token' },
		},
		...overrides,
	};
}

/** What n8n knows of an execution that begins at a node with these items. */
export const startingAt = (node: INode, items: INodeExecutionData[]) =>
	createRunExecutionData({
		executionData: {
			contextData: {},
			metadata: {},
			waitingExecution: {},
			waitingExecutionSource: {},
			nodeExecutionStack: [{ node, data: { main: [items] }, source: null }],
		},
	});

export async function runNode(
	store: CredentialStore,
	node: INode,
	items: INodeExecutionData[],
	{ signal, executionId, address }: { signal?: AbortSignal; executionId?: string; address?: string } = {},
): Promise<RunResult> {
	await binaryDataService();
	const workflow = new Workflow({
		id: 'w1',
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1' },
	});
	const runExecutionData = startingAt(node, items);
	const execution = new WorkflowExecute(
		additionalDataFor(store, 'w1', executionId, address),
		'trigger',
		runExecutionData,
	);
	const running = execution.processRunExecutionData(workflow);
	signal?.addEventListener('abort', () => running.cancel());
	const result = await running;
	const { resultData } = result.data;
	const task = resultData.runData[node.name]?.[0];
	const outputs = (task?.data?.main ?? []).map((output) => output ?? []);
	return {
		items: outputs.flat(),
		outputs,
		error: (resultData.error ?? task?.error) as RunResult['error'],
		waitTill: result.waitTill ?? undefined,
		contextData: result.data.executionData?.contextData ?? {},
		hints: (task?.hints ?? []).map((hint) => hint.message),
	};
}
