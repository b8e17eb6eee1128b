import { createServer } from 'node:net';

/** Takes a port on the loopback interface for a moment: true when nobody else has it. */
export async function isPortFree(port: number): Promise<boolean> {
	return (await takeAndRelease(port)) !== undefined;
}

/**
 * A port nobody listened on a moment ago. The system hands them out in turn, so that two callers do not meet.
 */
export async function findFreePort(): Promise<number> {
	const port = await takeAndRelease(0);
	if (port === undefined) throw new Error('This machine has no free port.');
	return port;
}

function takeAndRelease(port: number): Promise<number | undefined> {
	return new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(undefined));
		server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
			const address = server.address();
			server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
		});
	});
}
