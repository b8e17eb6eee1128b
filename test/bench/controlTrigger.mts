/**
 * The least that a community trigger can do: it answers at once and starts the workflow with what came. What it costs beside n8n's own
 * Webhook node is n8n's; what the Instagram Trigger costs beside it is ours.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { linkPackage } from '../../scripts/n8n/user-folder.mts';
import type { WorkflowNode } from '../../scripts/n8n/workflows.mts';

const PACKAGE = 'n8n-nodes-bench-control';

const SOURCE = `
class ControlTrigger {
	description = {
		displayName: 'Control Trigger', name: 'controlTrigger', group: ['trigger'], version: [1, 2], defaultVersion: 2,
		description: 'Answers at once', defaults: { name: 'Control Trigger' }, inputs: [], outputs: ['main'], properties: [],
		webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' }],
	};
	webhookMethods = { default: { checkExists: async () => false, create: async () => true, delete: async () => true } };
	async webhook() {
		this.getResponseObject().status(200).end();
		return { noWebhookResponse: true, workflowData: [[{ json: this.getBodyData() }]] };
	}
}
module.exports = { ControlTrigger };
`;

/** Installs it for the n8n of this folder, which has to be started anew. */
export async function installControlTrigger(folder: string): Promise<void> {
	const source = join(folder, PACKAGE);
	await mkdir(join(source, 'dist'), { recursive: true });
	const n8n = { n8nNodesApiVersion: 1, nodes: ['dist/ControlTrigger.node.js'] };
	await writeFile(join(source, 'package.json'), JSON.stringify({ name: PACKAGE, version: '1.0.0', n8n }));
	await writeFile(join(source, n8n.nodes[0]!), SOURCE);
	await linkPackage(folder, PACKAGE, source);
}

export function controlTrigger(): WorkflowNode {
	return {
		name: 'Control Trigger',
		type: `${PACKAGE}.controlTrigger`,
		typeVersion: 2,
		webhookId: randomUUID(),
		parameters: {},
	};
}
