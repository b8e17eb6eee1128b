/** Holds what stands at Instagram against what n8n says it did. */
import {
	executionError,
	executionText,
	listAllExecutions,
	type Execution,
} from '../../scripts/n8n/executions.mts';
import type { Scene } from './scene.mts';

/** What was said to the account, and when it was. */
export interface Said {
	readonly text: string;
	readonly atMs: number;
}

export interface Check {
	readonly what: string;
	/** What speaks against it; empty when it holds. */
	readonly against: readonly string[];
}

export interface Ledger {
	readonly messages: readonly Said[];
	readonly comments: readonly Said[];
	readonly killedAtMs: readonly number[];
}

/** n8n has answered Meta and not yet noted the execution, or has noted it and not yet begun: what a kill takes (docs/trigger.md). */
const LOST_BY_A_KILL_MS = 60_000;

const timesIn = (texts: readonly string[], text: string) => texts.filter((one) => one === text).length;

export async function judge(scene: Scene, ledger: Ledger): Promise<Check[]> {
	const { simulator, session } = scene.world;
	const answers = scene.people.flatMap((person) =>
		simulator.instagram
			.messages(scene.account, person)
			.filter(({ fromAccount }) => fromAccount)
			.map(({ text }) => text ?? ''),
	);
	const replies = simulator.instagram.comments(scene.media).map(({ text }) => text ?? '');
	const captions = simulator.instagram.publishedMedia(scene.account).map(({ caption }) => caption ?? '');
	const answering = await listAllExecutions(session, scene.answering.id);
	const posting = await listAllExecutions(session, scene.posting.id);
	const failedTexts = await Promise.all(
		answering
			.filter(({ status }) => status !== 'success')
			.map(async ({ id }) => await executionText(session, id)),
	);

	const given = [
		...ledger.messages.map(({ text, atMs }) => ({
			text,
			atMs,
			times: timesIn(answers, `Answer to ${text}`),
		})),
		...ledger.comments.map(({ text, atMs }) => ({ text, atMs, times: timesIn(replies, `Reply to ${text}`) })),
	];
	const isExplained = ({ text, atMs }: Said) =>
		failedTexts.some((data) => data.includes(`"${text}"`)) ||
		ledger.killedAtMs.some((killedMs) => killedMs >= atMs && killedMs - atMs < LOST_BY_A_KILL_MS);

	return [
		{
			what: `${given.length} messages and comments, each answered at most once`,
			against: given.filter(({ times }) => times > 1).map(({ text, times }) => `"${text}": ${times} answers`),
		},
		{
			what: 'an answer that is missing is a failed execution, or was on its way when n8n was killed',
			against: given.filter((one) => one.times === 0 && !isExplained(one)).map(({ text }) => `"${text}"`),
		},
		{
			what: `${captions.length} posts, each at most once`,
			against: [...new Set(captions)]
				.filter((caption) => /^Post of/.test(caption) && timesIn(captions, caption) > 1)
				.map((caption) => `"${caption}"`),
		},
		{
			what: 'no post "failed" that stands, without saying that it may',
			against: await silentFailures(scene, posting, captions),
		},
	];
}

/** Failed executions whose post stands, and whose error does not say so. Those that n8n itself ended are not the node's to explain. */
async function silentFailures(
	{ world: { session } }: Scene,
	executions: readonly Execution[],
	captions: readonly string[],
): Promise<string[]> {
	const standing = executions.filter(
		({ id, status }) => status === 'error' && captions.includes(`Post of execution ${id}`),
	);
	const silent: string[] = [];
	for (const { id } of standing) {
		const error = (await executionError(session, id)) ?? '';
		if (!/may |container \d+|published/i.test(error)) silent.push(`execution ${id}: ${error}`);
	}
	return silent;
}
