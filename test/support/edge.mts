/**
 * The network's edge: what leaves the process for a host of Meta's goes to the simulator, everything else is
 * refused.
 */
import { ClientRequestInterceptor } from '@mswjs/interceptors/ClientRequest';
import { Agent, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';

import type { Simulator } from '../../simulator/index.mts';

/** As it is before anything intercepts it. */
const requestDirectly = request;

const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])$/;

let underWay = 0;

/** How many requests a server is answering at the moment. */
export const requestsUnderWay = () => underWay;

/** Until nothing reaches Meta any more: the other items of a carousel that has failed go on for a while. */
export async function untilQuiet(countRequests: () => number): Promise<void> {
	for (let known = -1; known !== countRequests() || underWay > 0; await setTimeout(50))
		known = countRequests();
}

async function counted<T>(work: Promise<T>): Promise<T> {
	underWay += 1;
	try {
		return await work;
	} finally {
		underWay -= 1;
	}
}

/** Sends a request to a server on this machine under the host name that the caller meant. */
async function forward(agent: Agent, origin: string, meant: Request): Promise<Response> {
	const url = new URL(meant.url);
	const bytes = Buffer.from(await meant.arrayBuffer());
	const headers = Object.fromEntries(meant.headers);
	delete headers['accept-encoding'];
	return await new Promise<Response>((resolve, reject) => {
		const outgoing = requestDirectly(
			new URL(url.pathname + url.search, origin),
			{
				agent,
				method: meant.method,
				headers: { ...headers, host: url.host, 'content-length': String(bytes.length) },
			},
			(incoming) => {
				const chunks: Buffer[] = [];
				incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
				incoming.on('error', reject);
				incoming.on('end', () => {
					const status = incoming.statusCode ?? 500;
					const body = [204, 304].includes(status) ? null : Buffer.concat(chunks);
					resolve(new Response(body, { status, headers: incoming.headers as Record<string, string> }));
				});
			},
		);
		outgoing.on('error', reject);
		outgoing.end(bytes);
	});
}

/**
 * Leads the simulator's hosts, and `others` by host name, to servers of the test.
 * @param travel what a request waits for on the way there, and its answer on the way back
 * @returns what ends it
 */
export function interceptEdge(
	simulator: Simulator,
	others: Record<string, string> = {},
	travel = async () => {},
): () => void {
	const origins: Record<string, string> = {
		...Object.fromEntries(simulator.hosts.map((host) => [host, simulator.origin])),
		...others,
	};
	const agent = new Agent({ keepAlive: true });
	const interceptor = new ClientRequestInterceptor();
	interceptor.apply();
	const answer = async (
		meant: Request,
		controller: { respondWith(r: Response): void; errorWith(e: Error): void },
	) => {
		const { hostname, host } = new URL(meant.url);
		if (LOOPBACK.test(hostname)) return;
		const origin = origins[host];
		if (origin === undefined) return controller.errorWith(refused(host));
		try {
			await travel();
			const response = await counted(forward(agent, origin, meant));
			await travel();
			controller.respondWith(response);
		} catch (error) {
			// an Error of jest's own realm: the interceptor ignores those of Node's
			const { message, code } = error as NodeJS.ErrnoException;
			controller.errorWith(Object.assign(new Error(message), { code }));
		}
	};
	// the interceptor waits for what a listener gives back
	interceptor.on('request', ({ request: meant, controller }) => answer(meant, controller) as unknown as void);
	return () => {
		interceptor.dispose();
		agent.destroy();
	};
}

function refused(host: string): Error {
	return Object.assign(new Error(`no test leads ${host} anywhere`), { code: 'ENOTFOUND' });
}
