/**
 * `npm run bench`: what the package costs. Runs every file beside this one that exports a `bench`, one after
 * the other, and prints a table; `test-output/bench.json` keeps the figures. Times are simulated milliseconds
 * unless a row says otherwise; nothing here fails, tests do. `npm run bench -- publishing` runs one of them.
 */
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { checkout } from '../../scripts/machine/checkout.mts';

export interface Row {
	/** What was measured. */
	readonly what: string;
	/** The figure with its unit. */
	readonly figure: string;
	/** What it should be at most, and where that is written. */
	readonly target?: string;
	/** Whether it is. */
	readonly met?: boolean;
}

export interface Bench {
	readonly name: string;
	run(): Promise<Row[]>;
}

// n8n-core keeps its settings and files away from the machine's own n8n; read when it is loaded
const folder = mkdtempSync(join(tmpdir(), 'instagram-bench-'));
Object.assign(process.env, {
	N8N_USER_FOLDER: folder,
	N8N_ENCRYPTION_KEY: 'bench only',
	N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
	N8N_LOG_LEVEL: 'silent',
});

function isBench(value: unknown): value is Bench {
	return typeof value === 'object' && value !== null && 'name' in value && 'run' in value;
}

function print(name: string, rows: readonly Row[], seconds: number): void {
	const cells = [
		['what', 'figure', 'target', ''],
		...rows.map(({ what, figure, target = '', met }) => [
			what,
			figure,
			target,
			met === undefined ? '' : met ? 'met' : 'MISSED',
		]),
	];
	const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column]!.length)));
	console.log(`\n${name} (${seconds.toFixed(1)} s)`);
	for (const row of cells)
		console.log(`  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd());
}

const results = join(checkout, 'test-output', 'bench.json');

/** Beside the figures of the other benches, from whatever run they are. */
function keep(name: string, rows: readonly Row[]): void {
	const kept = existsSync(results)
		? (JSON.parse(readFileSync(results, 'utf8')) as Record<string, unknown>)
		: {};
	mkdirSync(join(checkout, 'test-output'), { recursive: true });
	const figures = { ...kept, [name]: { at: new Date().toISOString(), rows } };
	writeFileSync(results, `${JSON.stringify(figures, null, '\t')}\n`);
}

/**
 * Not `import()`: between ES modules and the package's own, tsx would load a file twice, and a bench would
 * set another clock.
 */
const load = createRequire(import.meta.url);

const wanted = process.argv.slice(2);
const files = readdirSync(import.meta.dirname)
	.filter((file) => file.endsWith('.mts') && file !== 'run.mts')
	.filter((file) => wanted.length === 0 || wanted.some((name) => file.startsWith(name)));

for (const file of files) {
	const { bench } = load(join(import.meta.dirname, file)) as { bench?: unknown };
	if (!isBench(bench)) continue;
	const startedMs = performance.now();
	const rows = await bench.run();
	print(bench.name, rows, (performance.now() - startedMs) / 1000);
	keep(bench.name, rows);
}
rmSync(folder, { recursive: true, force: true });
// n8n-core leaves timers behind
process.exit(0);
