/**
 * A day of an account in a real n8n that polls: what Instagram has kept of it and what started workflows are
 * the same.
 */
import { executionText, listAllExecutions } from '../../scripts/n8n/executions.mts';
import {
	activate,
	createWorkflow,
	inARow,
	type Workflow,
	type WorkflowNode,
} from '../../scripts/n8n/workflows.mts';
import { connectAccount, createMetaApp, type Account } from '../../scripts/world/connection.mts';
import type { Comment, Media, Person } from '../../simulator/index.mts';
import { instagramPollingTrigger, type Connection } from './support/nodes.mts';
import { useWorld } from './support/world.mts';

const world = useWorld();
const hour = 3_600_000;
const comesWithinMs = 60_000;

/**
 * n8n refuses a poll time that comes more often than once a minute, but not several of them: one every five
 * seconds. A jump of the clock leaves the timers of n8n as they are: the next poll is due when its seconds
 * have really passed.
 */
const pollTimes = {
	item: Array.from({ length: 12 }, (_time, index) => ({
		mode: 'custom',
		cronExpression: `${index * 5} * * * * *`,
	})),
};

let account: Account;
let people: Person[];
/** The newest last. */
let posts: Media[];
let workflow: Workflow;

/** What was there before the workflow: it comes never. */
const before: string[] = [];
/** What has come and was deleted after that: Instagram no longer has it. */
const deleted: string[] = [];
let written = 0;

const instagram = () => world().simulator.instagram;
const nextText = () => `text ${(written += 1)}`;

beforeAll(async () => {
	const app = createMetaApp(world().simulator);
	account = instagram().createAccount({ username: 'brand' });
	const connection: Connection = {
		kind: 'oAuth2',
		credential: await connectAccount(world(), app, account),
	};
	people = ['ada', 'grace', 'linus'].map((username) => instagram().createPerson({ username }));
	const now = world().simulator.clock.now();
	const old = instagram().createMedia(account, { timestamp: now - 300 * 24 * hour });
	posts = [old, createCarousel(), instagram().createMedia(account)];
	for (const media of posts) await comment(media);
	for (const from of people) await write(from);
	before.push(...standing());

	await world().advance(60_000);
	workflow = await createPollingWorkflow(connection);
	await activate(world().session, workflow);
}, 120_000);

function createCarousel(): Media {
	const carousel = instagram().createMedia(account, { mediaType: 'CAROUSEL_ALBUM' });
	carousel.children = [1, 2].map(() => instagram().createMedia(account, { parentId: carousel.id }).id);
	return carousel;
}

/** The second node writes down which items it got, each as often as it got it. */
async function createPollingWorkflow(connection: Connection): Promise<Workflow> {
	const trigger = instagramPollingTrigger(connection, { events: ['comments', 'messages'], pollTimes });
	const ids = `$('${trigger.name}').all().map(({ json }) => json.commentId ?? json.messageId).join(' ')`;
	const after: WorkflowNode & { executeOnce: boolean } = {
		name: 'After',
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		executeOnce: true,
		parameters: {
			assignments: {
				assignments: [{ id: '1', name: 'came', type: 'string', value: `={{ 'came(' + ${ids} + ')' }}` }],
			},
		},
	};
	const nodes = [trigger, after];
	return await createWorkflow(world().session, { name: 'Polling', nodes, connections: inARow(nodes) });
}

async function comment(media: Media, from: Person | Account = people[written % 3]!, parent?: Comment) {
	const given = { from, media, text: nextText(), parentId: parent?.id };
	return (await instagram().comment(given)).comment;
}

const write = async (from: Person) =>
	await instagram().sendDirectMessage({ from, to: account, text: nextText() });

/** What people have written to the account and Instagram still has. */
function standing(): string[] {
	const comments = instagram()
		.publishedMedia(account)
		.flatMap((media) => instagram().comments(media))
		.flatMap((one) => [one, ...one.replies])
		.filter(({ username }) => username !== account.username);
	const messages = people
		.flatMap((person) => instagram().messages(account, person))
		.filter((message) => !message.fromAccount && !message.deleted);
	return [...comments, ...messages].map(({ id }) => id);
}

const ledger = () => [...standing(), ...deleted].filter((id) => !before.includes(id)).sort();

