/**
 * Reads who wrote (Meta: "User profile", `GET /<IGSID>`). Meta gives the profile only of people who have
 * agreed to it, by writing or tapping; for others the field stays empty.
 */
import type { IExecuteFunctions, IPollFunctions } from 'n8n-workflow';

import type { JsonRecord } from '../protocol/json';
import { simplifyPerson } from '../protocol/media/simplified';
import { BoundedMap } from '../transport/boundedMap';
import { clock } from '../transport/clock';
import { gate } from '../transport/concurrency';
import { GraphError } from '../transport/errors';
import type { Graph } from '../graph/graph';
import { SingleFlight } from '../transport/singleFlight';
import type { EnrichableEvent } from './enrichable';
import { logProblem } from '../transport/logProblem';
import { withinTime } from '../transport/withinTime';

const FIELDS =
	'name,username,profile_pic,follower_count,is_user_follow_business,is_business_follow_user,is_verified_user';
const LIMIT_MS = 10_000;
/** The URL of the picture works for days, and the rest changes rarely. */
const KEPT_MS = 60 * 60_000;
/** A person who has not agreed yet may agree with the next message. */
const REFUSAL_KEPT_MS = 60_000;
const MOST_SENDERS = 2000;
const MOST_ACCOUNTS = 200;

interface KeptProfile {
	readonly profile?: JsonRecord;
	readonly untilMs: number;
}

/** By account, so that a busy one does not push out the senders of a quiet one. */
const keptByAccount = new BoundedMap<string, BoundedMap<string, KeptProfile>>(MOST_ACCOUNTS);
/** Strangers can cause this, so it is bounded for the process as a whole. */
const passRead = gate(8);
const reads = new SingleFlight<JsonRecord | undefined>();

/** @returns the profile of the event's sender, or `undefined` when it cannot be had */
export async function readSenderProfile(
	ctx: IExecuteFunctions | IPollFunctions,
	graph: Graph,
	{ senderId, isOwn, isTest }: EnrichableEvent,
): Promise<JsonRecord | undefined> {
	if (senderId === undefined || isOwn || isTest) return undefined;
	const { accountId } = graph.account;
	const known = keptOf(accountId).get(senderId);
	if (known && known.untilMs > clock.now()) return known.profile;
	try {
		return await withinTime(LIMIT_MS, async (signal) => {
			const read = async () => await readAndKeep(graph, senderId);
			return await passRead(async () => {
				signal.throwIfAborted();
				return await reads.do(`${accountId} ${senderId}`, read);
			});
		});
	} catch (error) {
		logProblem(ctx, 'could not read the profile of a sender', error);
		return undefined;
	}
}

function keptOf(accountId: string): BoundedMap<string, KeptProfile> {
	return keptByAccount.getOrCreate(accountId, () => new BoundedMap(MOST_SENDERS));
}

async function readAndKeep(graph: Graph, senderId: string): Promise<JsonRecord | undefined> {
	const profile = await readOrNothing(graph, senderId);
	const untilMs = clock.now() + (profile ? KEPT_MS : REFUSAL_KEPT_MS);
	keptOf(graph.account.accountId).set(senderId, { profile, untilMs });
	return profile;
}

async function readOrNothing(graph: Graph, senderId: string): Promise<JsonRecord | undefined> {
	try {
		return simplifyPerson(await graph.get([senderId], { fields: FIELDS }, { once: true }));
	} catch (error) {
		if (error instanceof GraphError && ['permission', 'input'].includes(error.failure.kind)) return undefined;
		throw error as Error;
	}
}
