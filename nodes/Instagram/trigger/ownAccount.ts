/** Whose events a trigger receives: those of the account that its credential is connected to. */
import type { IWebhookFunctions } from 'n8n-workflow';

import type { OwnAccount } from '../protocol/events/own';
import type { EntryOwner } from '../protocol/events/parseDelivery';
import type { Account } from '../protocol/tokens';
import { recallTriggerCredential, SUSPECT_MS, type TriggerCredential } from './credential';
import { logProblem } from '../transport/logProblem';
import { isForAnother, isMeantForAnother } from '../protocol/events/select';
import type { TriggerSettings } from './settings';
import { touchCredential } from './touchCredential';

export interface Ownership {
	/**
	 * Empty where it is unknown and makes no difference: all accounts are wanted, or there are only samples.
	 */
	readonly account: OwnAccount;
	/** False when Meta has to deliver again, because it is not known whose the events are. */
	readonly isDecided: boolean;
}

/** Finds out which account the events have to belong to. Asks Meta only where nothing else shows it. */
export async function findOwnAccount(
	ctx: IWebhookFunctions,
	credential: TriggerCredential,
	settings: TriggerSettings,
	owners: readonly EntryOwner[],
): Promise<Ownership> {
	const chosen = settings.chosenAccount === '' ? undefined : { accountId: settings.chosenAccount };
	const account = (await storedAccount(ctx, credential, settings, owners)) ?? chosen;
	const isNeeded = !settings.allAccounts && owners.some(({ isTest }) => !isTest);
	if (account || !isNeeded) return { account: account ?? {}, isDecided: true };

	const asked = await touchCredential(ctx);
	if (!asked)
		logProblem(
			ctx,
			'does not know the account of its credential, so it leaves the events to the next delivery',
		);
	return { account: asked ?? {}, isDecided: asked !== undefined };
}

/** Says in the log why a trigger that is meant for another account than the connected one starts nothing. */
export function explainSilence(
	ctx: IWebhookFunctions,
	settings: TriggerSettings,
	accountId: string | undefined,
): void {
	if (!isMeantForAnother(settings, accountId)) return;
	logProblem(
		ctx,
		'ignores all events because the credential is connected to another account than the one chosen in the node',
	);
}

async function storedAccount(
	ctx: IWebhookFunctions,
	credential: TriggerCredential,
	settings: TriggerSettings,
	owners: readonly EntryOwner[],
): Promise<Account | undefined> {
	const seemsWrong =
		!settings.allAccounts && owners.some((owner) => isForAnother(owner, credential.account?.accountId));
	if (!seemsWrong) return credential.account;
	// the credential may have been connected to another account a moment ago
	return (await recallTriggerCredential(ctx, SUSPECT_MS)).account;
}
