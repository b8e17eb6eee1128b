/**
 * What it costs n8n to have the package at all: CPU and memory of loading it, beside what n8n has loaded
 * anyway.
 */
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { checkout } from '../../scripts/machine/checkout.mts';
import type { Bench, Row } from './run.mts';

const ROUNDS = 7;
/** What is noticed by nobody: n8n itself needs 10 s and 300 MB to start. */
const MOST_MS = 150;
const MOST_MB = 10;

/** Runs in a process of its own; everything that n8n brings is there before. */
const SCRIPT = `
require('n8n-workflow');
const before = (gc(), process.memoryUsage().heapUsed);
const start = process.cpuUsage();
for (const file of process.argv.slice(1)) for (const Type of Object.values(require(file))) new Type();
const { user, system } = process.cpuUsage(start);
gc();
const cpuMs = (user + system) / 1000;
console.log(JSON.stringify({ cpuMs, heapMb: (process.memoryUsage().heapUsed - before) / 1024 / 1024 }));
`;

const load = createRequire(import.meta.url);

function median(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function rows(): Row[] {
	const { n8n } = load('../../package.json') as { n8n: { nodes: string[]; credentials: string[] } };
	const files = [...n8n.credentials, ...n8n.nodes].map((file) => join(checkout, file));
	const rounds = Array.from({ length: ROUNDS }, () => {
		const said = execFileSync(process.execPath, ['--expose-gc', '-e', SCRIPT, ...files], {
			cwd: checkout,
			encoding: 'utf8',
		});
		return JSON.parse(said) as { cpuMs: number; heapMb: number };
	});
	const cpuMs = median(rounds.map((round) => round.cpuMs));
	const heapMb = median(rounds.map((round) => round.heapMb));
	return [
		{
			what: 'CPU of loading all nodes and credentials',
			figure: `${cpuMs.toFixed(0)} ms`,
			target: `at most ${MOST_MS} ms`,
			met: cpuMs <= MOST_MS,
		},
		{
			what: 'heap they take',
			figure: `${heapMb.toFixed(1)} MB`,
			target: `at most ${MOST_MB} MB`,
			met: heapMb <= MOST_MB,
		},
	];
}

export const bench: Bench = {
	name: 'Loading the package (npm run build first): median of seven processes',
	run: () => Promise.resolve(rows()),
};
