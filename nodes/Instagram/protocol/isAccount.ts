/**
 * Whether somebody is the account itself, however Meta names it: by its id, by the app-scoped id of the
 * login, in conversations by an id that is used only there, or by its user name alone. A workflow that
 * answers must never answer itself.
 */
import type { Account } from './tokens';

/** @param account as far as it is known */
export function isAccount(
	{ id, username }: { readonly id?: string; readonly username?: string },
	account: Partial<Account>,
): boolean {
	if (id !== undefined && (id === account.accountId || id === account.appScopedId)) return true;
	return account.username !== undefined && username?.toLowerCase() === account.username.toLowerCase();
}
