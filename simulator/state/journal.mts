import type { Fault } from './faults.mts';

/** One request that reached one of Meta's hosts, with its answer. */
export interface JournalEntry {
	at: number;
	host: string;
	method: string;
	path: string;
	query: Record<string, string>;
	headers: Record<string, string>;
	/** Parsed JSON or form; undefined where there is no body or it is neither. */
	body: unknown;
	bodyText: string;
	/** 0 when the connection was cut without an answer. */
	status: number;
	responseText: string;
	fault?: Fault;
}

export class Journal {
	private list: JournalEntry[] = [];

	entries(): JournalEntry[] {
		return [...this.list];
	}

	clear(): void {
		this.list = [];
	}

	add(entry: JournalEntry): void {
		this.list.push(entry);
	}
}
