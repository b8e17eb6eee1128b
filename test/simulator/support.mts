import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';

import { startSimulator } from '../../simulator/index.mts';
import type { Account, App, Person, Simulator, SimulatorOptions } from '../../simulator/index.mts';

export interface Answer {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	text: string;
	bytes: Buffer;
	json: Record<string, unknown>;
}

export interface Asked {
	method?: string;
	host?: string;
	token?: string;
	json?: unknown;
	form?: Record<string, string>;
	headers?: Record<string, string>;
	body?: Buffer | string;
}

/** A plain HTTP call to one of the simulated hosts; default graph.instagram.com. */
export function ask(simulator: { origin: string }, path: string, given: Asked = {}): Promise<Answer> {
	const headers: Record<string, string> = { host: given.host ?? 'graph.instagram.com', ...given.headers };
	let body = given.body;
	if (given.token !== undefined) headers['authorization'] = `Bearer ${given.token}`;
	if (given.json !== undefined) {
		headers['content-type'] = 'application/json';
		body = JSON.stringify(given.json);
	}
	if (given.form !== undefined) {
		headers['content-type'] = 'application/x-www-form-urlencoded';
		body = new URLSearchParams(given.form).toString();
	}
	if (body !== undefined) headers['content-length'] = String(Buffer.byteLength(body));
	const method = given.method ?? (body === undefined ? 'GET' : 'POST');
	return new Promise((resolve, reject) => {
		const request = httpRequest(
			`${simulator.origin}${path}`,
			{ method, headers, agent: false },
			(response) => {
				const chunks: Buffer[] = [];
				response.on('data', (chunk: Buffer) => chunks.push(chunk));
				response.on('end', () => {
					const bytes = Buffer.concat(chunks);
					const text = bytes.toString('utf8');
					resolve({
						status: response.statusCode ?? 0,
						headers: response.headers,
						text,
						bytes,
						json: parse(text),
					});
				});
				response.on('error', reject);
			},
		);
		request.on('error', reject);
		request.end(body);
	});
}

function parse(text: string): Record<string, unknown> {
	try {
		return JSON.parse(text) as Record<string, unknown>;
	} catch {
		return {};
	}
}

/** `code/subcode` of a graph error. */
export function errorOf(answer: Answer): string {
	const error = (answer.json['error'] ?? {}) as Record<string, unknown>;
	const [code, subcode] = [JSON.stringify(error['code']), JSON.stringify(error['error_subcode'])];
	return subcode === undefined ? code : `${code}/${subcode}`;
}

export function messageOf(answer: Answer): string {
	return String(((answer.json['error'] ?? {}) as Record<string, unknown>)['message']);
}

export interface Scene {
	simulator: Simulator;
	app: App;
	account: Account;
	person: Person;
	token: string;
	get(path: string, token?: string): Promise<Answer>;
	post(path: string, json: unknown): Promise<Answer>;
}

export const REDIRECT = 'https://n8n.example.test/rest/oauth2-credential/callback';
/** 2026-11-23T10:00:00Z. */
export const START = Date.UTC(2026, 10, 23, 10);

/** A simulator with one app, account, person and long-lived token with all scopes. */
export async function scene(options: SimulatorOptions = {}): Promise<Scene> {
	const simulator = await startSimulator({ startEpochMs: START, ...options });
	return { simulator, ...people(simulator) };
}

export function people(simulator: Simulator): Omit<Scene, 'simulator'> {
	const app = simulator.instagram.createApp({ mode: 'live', redirectUris: [REDIRECT] });
	const account = simulator.instagram.createAccount({
		username: 'brand',
		name: 'Brand',
		accountType: 'BUSINESS',
	});
	const person = simulator.instagram.createPerson({ username: 'ada' });
	const token = simulator.instagram.issueToken({ app, account, kind: 'long' });
	return {
		app,
		account,
		person,
		token,
		get: (path, other = token) => ask(simulator, path, { token: other }),
		post: (path, json) => ask(simulator, path, { token, json, method: 'POST' }),
	};
}

