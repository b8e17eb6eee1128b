/**
 * An AI agent without a model: it calls the Instagram node as n8n's tool, with the arguments that a test
 * gives.
 */
import { WorkflowExecute } from 'n8n-core';
import {
	NodeConnectionTypes,
	Workflow,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
} from 'n8n-workflow';

import { Instagram } from '../../nodes/Instagram/Instagram.node.ts';
import { additionalDataFor, binaryDataService, instagramNode, nodeTypes, startingAt } from './engine.mts';
import type { TestWorld } from './world.mts';

const TOOL_TYPE = 'n8n-nodes-instagram-login.instagramTool';
const AGENT_TYPE = 'test.agent';

/** What n8n's loader makes of a node that is usable as a tool (packages/cli, `convertNodeToAiTool`). */
export function asTool(): INodeType {
	const node = new Instagram();
	if (node.description.usableAsTool !== true) throw new Error('the node is not usable as a tool');
	node.description = {
		...node.description,
		name: `${node.description.name}Tool`,
		displayName: `${node.description.displayName} Tool`,
		inputs: [],
		outputs: [NodeConnectionTypes.AiTool],
		usableAsTool: undefined,
	};
	return node;
}

interface Tool {
	readonly schema: { readonly shape: Record<string, unknown> };
	invoke(args: object): Promise<string>;
}

export interface ToolCall {
	/** What the model is told: JSON as text, or the words of the error. */
	readonly said: string;
	readonly failed: boolean;
}

function agent(calls: readonly object[], answers: ToolCall[], offered: string[]): INodeType {
	return {
		description: {
			displayName: 'Agent',
			name: 'agent',
			group: ['transform'],
			version: 1,
			description: 'Calls its tool',
			defaults: { name: 'Agent' },
			inputs: [NodeConnectionTypes.Main, { type: NodeConnectionTypes.AiTool }],
			outputs: [NodeConnectionTypes.Main],
			properties: [],
		},
		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			const [tool] = (await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0)) as Tool[];
			if (!tool) throw new Error('no tool');
			offered.push(...Object.keys(tool.schema.shape));
			for (const call of calls) {
				try {
					answers.push({ said: await tool.invoke(call), failed: false });
				} catch (error) {
					answers.push({ said: (error as Error).message, failed: true });
				}
			}
			return [[]];
		},
	};
}

/**
 * Lets the agent call the tool, once for each of `calls`, in one execution.
 * @param parameters of the node, with `$fromAI` where the model decides
 */
export async function callTool(
	world: TestWorld,
	parameters: INodeParameters,
	calls: readonly object[],
	overrides: Partial<INode> = {},
): Promise<{ answers: ToolCall[]; offered: string[] }> {
	await binaryDataService();
	const answers: ToolCall[] = [];
	const offered: string[] = [];
	const types: Record<string, () => INodeType> = {
		[TOOL_TYPE]: asTool,
		[AGENT_TYPE]: () => agent(calls, answers, offered),
	};
	const withTools: INodeTypes = {
		...nodeTypes,
		getByNameAndVersion: (name) => types[name]?.() ?? nodeTypes.getByNameAndVersion(name),
	};
	const agentNode: INode = {
		id: 'agent',
		name: 'Agent',
		type: AGENT_TYPE,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const tool = instagramNode({ authentication: 'oAuth2', ...parameters }, overrides, TOOL_TYPE);
	const workflow = new Workflow({
		id: 'w1',
		nodes: [agentNode, tool],
		connections: {
			[tool.name]: {
				[NodeConnectionTypes.AiTool]: [[{ node: 'Agent', type: NodeConnectionTypes.AiTool, index: 0 }]],
			},
		},
		active: false,
		nodeTypes: withTools,
		settings: { executionOrder: 'v1' },
	});
	const runExecutionData = startingAt(agentNode, [{ json: {} }]);
	const execution = new WorkflowExecute(additionalDataFor(world.store), 'trigger', runExecutionData);
	const { data } = await execution.processRunExecutionData(workflow);
	if (data.resultData.error) throw data.resultData.error;
	return { answers, offered };
}
