/** Memory and open handles of n8n while it is at work; Linux tells them in /proc. */
import { readdir, readFile } from 'node:fs/promises';

export interface Vitals {
	readonly pid: number;
	readonly memoryMb: number;
	readonly handles: number;
}

/** @returns undefined where the system does not tell, or the process is gone */
export async function readVitals(pid: number): Promise<Vitals | undefined> {
	try {
		const status = await readFile(`/proc/${pid}/status`, 'utf8');
		const memoryMb = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
		const handles = (await readdir(`/proc/${pid}/fd`)).length;
		return { pid, memoryMb: Math.round(memoryMb), handles };
	} catch {
		return undefined;
	}
}

/** A process that has just started still grows. */
const WARM_AFTER = 20;
/** Garbage collection and the executions under way make it go up and down by this much. */
const MOST_GROWTH_MB = 150;
const MOST_MORE_HANDLES = 60;

const median = (values: readonly number[]) =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** What grew between the first and the last third of a process's life, in words; empty when nothing did. */
export function growthIn(vitals: readonly Vitals[]): string[] {
	const lives = new Map<number, Vitals[]>();
	for (const one of vitals) lives.set(one.pid, [...(lives.get(one.pid) ?? []), one]);
	return [...lives.entries()].flatMap(([pid, all]) => {
		const warm = all.slice(WARM_AFTER);
		const third = Math.floor(warm.length / 3);
		if (third < 5) return [];
		const grownBy = (valueOf: (one: Vitals) => number) =>
			median(warm.slice(-third).map(valueOf)) - median(warm.slice(0, third).map(valueOf));
		const [memoryMb, handles] = [grownBy((one) => one.memoryMb), grownBy((one) => one.handles)];
		return [
			...(memoryMb > MOST_GROWTH_MB ? [`process ${pid} grew by ${memoryMb} MB`] : []),
			...(handles > MOST_MORE_HANDLES ? [`process ${pid} has ${handles} more open handles`] : []),
		];
	});
}
