/**
 * The network's edge: a connection that this process opens to a host of Meta's leads to the simulator, any
 * other that leaves the machine is refused. It is changed where Node opens connections (`Agent`), below
 * everything that n8n and the package do, so that each request stays the one that would have been sent.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Agent as HttpAgent, type ServerResponse } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { connect, Socket, type NetConnectOpts } from 'node:net';
import { setTimeout } from 'node:timers/promises';

import type { Simulator } from '../../simulator/index.mts';

const LOOPBACK = /^(127\.0\.0\.1|localhost|::1|\[::1\])$/;

/** Published by Node for each request that a server of this process gets. */
const REQUEST_ARRIVED = 'http.server.request.start';

let underWay = 0;

/** How many requests are on their way to a server of this process, or are being answered there. */
export const requestsUnderWay = () => underWay;

/** Until nothing reaches Meta any more: the other items of a carousel that has failed go on for a while. */
export async function untilQuiet(countRequests: () => number): Promise<void> {
	for (let known = -1; known !== countRequests() || underWay > 0; await setTimeout(50))
		known = countRequests();
}

/** A wait of a request that does not count as being under way, since the clock has to go on for it. */
export async function notUnderWay(wait: () => Promise<void>): Promise<void> {
	underWay -= 1;
	try {
		await wait();
	} finally {
		underWay += 1;
	}
}

function countUntilClosed(message: unknown): void {
	const { response } = message as { response: ServerResponse };
	underWay += 1;
	response.once('close', () => (underWay -= 1));
}

type CreateConnection = (this: HttpAgent, options: NetConnectOpts & { host?: string }) => Socket;
/** Node's documentation names the method, its types do not. */
type Connecting = { createConnection: CreateConnection };

/**
 * Leads the simulator's hosts to the simulator.
 * @returns what ends it
 */
export function interceptEdge({ hosts, origin }: Pick<Simulator, 'hosts' | 'origin'>): () => void {
	const { hostname, port } = new URL(origin);
	const leadToSimulator = (directly: CreateConnection): CreateConnection =>
		function (options) {
			const { host = 'localhost' } = options;
			if (LOOPBACK.test(host)) return directly.call(this, options);
			return hosts.includes(host) ? counted(connect({ host: hostname, port: Number(port) })) : refused(host);
		};
	const agents = [HttpAgent.prototype, HttpsAgent.prototype].map((agent) => agent as unknown as Connecting);
	const before = agents.map(({ createConnection }) => createConnection);
	for (const agent of agents) agent.createConnection = leadToSimulator(agent.createConnection);
	subscribe(REQUEST_ARRIVED, countUntilClosed);
	return () => {
		agents.forEach((agent, at) => (agent.createConnection = before[at]!));
		unsubscribe(REQUEST_ARRIVED, countUntilClosed);
	};
}

/** Until it is there: then the server counts. */
function counted(socket: Socket): Socket {
	underWay += 1;
	let isCounted = true;
	const arrive = () => {
		if (isCounted) underWay -= 1;
		isCounted = false;
	};
	return socket.once('connect', arrive).once('close', arrive);
}

function refused(host: string): Socket {
	const socket = new Socket();
	const error = Object.assign(new Error(`no test leads ${host} anywhere`), { code: 'ENOTFOUND' });
	process.nextTick(() => socket.destroy(error));
	return socket;
}
