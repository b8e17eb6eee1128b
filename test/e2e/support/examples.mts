/**
 * What the test of the examples does as a person does: imports an example, fills in what its note names,
 * publishes and runs it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
	connectAccount,
	createMetaApp,
	registerWebhook,
	type Account,
	type App,
} from '../../../scripts/world/connection.mts';
import { readExample } from '../../../scripts/world/examples.mts';
import type { CredentialReference } from '../../../scripts/n8n/credentials.mts';
import {
	executionError,
	executionText,
	runManually,
	waitForExecutions,
	waitForStatus,
} from '../../../scripts/n8n/executions.mts';
import {
	activate,
	createWorkflow,
	webhookPath,
	type Workflow,
	type WorkflowFile,
	type WorkflowNode,
} from '../../../scripts/n8n/workflows.mts';
import type { World } from '../../../scripts/world/world.mts';

type Person = ReturnType<World['simulator']['instagram']['createPerson']>;

/** Stands in the examples for the ID of a person. */
export const idInExamples = '1234567890123456';

export interface Changes {
	/** The credential to choose instead. */
	readonly chosen?: CredentialReference;
	/** What to fill in, by what stands there. */
	readonly values?: Record<string, string>;
	/** Nodes that would call a service of others, by name, and what takes their place. */
	readonly standIns?: Record<string, Pick<WorkflowNode, 'type' | 'typeVersion' | 'parameters'>>;
}

export const pathOf = ({ nodes }: Workflow) =>
	webhookPath(nodes.find(({ type }) => type.endsWith('.instagramTrigger')) ?? {});

/** An app and an account for the examples of a file, and the hands of a person at n8n. */
export function useExamples(world: () => World) {
	let app: App;
	let account: Account;
	let credential: CredentialReference;

	beforeAll(async () => {
		app = createMetaApp(world().simulator);
		account = world().simulator.instagram.createAccount({ username: 'brand' });
		credential = await connectAccount(world(), app, account);
	});

	/** Does what the note of an example says, and publishes the workflow. */
	async function importExample(name: string, changes: Changes = {}): Promise<Workflow> {
		const { chosen = credential, values = {}, standIns = {} } = changes;
		const example = await readExample(name, chosen);
		const nodes = example.nodes.map((node) => ({ ...node, ...standIns[node.name] }));
		const filledIn = Object.entries(values).reduce(
			(text, [from, to]) => text.replaceAll(from, to),
			JSON.stringify({ ...example, nodes }),
		);
		const workflow = await createWorkflow(world().session, JSON.parse(filledIn) as WorkflowFile);
		await activate(world().session, workflow);
		return workflow;
	}

	/** Imports an example whose trigger is the callback of the Meta app. */
	async function importAsCallback(name: string, changes?: Changes): Promise<Workflow> {
		const workflow = await importExample(name, changes);
		await registerWebhook(world(), app, pathOf(workflow));
		return workflow;
	}

	/** Runs an example from one of its triggers as Execute Workflow does, which has to go well. */
	async function runWell(workflow: Workflow, trigger: string): Promise<string> {
		const execution = await runManually(world().session, workflow.id, trigger);
		expect(await executionError(world().session, execution.id)).toBeUndefined();
		expect(execution.status).toBe('success');
		return await executionText(world().session, execution.id);
	}

	async function expectSuccesses(workflow: Workflow, count: number): Promise<void> {
		const executions = await waitForExecutions(world().session, workflow.id, count);
		expect(executions.map(({ status }) => status)).toEqual(Array.from({ length: count }, () => 'success'));
	}

	const received = (person: Person) =>
		world()
			.simulator.instagram.messages(account, person)
			.filter(({ fromAccount }) => fromAccount);

	async function untilReceived(person: Person, count: number): Promise<void> {
		const deadline = performance.now() + 60_000;
		while (received(person).length < count && performance.now() < deadline) await sleep(200);
	}

	/** Nobody presses a button in the milliseconds before an execution has been put to wait. */
	const untilWaiting = async ({ id }: Workflow) => await waitForStatus(world().session, id, 'waiting');

	/** A person who has written to the account, and their ID in place of the one in the examples. */
	async function createApprover(username: string) {
		const instagram = world().simulator.instagram;
		const person = instagram.createPerson({ username });
		await instagram.sendDirectMessage({ from: person, to: account, text: 'I approve posts.' });
		return { person, values: { [idInExamples]: instagram.igsid(person, account) } };
	}

	const connectWithInsights = async () =>
		await connectAccount(world(), app, account, [
			'instagram_business_basic',
			'instagram_business_manage_insights',
		]);

	return {
		app: () => app,
		account: () => account,
		credential: () => credential,
		importExample,
		importAsCallback,
		runWell,
		expectSuccesses,
		received,
		untilReceived,
		untilWaiting,
		createApprover,
		connectWithInsights,
	};
}
