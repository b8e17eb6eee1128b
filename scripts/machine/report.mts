/** What the person in front of the terminal sees: one line per step, more only where it helps. */
export interface Report {
	/** Says that something long goes on, on a terminal in place, else as a line now and then. */
	progress(text: string): void;
	line(text: string): void;
}

const isTerminal = process.stdout.isTTY;

/** Lines on standard output; on a terminal the progress line is overwritten by what comes next. */
export const terminal: Report = {
	progress(text) {
		if (isTerminal) process.stdout.write(`\r\u001b[2K${text}`);
		else process.stdout.write(`${text}\n`);
	},
	line(text) {
		process.stdout.write(`${isTerminal ? '\r\u001b[2K' : ''}${text}\n`);
	},
};

export const silent: Report = { progress: () => undefined, line: () => undefined };

/**
 * Runs something that may take minutes and says every few seconds that it still goes on, with whatever
 * `detail` knows; at the end that it is done and how long it took. What throws or is not `ok` has failed.
 */
export async function withProgress<T>(
	report: Report,
	label: string,
	work: () => Promise<T>,
	{
		detail = async () => '',
		ok = () => true,
	}: { detail?: () => Promise<string>; ok?: (result: T) => boolean } = {},
): Promise<T> {
	const startedAt = performance.now();
	report.progress(`${label} …`);
	const ticker = setInterval(
		() => {
			void detail().then((more) => report.progress(`${label} … ${seconds(startedAt)}${more && `, ${more}`}`));
		},
		isTerminal ? 1_000 : 15_000,
	);
	try {
		const result = await work();
		report.line(`${label}: ${ok(result) ? 'done' : 'FAILED'} (${seconds(startedAt)})`);
		return result;
	} catch (error) {
		report.line(`${label}: FAILED (${seconds(startedAt)})`);
		throw error;
	} finally {
		clearInterval(ticker);
	}
}

/** The time since, as people say it. */
export function seconds(startedAt: number): string {
	const elapsed = Math.round((performance.now() - startedAt) / 100) / 10;
	return elapsed < 60 ? `${elapsed} s` : `${Math.floor(elapsed / 60)} min ${Math.round(elapsed % 60)} s`;
}
