/** The accounts that nodes of this process have opened a credential of: all the names Meta has for them. */
import type { Account } from '../protocol/tokens';
import { BoundedMap } from '../transport/boundedMap';

const MOST_ACCOUNTS = 500;
const accounts = new BoundedMap<string, Account>(MOST_ACCOUNTS);

export function noteAccount(account: Account): void {
	accounts.set(account.accountId, account);
}

export const knownAccount = (accountId: string): Account | undefined => accounts.get(accountId);
