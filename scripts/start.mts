import { checkout } from './machine/checkout.mts';
import { mustRun } from './machine/command.mts';
import { startDemo } from './demo.mts';
import { untilToldToEnd, type Shown } from './machine/lifetime.mts';
import { startLive } from './live.mts';
import { isPortFree, findFreePort } from './machine/ports.mts';
import { terminal, withProgress } from './machine/report.mts';

/** n8n's own, and what is tried when somebody has it. 5679 belongs to the task broker of a usual n8n. */
const ports = [5678, 5680, 5681, 5682, 5683, 5684, 5685];

await main();

async function main(): Promise<void> {
	const toldToEnd = untilToldToEnd();
	const work = show();
	// Told to end while things are still starting: what has been started ends with this process.
	const early = await Promise.race([toldToEnd, work.then(() => undefined)]);
	if (early !== undefined) process.exit(0);

	const shown = await work;
	const reason = await Promise.race([toldToEnd, shown.ended]);
	terminal.line(reason === undefined ? 'n8n has ended by itself: see its log.' : 'Stopping …');
	await shown.close();
	process.exit(reason === undefined ? 1 : 0);
}

async function show(): Promise<Shown> {
	try {
		await withProgress(terminal, 'Building the package', () =>
			mustRun('npm', ['run', '--silent', 'build'], { cwd: checkout }),
		);
		const port = await choosePort();
		return process.argv.includes('--live') ? await startLive(port) : await startDemo(port);
	} catch (error) {
		terminal.line(error instanceof Error ? error.message : String(error));
		process.exit(1);
	}
}

async function choosePort(): Promise<number> {
	for (const port of ports) {
		if (await isPortFree(port)) return port;
		terminal.line(`Port ${port} is taken (another n8n?).`);
	}
	return await findFreePort();
}