/** {@link scene} for the tests of a file: empty before each of them, with new people. */
export function useScene(options: SimulatorOptions = {}): Scene {
	const s = {} as Scene;
	beforeAll(async () => {
		Object.assign(s, await scene(options));
	});
	beforeEach(() => {
		s.simulator.reset();
		Object.assign(s, people(s.simulator));
	});
	afterAll(async () => await s.simulator.close());
	return s;
}

/** Lets the person write to the account before each test. @returns the person's id, as the account sees it */
export function useThread(s: Scene): () => string {
	beforeEach(async () => {
		await s.simulator.instagram.sendDirectMessage({ from: s.person, to: s.account, text: 'hello' });
	});
	return () => s.simulator.instagram.igsid(s.person, s.account);
}

/** What several files do with containers. */
export function containersOf(s: Scene) {
	const idOf = (answer: Answer): string => String(answer.json['id']);
	const status = async (id: string): Promise<string> =>
		String((await s.get(`/${id}?fields=status_code`)).json['status_code']);
	return {
		create: async (json: unknown) => await s.post(`/v25.0/${s.account.id}/media`, json),
		publish: async (id: string) => await s.post(`/v25.0/${s.account.id}/media_publish`, { creation_id: id }),
		idOf,
		status,
		/** The status when it is no longer in progress. */
		settled: async (id: string): Promise<string> => {
			for (;;) {
				const code = await status(id);
				if (code !== 'IN_PROGRESS') return code;
			}
		},
	};
}

export interface Received {
	method: string;
	url: string;
	headers: Record<string, string | string[] | undefined>;
	bytes: Buffer;
	json: Record<string, unknown>;
}

export interface Receiver {
	origin: string;
	received: Received[];
	/** Status of the next answers; the handshake is always answered. */
	status: number;
	/** What it answers to a POST. */
	body: string;
	close(): Promise<void>;
}

/** A webhook endpoint: answers the handshake for the token `verify`, keeps what is posted. */
export async function startReceiver(): Promise<Receiver> {
	const received: Received[] = [];
	const server = createServer((incoming, response) => {
		const chunks: Buffer[] = [];
		incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
		incoming.on('end', () => {
			const url = new URL(incoming.url ?? '/', 'http://x');
			if (incoming.method === 'GET') {
				const right = url.searchParams.get('hub.verify_token') === 'verify';
				response.writeHead(right ? 200 : 403).end(right ? url.searchParams.get('hub.challenge') : '');
				return;
			}
			const bytes = Buffer.concat(chunks);
			received.push({
				method: incoming.method ?? '',
				url: incoming.url ?? '',
				headers: incoming.headers,
				bytes,
				json: parse(bytes.toString('utf8')),
			});
			response.writeHead(receiver.status).end(receiver.body);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const receiver: Receiver = {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		received,
		status: 200,
		body: 'ok',
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
	return receiver;
}

/** {@link startReceiver} behind n8n.example.test, with nothing received before each test. */
export function useReceiver(s: Scene): () => Receiver {
	let receiver: Receiver;
	beforeAll(async () => {
		receiver = await startReceiver();
	});
	beforeEach(() => {
		s.simulator.resolve['n8n.example.test'] = receiver.origin;
		receiver.received.length = 0;
		Object.assign(receiver, { status: 200, body: 'ok' });
	});
	afterAll(async () => await receiver.close());
	return () => receiver;
}

/** Before each test the app's callback leads to the receiver, and the account is subscribed. */
export function useSubscription(s: Scene, callbackUrl: string, fields: readonly string[]): void {
	beforeEach(() => {
		s.app.callback = { callbackUrl, verifyToken: 'verify', fields: [...fields] };
		s.simulator.instagram.subscribe(s.account, s.app, fields);
	});
}
