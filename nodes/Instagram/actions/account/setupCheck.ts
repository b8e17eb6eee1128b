/** What a check of Account: Check Setup is, and what it may find. */
import type { IExecuteFunctions } from 'n8n-workflow';

import type { Graph } from '../../graph/graph';
import type { JsonRecord } from '../../protocol/json';
import { redactSecrets } from '../../protocol/secrets';
import { ConnectionError, GraphError, UserFixableError } from '../../transport/errors';

export interface Finding {
	/** `null` when it cannot be known; `detail` then says why. */
	readonly ok: boolean | null;
	readonly detail: string;
	/** What to do, or how to find out; `null` when there is nothing to do. */
	readonly remedy: string | null;
}

/** The account as Meta describes it, and the API for it. */
export interface Connection {
	readonly graph: Graph;
	readonly profile: JsonRecord;
}

/** What the checks of one item look at. */
export interface Setup {
	readonly ctx: IExecuteFunctions;
	readonly itemIndex: number;
	/** Undefined when the credential leads to no account; then `problem` says why. */
	readonly connection?: Connection;
	readonly problem?: unknown;
}

export interface Check {
	/** The name in the output. */
	readonly check: string;
	/** May throw: an error makes the finding unknown. */
	look(setup: Setup): Finding | Promise<Finding>;
}

export const right = (detail: string): Finding => ({ ok: true, detail, remedy: null });
export const wrong = (detail: string, remedy: string): Finding => ({ ok: false, detail, remedy });
export const unknown = (detail: string, remedy: string | null = null): Finding => ({
	ok: null,
	detail,
	remedy,
});

/** A check that needs the connection. */
export function checkConnected(
	check: string,
	look: (connection: Connection, setup: Setup) => Finding | Promise<Finding>,
): Check {
	return {
		check,
		look: async (setup) =>
			setup.connection
				? await look(setup.connection, setup)
				: unknown('Not known without a connection', 'Fix the connection first: see the first item.'),
	};
}

interface Trouble {
	readonly what: string;
	readonly remedy: string;
	/** False for a fault on the way to Instagram, which says nothing about the setup. */
	readonly isVerdict: boolean;
}

const LATER = 'Run the check again in a few minutes.';

/** What an error says about the setup, in words for people. */
export function troubleOf(error: unknown): Trouble {
	if (error instanceof UserFixableError)
		return { what: error.message, remedy: error.remedy ?? LATER, isVerdict: true };
	if (error instanceof GraphError) {
		const { kind, what, remedy } = error.failure;
		return { what, remedy, isVerdict: kind !== 'retry' && kind !== 'wait' };
	}
	const what = redactSecrets(error instanceof Error ? error.message : String(error));
	if (error instanceof ConnectionError)
		return { what, remedy: `Check n8n's internet connection. ${LATER}`, isVerdict: false };
	// n8n itself could not read the credential
	return { what, remedy: 'Choose a credential in this node, and connect it.', isVerdict: true };
}

/** The finding of a check that could not look. */
export function unknownBecause(error: unknown): Finding {
	const { what, remedy } = troubleOf(error);
	return unknown(`This could not be checked: ${what}`, remedy);
}
