/**
 * The least that a community trigger can do: it answers at once and starts the workflow with what came. What
 * it costs beside n8n's own Webhook node is n8n's. The second one does the same under a deduplication key, as
 * the Instagram Trigger does: what that costs beside the first one is n8n's price for "once", and what the
 * Instagram Trigger costs beside the second one is ours.
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
	displayName, name, group: ['trigger'], version: 1,
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
let emit;
class KeyedControlTrigger {
	description = description('Keyed Control Trigger', 'keyedControlTrigger');
	webhookMethods = webhookMethods;
	async trigger() {
		emit = this.emit;
		return {};
	}
	async webhook() {
		this.getResponseObject().status(200).end();
		emit([[{ json: this.getBodyData() }]], undefined, undefined, randomUUID());
		return { noWebhookResponse: true };
	}
	async execute() {
		return [this.getInputData()];
	}
}
module.exports = { ControlTrigger, KeyedControlTrigger };
`;

/** Installs both for the n8n of this folder, which has to be started anew. */
export async function installControlTrigger(folder: string): Promise<void> {
	const source = join(folder, PACKAGE);
	await mkdir(join(source, 'dist'), { recursive: true });
	const files = ['ControlTrigger', 'KeyedControlTrigger'].map((name) => `dist/${name}.node.js`);
	const n8n = { n8nNodesApiVersion: 1, nodes: files };
	await writeFile(join(source, 'package.json'), JSON.stringify({ name: PACKAGE, version: '1.0.0', n8n }));
	for (const file of files) await writeFile(join(source, file), SOURCE);
	await linkPackage(folder, PACKAGE, source);
}

export const controlTrigger = (): WorkflowNode => triggerOf('Control Trigger', 'controlTrigger');
export const keyedControlTrigger = (): WorkflowNode =>
	triggerOf('Keyed Control Trigger', 'keyedControlTrigger');

function triggerOf(name: string, type: string): WorkflowNode {
	return {
		name,
		type: `${PACKAGE}.${type}`,
		typeVersion: 1,
		webhookId: randomUUID(),
		parameters: {},
	};
}
