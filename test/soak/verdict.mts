/** Holds what stands at Instagram against what n8n says it did. */
import type { Findings, Told } from './findings.mts';
import type { Kill } from './trouble.mts';

/** What was said to the account, and when it was. */
export interface Said {
	readonly kind: 'message' | 'comment';
	readonly text: string;
	readonly atMs: number;
}

export interface Check {
	readonly what: string;
	/** What speaks against it; empty when it holds. */
	readonly against: readonly string[];
}

export function judge(said: readonly Said[], kills: readonly Kill[], found: Findings): Check[] {
	const given = said.map((one) => ({ ...one, times: timesIn(found.written, answerTo(one)) }));
	const missing = given.filter(({ times }) => times === 0);
	const reasons = missing.map((one) => reasonFor(one, kills, found));
	const notPolled = said.filter(({ text }) => timesIn(found.polled, text) === 0);
	const messagesNotPolled = notPolled.filter(({ kind }) => kind === 'message');
	return [
		{
			what: `${given.length} messages and comments, each answered at most once`,
			against: given.filter(({ times }) => times > 1).map(({ text, times }) => `"${text}": ${times} answers`),
		},
		{
			what: `an answer that is missing (${missing.length}) is a failed execution, or was on its way when n8n was killed`,
			against: missing.flatMap((one, index) => (reasons[index] ? [] : [whereabouts(one, kills, found)])),
		},
		{
			what: `most are answered: ${given.length - missing.length} of ${given.length}`,
			against: given.length > 2 * missing.length ? [] : ['less than half'],
		},
		{
			what: `${found.polled.length} messages and comments by polling, each at most once`,
			against: [...new Set(found.polled)]
				.filter((text) => timesIn(found.polled, text) > 1)
				.map((text) => `"${text}": ${timesIn(found.polled, text)} times`),
		},
		{
			what: 'every comment comes by polling',
			against: notPolled.filter(({ kind }) => kind === 'comment').map(({ text }) => `"${text}"`),
		},
		{
			what: `every message comes by polling, or n8n's log counts it as out of reach (${found.missedByPolling})`,
			against:
				messagesNotPolled.length <= found.missedByPolling
					? []
					: messagesNotPolled.map(({ text }) => `"${text}"`),
		},
		...judgePosts(found),
	];
}

function judgePosts({ captions, posting }: Findings): Check[] {
	return [
		{
			what: `${captions.length} posts, each at most once`,
			against: [...new Set(captions)]
				.filter((caption) => /^Post of/.test(caption) && timesIn(captions, caption) > 1)
				.map((caption) => `"${caption}"`),
		},
		{
			what: `a post stands for each of the ${posting.filter(isSuccess).length} executions that succeeded`,
			against: posting
				.filter((one) => isSuccess(one) && !captions.includes(captionOf(one)))
				.map(({ id }) => `execution ${id}`),
		},
		{
			what: 'no post "failed" that stands, without saying that it may',
			// what n8n itself ended ("crashed") is not the node's to explain
			against: posting
				.filter((one) => one.status === 'error' && captions.includes(captionOf(one)))
				.filter(({ error = '' }) => !TELLS_OF_A_POST.test(error) || DENIES_A_POST.test(error))
				.map(({ id, error }) => `execution ${id}: ${error}`),
		},
	];
}

const TELLS_OF_A_POST = /may (?:have|stand|be)|container \d+|is published/i;
const DENIES_A_POST = /(?:nothing|none of these) was published/i;
const isSuccess = ({ status }: Told) => status === 'success';
const captionOf = ({ id }: Told) => `Post of execution ${id}`;
const answerTo = ({ kind, text }: Said) => `${kind === 'message' ? 'Answer' : 'Reply'} to ${text}`;
const timesIn = (texts: readonly string[], text: string) => texts.filter((one) => one === text).length;
const isAbout = (text: string) => (execution: Told) => execution.text.includes(`"${text}"`);

/** Why an answer is missing, where that is known. */
function reasonFor(
	{ text }: Said,
	kills: readonly Kill[],
	{ answering, attemptsOf }: Findings,
): string | undefined {
	const executions = answering.filter(isAbout(text));
	if (executions.some((one) => !isSuccess(one))) return 'failed execution';
	const accepted = attemptsOf(text).filter(({ status }) => status === 200);
	const isCutOff = accepted.some(({ at }) => kills.some(({ fromMs, toMs }) => at >= fromMs && at <= toMs));
	return executions.length === 0 && isCutOff ? 'killed' : undefined;
}

/** What is known of something that was said, for whoever has to find out what became of it. */
function whereabouts(
	{ text, atMs }: Said,
	kills: readonly Kill[],
	{ answering, attemptsOf }: Findings,
): string {
	const attempts = attemptsOf(text).map(({ at, status }) => `${status} after ${at - atMs} ms`);
	const executions = answering.filter(isAbout(text)).map(({ id, status }) => `${id} ${status}`);
	const killed = kills.filter(({ toMs }) => toMs >= atMs).map(({ toMs }) => `after ${toMs - atMs} ms`);
	return [
		`"${text}": deliveries ${attempts.join(', ') || 'none'}`,
		`executions ${executions.join(', ') || 'none'}`,
		`killed ${killed[0] ?? 'no more'}`,
	].join('; ');
}