const texts = new Map<string, string>();

/** The IDs in all executions, one as often as it came. */
async function came(): Promise<string[]> {
	const executions = await listAllExecutions(world().session, workflow.id);
	for (const { id, status } of executions)
		if (status === 'success' && !texts.has(id)) texts.set(id, await executionText(world().session, id));
	return [...texts.values()]
		.flatMap(
			(text) => /came\(([\w=+/:.\- ]+)\)/.exec(text)?.[1]?.split(' ') ?? ['an execution without items'],
		)
		.sort();
}

async function expectAllToHaveCome(): Promise<void> {
	const deadline = performance.now() + comesWithinMs;
	let ids = await came();
	while (ids.length < ledger().length && performance.now() < deadline) {
		await new Promise((resolve) => setTimeout(resolve, 500));
		ids = await came();
	}
	expect(ids).toEqual(ledger());
}

async function untilPolled(times: number): Promise<void> {
	const lists = () =>
		world()
			.simulator.journal.entries()
			.filter(({ path }) => path.endsWith('/conversations'));
	const wanted = lists().length + times;
	const deadline = performance.now() + comesWithinMs;
	while (lists().length < wanted) {
		if (performance.now() > deadline) throw new Error('n8n has stopped polling');
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
}

/** People write, and the account answers some of them. */
async function traffic(): Promise<void> {
	for (const media of posts.slice(-4)) await comment(media);
	const [media] = posts;
	const asked = await comment(media!);
	await comment(media!, account, asked);
	await comment(media!, people[1], asked);
	await comment(media!, account);
	await write(people[0]!);
	await write(people[0]!);
	await instagram().sendFromInstagramApp({ from: account, to: people[0]!, text: nextText() });
	await write(people[1]!);
	await write(people[2]!);
}

/** What has come already goes: a comment, a message, a whole post. */
async function deletions(): Promise<void> {
	const old = instagram().comments(posts[1]!).at(-1)!;
	const [from, message] = [people[2]!, instagram().messages(account, people[2]!).at(-1)!];
	const [media] = posts.splice(2, 1);
	deleted.push(
		old.id,
		message.id,
		...instagram()
			.comments(media!)
			.map(({ id }) => id),
	);
	instagram().deleteComment(old);
	await instagram().unsend({ from, to: account, mid: message.id });
	instagram().deleteMedia(media!);
	await untilPolled(2);
}

/** n8n ends in the way given, people go on, and one of them thinks better of it before n8n is back. */
async function whileAway(end: () => Promise<void>): Promise<void> {
	await end();
	await traffic();
	await world().advance(hour);
	instagram().deleteComment(await comment(posts[0]!));
	await world().restartN8n();
}

/**
 * The connection of a poll that reads comments is where n8n dies: it has read something, and handed nothing
 * over.
 */
async function killInPoll(): Promise<void> {
	const { n8n, simulator } = world();
	const isKilled = new Promise<boolean>((resolve) => {
		const run = async () => {
			await n8n.kill();
			resolve(true);
		};
		simulator.faults.failNext({ path: '/comments' }, { kind: 'meanwhile', effect: 'before', run });
		setTimeout(() => resolve(false), comesWithinMs).unref();
	});
	await comment(posts.at(-1)!);
	expect(await isKilled).toBe(true);
}

it('brings every event of a day once, and none of the account itself, over two restarts and a crash', async () => {
	const happenings: Array<() => Promise<void>> = [
		traffic,
		async () => await whileAway(async () => await world().n8n.stop()),
		deletions,
		async () => {
			posts.push(instagram().createMedia(account), createCarousel());
			await traffic();
		},
		async () => await whileAway(killInPoll),
		traffic,
		async () => await whileAway(async () => await world().n8n.stop()),
		traffic,
	];
	for (const happening of happenings) {
		await world().advance(3 * hour);
		await happening();
		await expectAllToHaveCome();
	}

	// a day later every post is read in full, and brings nothing again
	await world().advance(25 * hour);
	await untilPolled(3);
	await expectAllToHaveCome();
	const executions = await listAllExecutions(world().session, workflow.id);
	expect(new Set(executions.map(({ status }) => status))).toEqual(new Set(['success']));
}, 330_000);
