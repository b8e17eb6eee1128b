/**
 * What the active triggers of a credential listen to is kept in the credential itself: static data would be
 * readable in one workflow only, memory in one process.
 */
import { isRecord } from '../protocol/json';
import { parseTriggerFields, toStoredTriggerFields } from '../protocol/triggerFields';
import { credentialTypeOf, type ApiContext } from '../transport/context';
import { changeStored } from './tokenStore';

/**
 * The webhook fields that the active triggers of the node's credential need, each once.
 * @param except a trigger that does not count
 */
export async function readTriggerFields(ctx: ApiContext, except?: string): Promise<string[]> {
	const needed = Object.entries(await readStored(ctx)).filter(([trigger]) => trigger !== except);
	return [...new Set(needed.flatMap(([, fields]) => fields))];
}

/** The webhook fields of one trigger; none when it is not active. */
export async function readOwnTriggerFields(ctx: ApiContext, trigger: string): Promise<readonly string[]> {
	return (await readStored(ctx))[trigger] ?? [];
}

async function readStored(ctx: ApiContext): Promise<ReturnType<typeof parseTriggerFields>> {
	const credential: unknown = await ctx.getCredentials(credentialTypeOf(ctx.getNode()));
	return isRecord(credential) ? parseTriggerFields(credential.oauthTokenData) : {};
}

/**
 * Keeps what a trigger listens to, in place of what it listened to before.
 * @param trigger names workflow and node
 * @param fields none for a trigger that is no longer active
 * @returns false where n8n does not let the node write
 */
export async function keepTriggerFields(
	ctx: ApiContext,
	trigger: string,
	fields: readonly string[],
): Promise<boolean> {
	return await changeStored(ctx, (data) => {
		const others = Object.entries(parseTriggerFields(data)).filter(([known]) => known !== trigger);
		const all = fields.length === 0 ? others : [...others, [trigger, fields] as const];
		return { ...data, ...toStoredTriggerFields(Object.fromEntries(all)) };
	});
}
