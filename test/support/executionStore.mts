/** Where n8n stores executions, as far as a trigger notices it. */
import {
	createRunExecutionData,
	type INodeExecutionData,
	type IRun,
	type ITriggerFunctions,
} from 'n8n-workflow';

/** What n8n tells of an execution that has ended. */
const FINISHED: IRun = {
	mode: 'trigger',
	startedAt: new Date(0),
	status: 'success',
	storedAt: 'db',
	data: createRunExecutionData(),
};

/** A key is taken once. */
export class ExecutionStore {
	/** Of the executions that are stored. */
	readonly keys: Array<string | undefined> = [];
	/** What happens to the next attempts to store one: it fails before the row is written, or after. */
	readonly faults: Array<'before' | 'after'> = [];

	/** @returns false for a key that is taken */
	async insert(key: string | undefined): Promise<boolean> {
		await Promise.resolve();
		const fault = this.faults.shift();
		if (fault === 'before') throw new Error('the database is locked');
		if (key !== undefined && this.keys.includes(key)) return false;
		this.keys.push(key);
		if (fault === 'after') throw new Error('the connection to the database was lost');
		return true;
	}

	/** n8n's `emit` of a trigger whose executions do `execute`. */
	emitter(execute: (items: INodeExecutionData[]) => Promise<unknown>): ITriggerFunctions['emit'] {
		return (data, _response, done, key) => {
			const run = async () => {
				if (await this.insert(key)) await execute(data[0] ?? []);
			};
			run().then(
				() => done?.resolve(FINISHED),
				(error: Error) => done?.reject(error),
			);
		};
	}
}
