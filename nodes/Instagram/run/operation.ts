/** The shape of every operation. How its items may overlap is declared here and carried out by the router. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { Permission } from '../protocol/tokens';
import type { Graph } from '../graph/graph';

/** What an operation works with: n8n's side and Instagram's side of one run. */
export interface Run {
	readonly ctx: IExecuteFunctions;
	readonly graph: Graph;
}

interface Declared {
	/** What Meta asks for, named in the error when it was not granted. */
	readonly permission: Permission;
	/** The fields of the panel; the router's menu adds resource and operation as conditions. */
	readonly properties: INodeProperties[];
	/** What comes out when the credential cannot be opened; absent or `undefined`: the error. */
	whenDisconnected?(
		error: unknown,
		ctx: IExecuteFunctions,
		itemIndex: number,
	): INodeExecutionData[] | undefined | Promise<INodeExecutionData[]>;
}

/** Items run side by side. */
export interface ReadOperation extends Declared {
	readonly overlap: 'read';
	execute(run: Run, itemIndex: number): Promise<INodeExecutionData[]>;
}

/** Items run one after the other, in their order. */
export interface OrderedWriteOperation extends Declared {
	readonly overlap: 'orderedWrite';
	execute(run: Run, itemIndex: number): Promise<INodeExecutionData[]>;
}

/** Items with the same key keep their order, different keys run side by side. */
export interface KeyedWriteOperation extends Declared {
	readonly overlap: 'writePerKey';
	keyOf(run: Run, itemIndex: number): string;
	execute(run: Run, itemIndex: number): Promise<INodeExecutionData[]>;
}

/** All items are prepared side by side; then each is carried out in item order, once it is prepared. */
export interface PreparedOperation<P> extends Declared {
	readonly overlap: 'prepareThenAct';
	/** Runs once, before anything is prepared; a throw stops the whole run. */
	beforeAll?(run: Run, itemIndexes: readonly number[]): Promise<void>;
	prepare(run: Run, itemIndex: number): Promise<P>;
	act(run: Run, itemIndex: number, prepared: P): Promise<INodeExecutionData[]>;
}

export type Operation =
	| ReadOperation
	| OrderedWriteOperation
	| KeyedWriteOperation
	| PreparedOperation<unknown>;

/** A resource: its menu for the panel (literals, which lint checks) and its operations by menu value. */
export interface Resource {
	readonly menu: INodeProperties;
	readonly operations: Readonly<Record<string, Operation>>;
}

/** Declares an operation whose prepared state has a type of its own. */
export function preparedOperation<P>(
	operation: Omit<PreparedOperation<P>, 'overlap'>,
): PreparedOperation<unknown> {
	return {
		...operation,
		overlap: 'prepareThenAct',
		act: async (run, itemIndex, prepared) => await operation.act(run, itemIndex, prepared as P),
	};
}

/** One item out. The router pairs it with the item in. */
export function toItem(json: object): INodeExecutionData {
	return { json: json as IDataObject };
}
