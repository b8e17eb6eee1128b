/** The field that shows, in all nodes, which account is connected and for how long. */
import type { IExecuteFunctions, INodePropertyOptions, INodeProperties } from 'n8n-workflow';

import type { Graph } from '../graph/graph';
import { UserFixableError } from '../transport/errors';
import type { Field } from './source';

/** The value that accepts any account that the credential is connected to. */
const ANY_ACCOUNT = '';

export const CONNECTED_ACCOUNT_FIELD: INodeProperties = {
	displayName: 'Connected Account Name or ID',
	name: 'connectedAccount',
	type: 'options',
	noDataExpression: false,
	typeOptions: { loadOptionsMethod: 'getConnectedAccount', loadOptionsDependsOn: ['authentication'] },
	default: ANY_ACCOUNT,
	description:
		'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	hint: '"Only …" stops this node if another account is connected',
};

/** n8n's lint asks for "Name or ID" in the panel, which an error can do without. */
export const CONNECTED_ACCOUNT: Field = { name: CONNECTED_ACCOUNT_FIELD.name, label: 'Connected Account' };

function connectedUntil(expiresAtMs: number | undefined): string {
	if (expiresAtMs === undefined) return 'connected';
	const [, day, month, year] = /^\w+, (\d+) (\w+) (\d+)/.exec(new Date(expiresAtMs).toUTCString()) ?? [];
	return `connected until ${Number(day)} ${month} ${year}`;
}

/**
 * What the field offers for an open credential: "@brand · connected until 22 Jan 2027", and the account by
 * its id.
 */
export function connectedAccountOptions({
	account,
	expiresAtMs,
	triggerProblem,
}: Pick<Graph, 'account' | 'expiresAtMs' | 'triggerProblem'>): INodePropertyOptions[] {
	const name = account.username === undefined ? account.accountId : `@${account.username}`;
	return [
		triggerProblem === undefined
			? { name: `${name} · ${connectedUntil(expiresAtMs)}`, value: ANY_ACCOUNT }
			: {
					name: `${name} · ${connectedUntil(expiresAtMs)} · triggers receive nothing`,
					value: ANY_ACCOUNT,
					description: triggerProblem,
				},
		{ name: `Only ${name}`, value: account.accountId, description: 'Stop when another account is connected' },
	];
}

/** A closed menu shows no more than this. */
const NO_CREDENTIAL = 'No credential yet. If one is chosen, reopen the panel';

/**
 * What the field offers for a node without a credential. n8n's editor chooses the only credential of its kind
 * by itself, but may have asked before, and then asks again only when the panel is opened again.
 */
export const NO_CREDENTIAL_OPTION: INodePropertyOptions = {
	name: NO_CREDENTIAL,
	value: ANY_ACCOUNT,
	description: 'Close this panel and open it again to see the account, or choose a credential above',
};

/** What the field offers when there is no open credential: one entry, which says why and what to do. */
export function disconnectedOptions(
	{ message, description }: { readonly message: string; readonly description?: string | null },
	isPassing: boolean,
): INodePropertyOptions[] {
	const [firstStep] = /^.*?[.:](?=\s|$)/.exec(description ?? '') ?? [];
	// a closed menu shows some 50 characters: first what to do, then why
	const name = firstStep === undefined || isPassing ? message : `${firstStep} ${message}`;
	const state = isPassing ? 'Not known at the moment' : 'Not connected';
	return [{ name: `${state}: ${name}`, value: ANY_ACCOUNT, description: description ?? undefined }];
}

/**
 * Refuses an item that is meant for another account than the connected one. The field takes expressions, so
 * each item has its own.
 * @throws UserFixableError
 */
export function assertChosenAccount(
	ctx: IExecuteFunctions,
	itemIndex: number,
	{ account }: Pick<Graph, 'account'>,
): void {
	const chosen: unknown = ctx.getNodeParameter(CONNECTED_ACCOUNT.name, itemIndex, ANY_ACCOUNT);
	if (chosen === ANY_ACCOUNT || chosen === account.accountId) return;
	if (chosen === undefined || chosen === null) {
		throw new UserFixableError(
			'The expression in Connected Account gives nothing for this item',
			'It must give the ID of an account, or an empty text for any account that is connected.',
		);
	}
	throw new UserFixableError(
		`This node is meant for the account ${String(chosen)}, but the credential is connected to ${account.username === undefined ? account.accountId : `@${account.username} (${account.accountId})`}`,
		'Choose the account again under Connected Account, or choose another credential.',
	);
}
