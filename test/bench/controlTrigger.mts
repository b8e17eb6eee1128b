/**
 * The least that a community trigger can do, three times; each answers at once. The first starts the workflow
 * with what came: what it costs beside n8n's own Webhook node is n8n's. The second does so under a
 * deduplication key, as the Instagram Trigger does: what that costs beside the first is n8n's price for
 * "once". The third gives an item for each event, as workflows need it: what that costs beside the second is
 * n8n's price for items, and what the Instagram Trigger costs beside the third is ours. All are of version 1,
 * as most triggers are, for which n8n evaluates one expression more at each request; the third once more of
 * version 2, as the Instagram Trigger and the Webhook node are.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { linkPackage } from '../../scripts/n8n/user-folder.mts';
import type { WorkflowNode } from '../../scripts/n8n/workflows.mts';

const PACKAGE = 'n8n-nodes-bench-control';

const SOURCE = `
const { randomUUID } = require('node:crypto');
const description = (displayName, name) => ({
	displayName, name, group: ['trigger'], version: [1, 2],
	description: 'Answers at once', defaults: { name: displayName }, inputs: [], outputs: ['main'], properties: [],
	webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' }],
});
const webhookMethods = { default: { checkExists: async () => false, create: async () => true, delete: async () => true } };
class ControlTrigger {
	description = description('Control Trigger', 'controlTrigger');
	webhookMethods = webhookMethods;
	async webhook() {
		this.getResponseObject().status(200).end();
		return { noWebhookResponse: true, workflowData: [[{ json: this.getBodyData() }]] };
	}
}
const keyed = (displayName, name, itemsOf) => {
	const emits = new Map();
	return class {
		description = description(displayName, name);
		webhookMethods = webhookMethods;
		async trigger() {
			emits.set(this.getWorkflow().id, this.emit);
			return {};
		}
		async webhook() {
			this.getResponseObject().status(200).end();
			const emit = emits.get(this.getWorkflow().id);
			emit([itemsOf(this.getBodyData())], undefined, undefined, randomUUID());
			return { noWebhookResponse: true };
		}
		async execute() {
			return [this.getInputData()];
		}
	};
};
const KeyedControlTrigger = keyed('Keyed Control Trigger', 'keyedControlTrigger', (json) => [{ json }]);
const SplittingControlTrigger = keyed('Splitting Control Trigger', 'splittingControlTrigger', ({ entry }) =>
	entry.flatMap(({ messaging }) => messaging.map((json) => ({ json }))));
module.exports = { ControlTrigger, KeyedControlTrigger, SplittingControlTrigger };
`;

/** Installs all three for the n8n of this folder, which has to be started anew. */
export async function installControlTrigger(folder: string): Promise<void> {
	const source = join(folder, PACKAGE);
	await mkdir(join(source, 'dist'), { recursive: true });
	const files = ['ControlTrigger', 'KeyedControlTrigger', 'SplittingControlTrigger'].map(
		(name) => `dist/${name}.node.js`,
	);
	const n8n = { n8nNodesApiVersion: 1, nodes: files };
	await writeFile(join(source, 'package.json'), JSON.stringify({ name: PACKAGE, version: '1.0.0', n8n }));
	for (const file of files) await writeFile(join(source, file), SOURCE);
	await linkPackage(folder, PACKAGE, source);
}

export const controlTrigger = (): WorkflowNode => triggerOf('Control Trigger', 'controlTrigger');
export const keyedControlTrigger = (): WorkflowNode =>
	triggerOf('Keyed Control Trigger', 'keyedControlTrigger');
export const splittingControlTrigger = (): WorkflowNode =>
	triggerOf('Splitting Control Trigger', 'splittingControlTrigger');
export const splittingControlTrigger2 = (): WorkflowNode =>
	triggerOf('Splitting Control Trigger 2', 'splittingControlTrigger', 2);

function triggerOf(name: string, type: string, typeVersion = 1): WorkflowNode {
	return {
		name,
		type: `${PACKAGE}.${type}`,
		typeVersion,
		webhookId: randomUUID(),
		parameters: {},
	};
}
