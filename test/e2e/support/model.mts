/**
 * A language model on this machine that does what a test tells it, behind the API of OpenAI, and the workflow
 * that asks it.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createCredential, type CredentialReference } from '../../../scripts/n8n/credentials.mts';
import type { WorkflowFile, WorkflowNode } from '../../../scripts/n8n/workflows.mts';
import { readExample } from '../../../scripts/world/examples.mts';
import type { World } from '../../../scripts/world/world.mts';

interface ChatMessage {
	readonly role: string;
	readonly content: unknown;
}

interface ChatRequest {
	readonly messages: readonly ChatMessage[];
	readonly tools?: ReadonlyArray<{ function: { name: string; parameters: unknown } }>;
}

/** The call of a tool, or the last words. */
export type Turn = { readonly tool: string; readonly args: Record<string, unknown> } | string;

export interface Model {
	readonly url: string;
	/** What it does next, in order; then it says "Done." */
	turns: Turn[];
	/** Everything that it was sent, as text. */
	readonly heard: string[];
	/** What the tools answered in the last request. */
	toolAnswers(): string[];
	/** The names of the tools in the last request. */
	tools(): string[];
	close(): Promise<void>;
}

export async function startModel(): Promise<Model> {
	const heard: string[] = [];
	const last = () => JSON.parse(heard.at(-1) ?? '{"messages":[]}') as ChatRequest;
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			heard.push(Buffer.concat(chunks).toString());
			const message = messageOf(model.turns.shift() ?? 'Done.');
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify(completion(message)));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const model: Model = {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
		turns: [],
		heard,
		toolAnswers: () =>
			last()
				.messages.filter(({ role }) => role === 'tool')
				.map(({ content }) => (typeof content === 'string' ? content : JSON.stringify(content))),
		tools: () => (last().tools ?? []).map((tool) => tool.function.name),
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
	return model;
}

function messageOf(turn: Turn) {
	if (typeof turn === 'string') return { role: 'assistant', content: turn };
	const { tool: name, args } = turn;
	const call = {
		id: `call_${randomUUID()}`,
		type: 'function',
		function: { name, arguments: JSON.stringify(args) },
	};
	return { role: 'assistant', content: null, tool_calls: [call] };
}

function completion(message: object) {
	return {
		id: `chatcmpl-${randomUUID()}`,
		object: 'chat.completion',
		created: 1_700_000_000,
		model: 'gpt-5-mini',
		choices: [{ index: 0, message, finish_reason: 'tool_calls' in message ? 'tool_calls' : 'stop' }],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}

async function createModelCredential({ session }: World, { url }: Model): Promise<CredentialReference> {
	return await createCredential(session, { name: 'Model', type: 'openAiApi', data: { apiKey: 'none', url } });
}

/** An agent with one tool, which runs when somebody presses Execute Workflow. */
export async function agentWith(world: World, model: Model, tool: WorkflowNode): Promise<WorkflowFile> {
	const to = (type: string) => ({ [type]: [[{ node: 'AI Agent', type, index: 0 }]] });
	return {
		name: `Agent with ${tool.name}`,
		nodes: [
			{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
			{
				name: 'AI Agent',
				type: '@n8n/n8n-nodes-langchain.agent',
				typeVersion: 3.1,
				parameters: { promptType: 'define', text: 'Go', options: {} },
			},
			{
				name: 'Model',
				type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
				typeVersion: 1.3,
				parameters: {
					model: { __rl: true, mode: 'id', value: 'gpt-5-mini' },
					responsesApiEnabled: false,
					options: {},
				},
				credentials: { openAiApi: await createModelCredential(world, model) },
			},
			tool,
		],
		connections: { Start: to('main'), Model: to('ai_languageModel'), [tool.name]: to('ai_tool') },
	};
}

/**
 * The example of an agent as a person imports it: with their credentials, and the colleague to hand over to.
 */
export async function readAgentExample(
	world: World,
	model: Model,
	{ instagram, colleagueId }: { instagram: CredentialReference; colleagueId: string },
): Promise<WorkflowFile> {
	const openAi = await createModelCredential(world, model);
	const workflow = await readExample('agent-answers-direct-messages', instagram);
	const nodes = workflow.nodes.map((node) => ({
		...node,
		...(node.type.endsWith('.lmChatOpenAi') && { credentials: { openAiApi: openAi } }),
		parameters: {
			...node.parameters,
			...(node.name === 'Hand Over to a Person' && { recipientId: colleagueId }),
		},
	}));
	return { ...workflow, nodes };
}
