/** The shape of every operation. How its items may overlap is declared here and carried out by the router. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { Permission } from '../protocol/tokens';
import type { Words } from '../protocol/errors/wording';
import type { Graph } from '../graph/graph';

/** What an operation works with: one run, as n8n and as Instagram see it. */
export interface Run {
	readonly ctx: IExecuteFunctions;
	readonly graph: Graph;
}

/** What an item became, such as the id of a post. */
export type FinishedItem = string;

/** What may have been done for an item. */
export interface UnsettledItem extends Words {
	/** Names in a few words what may exist already, for the errors of other items. */
	readonly name: string;
	/** What a later step needs to find out, such as the container's id. */
	readonly details: Readonly<Record<string, string>>;
}

interface Declared {
	/** What Meta asks for, named in the error when it was not granted. */
	readonly permission: Permission;
	/** The same for one item, where what is filled in decides. */
	permissionOf?(ctx: IExecuteFunctions, itemIndex: number): Permission;
	/** The fields of the panel; the router's menu adds resource and operation as conditions. */
	readonly properties: INodeProperties[];
	/**
	 * What the run and its earlier tries have done already; the router says so in the error of a run that
	 * stops. Absent where the run's own outcomes show it.
	 */
	finished?(ctx: IExecuteFunctions): ReadonlyMap<number, FinishedItem>;
	/** Items that may or may not have been done; the router says so in every error until it is known. */
	unsettled?(ctx: IExecuteFunctions): ReadonlyMap<number, UnsettledItem>;
	/** Every item of the run has succeeded, so that nobody repeats it: what is kept for that can go. */
	succeeded?(ctx: IExecuteFunctions): void;
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
export interface PreparedOperation<S, P> extends Declared {
	readonly overlap: 'prepareThenAct';
	/** Looks at all items once, before anything is prepared; a throw stops the whole run. */
	survey(run: Run, itemIndexes: readonly number[]): Promise<S>;
	/** @param found what `survey` gave back */
	prepare(run: Run, itemIndex: number, found: S): Promise<P>;
	act(run: Run, itemIndex: number, prepared: P): Promise<INodeExecutionData[]>;
}

export type Operation =
	| ReadOperation
	| OrderedWriteOperation
	| KeyedWriteOperation
	| PreparedOperation<unknown, unknown>;

/** A resource: its menu for the panel (literals, which lint checks) and its operations by menu value. */
export interface Resource {
	readonly menu: INodeProperties;
	readonly operations: Readonly<Record<string, Operation>>;
}

/** Declares an operation; what its survey and its preparing give back keeps its type. */
export function preparedOperation<S, P>(
	operation: Omit<PreparedOperation<S, P>, 'overlap'>,
): PreparedOperation<unknown, unknown> {
	return {
		...operation,
		overlap: 'prepareThenAct',
		prepare: async (run, itemIndex, found) => await operation.prepare(run, itemIndex, found as S),
		act: async (run, itemIndex, prepared) => await operation.act(run, itemIndex, prepared as P),
	};
}

/** One item out. The router pairs it with the item in. */
export function toItem(json: object): INodeExecutionData {
	return { json: json as IDataObject };
}
