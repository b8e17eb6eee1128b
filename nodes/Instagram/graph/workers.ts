/**
 * Meta counts calls per account, whichever process makes them. Where several processes of n8n run executions
 * (queue mode), each takes its share; no process can know how many there are, so the credential says it.
 */
import { isRecord } from '../protocol/json';
import { credentialTypeOf, type ApiContext } from '../transport/context';
import { UserFixableError } from '../transport/errors';

/**
 * Reads the number once, when it is first needed.
 * @returns a function that gives how many processes there are, and throws UserFixableError for anything that
 * is not such a number
 */
export function workersOf(ctx: ApiContext): () => Promise<number> {
	let known: Promise<number> | undefined;
	return async () => await (known ??= readWorkers(ctx));
}

async function readWorkers(ctx: ApiContext): Promise<number> {
	const credential: unknown = await ctx.getCredentials(credentialTypeOf(ctx.getNode()));
	const given = isRecord(credential) ? credential.workers : undefined;
	if (given === undefined || given === null || given === '') return 1;
	const workers = Number(given);
	if (Number.isSafeInteger(workers) && workers >= 1) return workers;
	throw new UserFixableError(
		'Number of Workers in the credential must be a whole number of at least 1',
		'Type how many processes of n8n run executions; without queue mode that is 1.',
	);
}
