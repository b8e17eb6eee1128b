/**
 * What both triggers make sure of before they start: that the credential is the right one, and that it has
 * the permissions for the chosen events.
 */
import type { EventKind } from '../protocol/events/kind';
import { isMeantForAnother } from '../protocol/events/select';
import { UserFixableError } from '../transport/errors';
import type { Graph } from '../graph/graph';

/**
 * The rows of a table of kinds that were chosen.
 * @throws UserFixableError when there is none, and for a name that is not in the table: its events would
 * never come
 */
export function chosenKinds(table: readonly EventKind[], events: ReadonlySet<string>): EventKind[] {
	const fields = table.map(({ field }) => field);
	const unknown = [...events].find((event) => !fields.includes(event));
	if (unknown !== undefined)
		throw new UserFixableError(
			`Events does not know "${unknown.slice(0, 40)}"; it takes ${fields.join(', ')}`,
			'Choose the events from the list.',
		);
	const kinds = table.filter(({ field }) => events.has(field));
	if (kinds.length === 0) throw new UserFixableError('Events is empty', 'Choose what starts the workflow.');
	return kinds;
}

/**
 * @throws UserFixableError when the credential is connected to another account than the one chosen in the
 * node
 */
export function assertMeantFor(
	settings: { readonly chosenAccount: string },
	{ account }: Pick<Graph, 'account'>,
): void {
	if (!isMeantForAnother(settings, account.accountId)) return;
	throw new UserFixableError(
		`This node is meant for the account ${settings.chosenAccount}, but the credential is connected to ${account.username ?? account.accountId}`,
		'Choose the account again under Connected Account, or choose another credential.',
	);
}

/** @throws UserFixableError when a permission that one of the events needs was not granted */
export function assertGranted(
	{ permissions }: Pick<Graph, 'permissions'>,
	kinds: readonly EventKind[],
): void {
	const missing = kinds.find(
		({ permission }) => permissions !== undefined && !permissions.includes(permission),
	);
	if (!missing) return;
	throw new UserFixableError(
		`The event "${missing.name}" needs the permission ${missing.permission}, which was not granted`,
		'Tick it in the credential and connect again.',
	);
}
