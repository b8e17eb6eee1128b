/**
 * Reads who wrote (Meta: "User profile", `GET /<IGSID>`). A person who has not agreed, by writing or tapping, shows no profile: the
 * field then stays empty.
 */
import type { IWebhookFunctions } from 'n8n-workflow';

import type { SimplifiedEvent } from '../protocol/events/simplified';
import type { JsonRecord } from '../protocol/json';
import { simplify } from '../protocol/simplify';
import { clock } from '../transport/clock';
import { GraphError } from '../transport/errors';
import type { Graph } from '../graph/graph';
import { SingleFlight } from '../transport/singleFlight';
import { logProblem } from './log';
import { withinTime } from './withinTime';

const FIELDS =
	'name,username,profile_pic,follower_count,is_user_follow_business,is_business_follow_user,is_verified_user';
const LIMIT_MS = 10_000;
/** The picture's address lives for days, the rest changes rarely. */
const KEPT_MS = 60 * 60_000;
/** A person who has not agreed may do so with the next message. */
const REFUSAL_KEPT_MS = 60_000;
const MOST_KEPT = 5000;

interface Kept {
	readonly profile?: JsonRecord;
	readonly untilMs: number;
}

const kept = new Map<string, Kept>();
const reads = new SingleFlight<JsonRecord | undefined>();

/** @returns the profile of the event's sender, or `undefined` when there is none to be had */
export async function readSenderProfile(
	ctx: IWebhookFunctions,
	graph: Graph,
	{ senderId, isOwn, isTest }: SimplifiedEvent,
): Promise<JsonRecord | undefined> {
	if (senderId === undefined || isOwn || isTest) return undefined;
	const key = `${graph.account.accountId} ${senderId}`;
	const known = kept.get(key);
	if (known && known.untilMs > clock.now()) return known.profile;
	try {
		const read = reads.do(key, async () => await readAndKeep(graph, key, senderId));
		return await withinTime(LIMIT_MS, read);
	} catch (error) {
		logProblem(ctx, 'could not read the profile of a sender', error);
		return undefined;
	}
}

async function readAndKeep(graph: Graph, key: string, senderId: string): Promise<JsonRecord | undefined> {
	const profile = await readOrNothing(graph, senderId);
	kept.delete(key);
	kept.set(key, { profile, untilMs: clock.now() + (profile ? KEPT_MS : REFUSAL_KEPT_MS) });
	const [oldest] = kept.keys();
	if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
	return profile;
}

async function readOrNothing(graph: Graph, senderId: string): Promise<JsonRecord | undefined> {
	try {
		return simplify(await graph.get([senderId], { fields: FIELDS }));
	} catch (error) {
		if (error instanceof GraphError && ['permission', 'input'].includes(error.failure.kind)) return undefined;
		throw error as Error;
	}
}
