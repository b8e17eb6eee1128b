import { getLocal } from 'mockttp';
import { findFreePort } from '../machine/ports.mts';

/**
 * What stands in front of an n8n in queue mode: production webhooks go to its webhook processes in turn, the
 * rest to main.
 */
export interface Router {
	readonly origin: string;
	close(): Promise<void>;
}

const toProcessors = /^\/(webhook|webhook-waiting|form|form-waiting|mcp)\//;

/**
 * @param origins where they listen; asked at every request, since a process may be started again elsewhere
 */
export async function startRouter(origins: {
	main(): string;
	processors(): readonly string[];
}): Promise<Router> {
	const proxy = getLocal({ http2: false, recordTraffic: false });
	await proxy.start(await findFreePort());
	let turn = 0;
	const targetOf = (path: string) => {
		const processors = origins.processors();
		const processor = processors[turn++ % Math.max(1, processors.length)];
		return toProcessors.test(path) && processor !== undefined ? processor : origins.main();
	};
	await proxy.forAnyRequest().thenPassThrough({
		beforeRequest: ({ path, headers }) => {
			const url = new URL(targetOf(path) + path);
			return { url: url.href, headers: { ...headers, host: url.host } };
		},
	});
	return { origin: `http://127.0.0.1:${proxy.port}`, close: () => proxy.stop() };
}
