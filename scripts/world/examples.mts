import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkout } from '../machine/checkout.mts';
import type { CredentialReference } from '../n8n/credentials.mts';
import type { WorkflowFile } from '../n8n/workflows.mts';

const folder = join(checkout, 'examples');

/** The names of all example workflows, without their ending. */
export async function listExamples(): Promise<string[]> {
	const files = await readdir(folder);
	return files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length));
}

/**
 * An example as a person imports it: the file, with the credential chosen in every node that has a place for one.
 */
export async function readExample(name: string, credential: CredentialReference): Promise<WorkflowFile> {
	const workflow = JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8')) as WorkflowFile;
	const nodes = workflow.nodes.map((node) => ({
		...node,
		...(node.credentials && {
			credentials: Object.fromEntries(Object.keys(node.credentials).map((type) => [type, credential])),
		}),
	}));
	return { ...workflow, nodes };
}
