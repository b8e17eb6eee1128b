import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findChromium } from './machine/chromium.mts';
import { checkout } from './machine/checkout.mts';
import { run } from './machine/command.mts';
import { runJest, sum, type Tally } from './jest.mts';
import { findPostgres } from './machine/postgres.mts';
import { hasRedis } from './machine/redis.mts';
import { ensureN8n } from './n8n/install.mts';
import { n8nOf, supportedN8n, type SupportedN8n } from './n8n/versions.mts';
import { terminal, withProgress } from './machine/report.mts';

/**
 * `npm test`: everything there is to know about this checkout. A step that fails does not hide the others,
 * except that nothing is tested of a package that does not build. `--quick` leaves out what needs an n8n or a
 * browser; `--queue` is the tests of n8n in queue mode alone, which need PostgreSQL and Redis; `--compat` is
 * a smoke test in each n8n that is supported, or in the one whose version follows.
 */
const quick = process.argv.includes('--quick');
const queue = process.argv.includes('--queue');
const compat = process.argv.includes('--compat');

const tallies: Tally[] = [];
let failedSteps = 0;

await main();

async function main(): Promise<void> {
	const built = await check('Building the package', ['run', '--silent', 'build']);
	if (compat) {
		if (built) await testInEveryN8n();
	} else if (queue) {
		if (built && (await installN8n())) await testInQueueMode();
	} else {
		await Promise.all([
			check('Linting the package', ['run', '--silent', 'lint:package']),
			check('Linting what is around it', ['run', '--silent', 'lint:around']),
			check('Checking types', ['run', '--silent', 'typecheck']),
		]);
		if (built) await testEverything();
	}
	const { passed, failed, skipped } = sum(tallies);
	// A step that fails without a test that fails must not look like a success to who reads the last line only.
	terminal.line(`${passed} passed, ${failed + failedSteps} failed, ${skipped} skipped`);
	process.exitCode = failed + failedSteps === 0 ? 0 : 1;
}

async function testEverything(): Promise<void> {
	await test('Unit, contract, engine and package tests', 'quick');
	if (quick) return;
	await test('Hundreds of randomised runs (some minutes)', 'long');
	if (!(await installN8n())) return;
	await test('End-to-end tests in a real n8n (some minutes)', 'e2e');
	if (!findChromium()) terminal.line('This machine has no Chromium: the browser tests are skipped.');
	await test('Browser tests', 'browser');
}

async function testInQueueMode(): Promise<void> {
	if (findPostgres() === undefined || !hasRedis())
		terminal.line('This machine has no PostgreSQL or no Redis: the tests of queue mode are skipped.');
	await test('Tests of n8n in queue mode (some minutes)', 'queue');
}

async function testInEveryN8n(): Promise<void> {
	const only = process.argv.at(-1) ?? '';
	const wanted = /^\d/.test(only) ? [n8nOf(only)] : supportedN8n;
	for (const n8n of wanted) {
		if (!(await installN8n(n8n))) continue;
		await test(`Smoke test in n8n ${n8n.version} (a minute or two)`, 'compat', n8n.version);
	}
}

/** @returns whether there is one to test in */
async function installN8n(n8n?: SupportedN8n): Promise<boolean> {
	try {
		await ensureN8n(terminal, n8n);
		return true;
	} catch (error) {
		failedSteps++;
		terminal.line(error instanceof Error ? error.message : String(error));
		return false;
	}
}

/** Runs one of the package's own npm scripts; what it says is shown only when it fails. */
async function check(label: string, npmParameters: string[]): Promise<boolean> {
	const finished = await withProgress(terminal, label, () => run('npm', npmParameters, { cwd: checkout }), {
		ok: ({ code }) => code === 0,
	});
	if (finished.code === 0) return true;
	failedSteps++;
	terminal.line(finished.output);
	return false;
}

async function test(label: string, project: string, n8nVersion?: string): Promise<void> {
	const resultFile = join(
		checkout,
		'test-output',
		`${n8nVersion === undefined ? project : `${project}-${n8nVersion}`}.json`,
	);
	const environment = n8nVersion === undefined ? {} : { N8N_TEST_VERSION: n8nVersion };
	await rm(resultFile, { force: true });
	const outcome = await withProgress(terminal, label, () => runJest(project, resultFile, environment), {
		ok: ({ tally, broken }) => tally.failed === 0 && broken === undefined,
	});
	tallies.push(outcome.tally);
	const { passed, failed, skipped } = outcome.tally;
	terminal.line(`  ${passed} passed, ${failed} failed, ${skipped} skipped`);
	if (outcome.failures.length > 0) terminal.line(outcome.failures.join('\n'));
	if (outcome.broken !== undefined) {
		failedSteps++;
		terminal.line(outcome.broken);
	}
}
