import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkout } from './machine/checkout.mts';
import { run } from './machine/command.mts';

export interface Tally {
	passed: number;
	failed: number;
	skipped: number;
}

export interface Outcome {
	tally: Tally;
	/** What jest says about each file with a failure. */
	failures: string[];
	/** What was said when jest did not even get to its tests. */
	broken?: string;
}

/** The part of `jest --json` that is read here. */
interface JestResult {
	success: boolean;
	numPassedTests: number;
	numFailedTests: number;
	numPendingTests: number;
	numTodoTests: number;
	numRuntimeErrorTestSuites: number;
	testResults: Array<{ name: string; status: string; message: string }>;
}

/** What waits often, for n8n, for timers, for Instagram: three at once keep two processors busy. */
const WORKERS: Readonly<Record<string, number>> = { e2e: 3 };

/** Runs one project of jest.config.mjs and reads its result from the file jest writes. */
export async function runJest(
	project: string,
	resultFile: string,
	environment: NodeJS.ProcessEnv = {},
): Promise<Outcome> {
	await mkdir(dirname(resultFile), { recursive: true });
	const jest = join(checkout, 'node_modules', 'jest', 'bin', 'jest.js');
	const workers = WORKERS[project];
	const finished = await run(
		process.execPath,
		[
			jest,
			...['--selectProjects', project, '--json', '--outputFile', resultFile],
			...(workers === undefined ? [] : ['--maxWorkers', String(workers)]),
		],
		{ cwd: checkout, env: { ...process.env, ...environment } },
	);
	const result = await readFile(resultFile, 'utf8').then(
		(text) => JSON.parse(text) as JestResult,
		() => undefined,
	);
	if (!result) return { tally: { passed: 0, failed: 0, skipped: 0 }, failures: [], broken: finished.output };
	return {
		tally: {
			passed: result.numPassedTests,
			// A file that cannot be loaded counts as one failure: its tests have never been counted.
			failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
			skipped: result.numPendingTests + result.numTodoTests,
		},
		failures: result.testResults.filter(({ status }) => status === 'failed').map(({ message }) => message),
		...(finished.code !== 0 && result.success && { broken: finished.output }),
	};
}

export function sum(tallies: readonly Tally[]): Tally {
	const total = { passed: 0, failed: 0, skipped: 0 };
	for (const { passed, failed, skipped } of tallies) {
		total.passed += passed;
		total.failed += failed;
		total.skipped += skipped;
	}
	return total;
}
