import { listExamples, readExampleFile } from '../../../scripts/world/examples.mts';
import { useWorld } from '../../e2e/support/world.mts';

const OURS = ['instagram', 'instagramTrigger', 'instagramPollingTrigger'].map(
	(name) => `n8n-nodes-instagram-login.${name}`,
);

/**
 * An n8n with its editor, which knows our nodes and those of the examples. One that knows the 500 others
 * loads 20 MB more with each of its pages, which takes half as long again.
 */
export const useEditorWorld = () => useWorld({ bare: false, nodes: placedNodes });

async function placedNodes(): Promise<string[]> {
	const examples = await Promise.all((await listExamples()).map(readExampleFile));
	const types = examples.flatMap(({ nodes }) => nodes.map(({ type }) => type));
	return [...new Set([...OURS, ...types])];
}
