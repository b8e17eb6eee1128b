import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkout } from '../machine/checkout.mts';
import type { CredentialReference } from '../n8n/credentials.mts';
import type { WorkflowFile } from '../n8n/workflows.mts';
import { oAuth2Credential } from './connection.mts';

const folder = join(checkout, 'examples');

/** The names of all example workflows, without their ending. */
export async function listExamples(): Promise<string[]> {
	const files = await readdir(folder);
	return files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length));
}

/** The file itself. */
export async function readExampleFile(name: string): Promise<WorkflowFile> {
	return JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8')) as WorkflowFile;
}

/**
 * An example as n8n's editor imports it for a person who then chooses their credential in every node of ours:
 * each of them gets a webhook path of its own.
 */
export async function readExample(name: string, credential: CredentialReference): Promise<WorkflowFile> {
	const workflow = await readExampleFile(name);
	const nodes = workflow.nodes.map((node) =>
		node.type.startsWith('n8n-nodes-instagram-login.')
			? { ...node, webhookId: randomUUID(), credentials: { [oAuth2Credential]: credential } }
			: node,
	);
	return { ...workflow, nodes };
}
