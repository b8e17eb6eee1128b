/** The network's edge: what leaves the process for a host of Meta's goes to the simulator, everything else is refused. */
import nock from 'nock';
import { request } from 'node:http';

import type { Simulator } from '../../simulator/index.mts';

interface Answer {
	readonly status: number;
	readonly body: Buffer;
	readonly headers: Record<string, string | string[]>;
}

/** Sends a request to a server on this machine under the host name that the caller meant. */
async function forward(
	origin: string,
	host: string,
	method: string,
	path: string,
	headers: Record<string, unknown>,
	body: string,
): Promise<Answer> {
	const bytes = Buffer.from(body);
	const { 'content-length': _length, connection: _connection, 'accept-encoding': _encoding, ...kept } = headers;
	return await new Promise<Answer>((resolve, reject) => {
		const outgoing = request(
			new URL(path, origin),
			{ method, headers: { ...(kept as Record<string, string>), host, 'content-length': String(bytes.length) } },
			(incoming) => {
				const chunks: Buffer[] = [];
				incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
				incoming.on('error', reject);
				incoming.on('end', () =>
					resolve({
						status: incoming.statusCode ?? 0,
						body: Buffer.concat(chunks),
						headers: incoming.headers as Record<string, string | string[]>,
					}),
				);
			},
		);
		outgoing.on('error', reject);
		outgoing.end(bytes);
	});
}

/** Leads the hosts to servers of the test, until {@link releaseEdge}. */
export function interceptEdge(simulator: Simulator, others: Record<string, string> = {}): void {
	nock.disableNetConnect();
	nock.enableNetConnect(/^(127\.0\.0\.1|localhost|\[?::1\]?)(:\d+)?$/);
	const origins = { ...Object.fromEntries(simulator.hosts.map((host) => [host, simulator.origin])), ...others };
	for (const [host, origin] of Object.entries(origins)) {
		for (const method of ['GET', 'POST', 'DELETE', 'PUT', 'HEAD']) {
			nock(`https://${host}`)
				.persist()
				.intercept(/.*/, method)
				.reply(async function (path, body) {
					const text = typeof body === 'string' ? body : JSON.stringify(body);
					const answer = await forward(origin, host, method, path, this.req.headers, text);
					return [answer.status, answer.body, answer.headers];
				});
		}
	}
}

export function releaseEdge(): void {
	nock.cleanAll();
	nock.enableNetConnect();
}
