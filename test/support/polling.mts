/**
 * An Instagram Polling Trigger as n8n runs it (n8n-core's PollTriggerExecutor and n8n's trigger context): one
 * context for all polls of an activation, static data that n8n stores when an execution starts and after an
 * activation, and loses otherwise when it ends.
 */
import { PollContext } from 'n8n-core';
import {
	Workflow,
	type IDataObject,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type IPollFunctions,
	type WorkflowActivateMode,
} from 'n8n-workflow';

import { InstagramPollingTrigger } from '../../nodes/Instagram/InstagramPollingTrigger.node.ts';
import * as clockModule from '../../nodes/Instagram/transport/clock';
import { additionalDataFor, binaryDataService, instagramNode, nodeTypes } from './engine.mts';
import type { TestWorld } from './world.mts';

const TYPE = 'n8n-nodes-instagram-login.instagramPollingTrigger';

let nextWorkflow = 0;

/** The node as a process loads it that has just started: nothing is remembered, but time goes on. */
function freshNode(): INodeType {
	let node: INodeType | undefined;
	jest.isolateModules(() => {
		jest.doMock('../../nodes/Instagram/transport/clock', () => clockModule);
		const loaded = jest.requireActual<{ InstagramPollingTrigger: new () => INodeType }>(
			'../../nodes/Instagram/InstagramPollingTrigger.node',
		);
		node = new loaded.InstagramPollingTrigger();
	});
	if (!node) throw new Error('the node could not be loaded');
	return node;
}

export interface PollingOptions {
	readonly authentication?: 'oAuth2' | 'accessToken';
}

export type TestPolling = ReturnType<typeof createPolling>;

export function createPolling(
	world: TestWorld,
	parameters: INodeParameters = {},
	{ authentication = 'oAuth2' }: PollingOptions = {},
) {
	const name = `polling-${(nextWorkflow += 1)}`;
	const additionalData = additionalDataFor(world.store, name);
	let type: INodeType = new InstagramPollingTrigger();
	let node = nodeWith(parameters);
	/** What stands in n8n's database. */
	let stored = '{}';
	let active: { readonly workflow: Workflow; readonly ctx: IPollFunctions } | undefined;
	const log: string[] = [];
	const executions: INodeExecutionData[][] = [];
	const failed: Error[] = [];

	function nodeWith(given: INodeParameters) {
		const all = {
			authentication,
			events: ['comments'],
			simplify: true,
			options: {},
			pollTimes: {},
			...given,
		};
		return instagramNode(all, { id: `node-${name}`, name: 'Instagram Polling Trigger' }, TYPE);
	}

	function load(mode: 'trigger' | 'manual', activation: WorkflowActivateMode) {
		const workflow = new Workflow({
			id: name,
			name,
			nodes: [node],
			connections: {},
			active: true,
			nodeTypes,
			staticData: JSON.parse(stored) as IDataObject,
		});
		const ctx = new PollContext(
			workflow,
			node,
			additionalData,
			mode,
			activation,
		) as unknown as IPollFunctions;
		const keep = (line: string) => void log.push(line);
		Object.defineProperty(ctx, 'logger', {
			value: { debug: () => undefined, info: keep, warn: keep, error: keep },
		});
		return { workflow, ctx };
	}

	const save = (workflow: Workflow) => {
		stored = JSON.stringify(workflow.staticData);
	};

	async function pollOf(ctx: IPollFunctions): Promise<INodeExecutionData[] | undefined> {
		await binaryDataService();
		return (await type.poll?.call(ctx))?.[0];
	}

	function emit(workflow: Workflow, items: INodeExecutionData[]): void {
		save(workflow);
		executions.push(items);
	}

	return {
		log,
		/** The items of each execution. */
		executions,
		/** The errors of failed executions. */
		failed,
		/** All items so far. */
		items: () => executions.flat().map(({ json }) => json),
		/** How much of n8n's database the cursor takes. */
		storedBytes: () => Buffer.byteLength(stored),

		/**
		 * What n8n does when a workflow is activated, published again, or found active at its start; polls once.
		 */
		async activate(activation: WorkflowActivateMode = 'activate'): Promise<void> {
			const { workflow, ctx } = load('trigger', activation);
			const items = await pollOf(ctx);
			active = { workflow, ctx };
			if (items) emit(workflow, items);
			save(workflow);
		},

		/** One poll time. */
		async poll(): Promise<INodeExecutionData[]> {
			if (!active) throw new Error('the workflow is not active');
			const { workflow, ctx } = active;
			try {
				const items = await pollOf(ctx);
				// the workflow has been published again, or n8n is gone: what an old poll finds is thrown away
				if (active?.workflow !== workflow || !items) return [];
				emit(workflow, items);
				return items;
			} catch (error) {
				failed.push(error as Error);
				return [];
			}
		},

		/** The workflow is edited and published again; a poll that is under way is superseded. */
		async publish(given: INodeParameters = parameters): Promise<void> {
			active = undefined;
			node = nodeWith(given);
			await this.activate('update');
		},

		deactivate(): void {
			active = undefined;
		},

		/** n8n ends, however: nothing is stored on the way out. */
		kill(): void {
			active = undefined;
			type = freshNode();
		},

		/** n8n starts again and activates the workflow. */
		async restart(): Promise<void> {
			this.kill();
			await this.activate('init');
		},

		/** "Fetch Test Event" in the editor. */
		async fetchTestEvent(): Promise<INodeExecutionData[]> {
			const before = stored;
			const { workflow, ctx } = load('manual', 'manual');
			const items = await pollOf(ctx);
			if (JSON.stringify(workflow.staticData) !== before && before !== '{}')
				throw new Error('a test event has moved the cursor');
			return items ?? [];
		},
	};
}
