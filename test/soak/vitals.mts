/**
 * Memory and open handles of n8n while it is at work, as it tells them itself
 * (scripts/preload/tell-vitals.cjs).
 */
import { readFile } from 'node:fs/promises';

export interface Vitals {
	readonly pid: number;
	/** What is still in use after a garbage collection. */
	readonly heapMb: number;
	/** What the system has given to the process; says more about the collector than about what is kept. */
	readonly residentMb: number;
	/** Sockets, timers and whatever else is open. */
	readonly handles: number;
}

export async function readVitals(file: string): Promise<Vitals[]> {
	const lines = (await readFile(file, 'utf8')).split('\n');
	return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Vitals);
}

/** A process that has just started still loads what it needs. */
const WARM_AFTER = 4;
const FEWEST = 6;
const MOST_GROWTH_MB = 50;
const MOST_MORE_HANDLES = 60;

const median = (values: readonly number[]) =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/**
 * What a process that lived to the end holds after everything has come to its end, against the first third of
 * its life, in words; empty when that is no more. In between, executions under way make it go up and down.
 */
export function growthIn(vitals: readonly Vitals[]): string[] {
	const pid = vitals.at(-1)?.pid;
	const warm = vitals.filter((one) => one.pid === pid).slice(WARM_AFTER);
	if (warm.length < FEWEST) return [`only ${warm.length} times told by process ${pid ?? 'unknown'}`];
	const early = warm.slice(0, Math.floor(warm.length / 3));
	const late = warm.slice(-3);
	const grownBy = (valueOf: (one: Vitals) => number) =>
		Math.min(...late.map(valueOf)) - median(early.map(valueOf));
	const [heapMb, handles] = [grownBy((one) => one.heapMb), grownBy((one) => one.handles)];
	return [
		...(heapMb > MOST_GROWTH_MB ? [`process ${pid} holds ${heapMb} MB more`] : []),
		...(handles > MOST_MORE_HANDLES ? [`process ${pid} has ${handles} more open handles`] : []),
	];
}
