/**
 * A connected Instagram account in a simulated world, and the Instagram node to act on it: the node runs in
 * n8n-core's real engine, its requests reach the simulator at the network's edge, and both live on the
 * simulator's clock.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { fingerprintOf } from '../../nodes/Instagram/protocol/tokens';
import { clock } from '../../nodes/Instagram/transport/clock';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator/index.mts';
import { expectDocumented } from './contract.mts';
import { CredentialStore } from './credentialStore.mts';
import { interceptEdge, notUnderWay } from './edge.mts';
import {
	binaryDataService,
	instagramNode,
	nextWorldNumber,
	PUBLIC_HOST,
	runNode,
	type RunResult,
} from './engine.mts';
import { jumpOverWaits } from './virtualTime.mts';

export const ALL_SCOPES = [
	'instagram_business_basic',
	'instagram_business_content_publish',
	'instagram_business_manage_messages',
	'instagram_business_manage_comments',
	'instagram_business_manage_insights',
];

export const CALLBACK_URL = `https://${PUBLIC_HOST}/rest/oauth2-credential/callback`;
const HOUR_MS = 60 * 60 * 1000;

export interface WorldOptions {
	readonly credential?: 'oAuth2' | 'accessToken';
	/** What the credential holds: the long-lived token (default), or the one-hour token of a fresh login. */
	readonly token?: 'long' | 'short';
	readonly scopes?: string[];
	readonly switches?: SimulatorOptions['switches'];
	/**
	 * Simulated milliseconds per real millisecond; waits of the node pass as fast. Default 100, at which a
	 * minute is long enough for a busy machine.
	 */
	readonly speed?: number;
	/** Simulated milliseconds that a request and its answer are under way, each. Default 0. */
	readonly latencyMs?: number;
	/** The same gives the same IDs. Default: another one for each world. */
	readonly seed?: number;
	/** When the simulated time begins. Default: now. */
	readonly startEpochMs?: number;
}

export interface RunOptions {
	readonly continueOnFail?: boolean;
	/** "On Error: Continue (using error output)". */
	readonly errorOutput?: boolean;
	readonly signal?: AbortSignal;
	/** n8n tries several times, without the seconds between. */
	readonly retryOnFail?: boolean;
	/** How many times, 2 to 5. Default 5. */
	readonly maxTries?: number;
	/**
	 * The same for a repetition in the same execution (Retry On Fail), another one for a new run. Default:
	 * always the same.
	 */
	readonly executionId?: string;
	/** What n8n takes for its own address. Default: the public one. */
	readonly address?: string;
}

export type TestWorld = Awaited<ReturnType<typeof startWorld>>;

export interface UseWorldOptions extends WorldOptions {
	/**
	 * Who opens a world: the test with `world.open()` (default), every test by itself, or all tests of the file
	 * share one.
	 */
	readonly per?: 'open' | 'test' | 'file';
	/** Waits take no time. */
	readonly waitless?: boolean;
}

/** The world that is open at the moment. */
export type CurrentWorld = TestWorld & { open(options?: WorldOptions): Promise<void> };

/**
 * Opens worlds for the tests of a file, and closes them; to be called once, at its top. After each test the
 * contract with Meta is checked. What a test leaves is cleared whether or not that check fails, so that one
 * broken contract fails one test.
 */
export function useWorld({
	per = 'open',
	waitless = false,
	...defaults
}: UseWorldOptions = {}): CurrentWorld {
	let world: TestWorld | undefined;
	const close = async () => {
		const last = world;
		world = undefined;
		await last?.close();
	};
	const open = async (options: WorldOptions = {}) => {
		await close();
		world = await startWorld({ ...(waitless && { speed: 1 }), ...defaults, ...options });
		if (waitless) jumpOverWaits(world);
	};
	const current = () => {
		if (!world) throw new Error('No world is open: call world.open() first.');
		return world;
	};

	if (per === 'file') {
		beforeAll(async () => await open());
		beforeEach(() => {
			current().simulator.faults.clear();
			current().clearRequests();
		});
		afterEach(() => expectDocumented(current().requests()));
		afterAll(close);
	} else {
		if (per === 'test') beforeEach(async () => await open());
		afterEach(async () => {
			const requests = world?.requests() ?? [];
			await close();
			expectDocumented(requests);
		});
	}
	return new Proxy({ open } as CurrentWorld, {
		get: (_own, name): unknown => (name === 'open' ? open : Reflect.get(current(), name)),
	});
}

export async function startWorld(options: WorldOptions = {}) {
	const {
		credential = 'oAuth2',
		token = 'long',
		scopes = ALL_SCOPES,
		speed = 100,
		latencyMs = 0,
		seed,
		startEpochMs,
	} = options;
	const number = nextWorldNumber();
	const fileServer = await serveBinaryData();
	const { port } = fileServer.address() as AddressInfo;
	const simulator = await startSimulator({
		seed: seed ?? number,
		startEpochMs,
		speed,
		switches: options.switches,
		resolve: { [PUBLIC_HOST]: `http://127.0.0.1:${port}` },
		...(latencyMs > 0 && { travel: () => notUnderWay(() => clock.sleep(latencyMs)) }),
	});
	const releaseEdge = interceptEdge(simulator);
	const restoreClock = followClock(simulator, speed);

	const app = simulator.instagram.createApp({ mode: 'live', redirectUris: [CALLBACK_URL] });
	const account = simulator.instagram.createAccount({ username: 'brand' });
	const person = simulator.instagram.createPerson({ username: 'customer' });
	await simulator.instagram.sendDirectMessage({ from: person, to: account, text: 'Hello' });

	const store = new CredentialStore();
	connect(store, simulator, { app, account, scopes, token });
	simulator.journal.clear();

	return {
		simulator,
		app,
		account,
		person,
		store,
		/** The node, for one run over the items. */
		async run(
			parameters: INodeParameters,
			items: INodeExecutionData[] = [{ json: {} }],
			{
				continueOnFail = false,
				errorOutput = false,
				retryOnFail = false,
				maxTries = 5,
				signal,
				executionId,
				address,
			}: RunOptions = {},
		): Promise<RunResult> {
			const node = instagramNode({ authentication: credential, ...parameters });
			if (continueOnFail) node.onError = 'continueRegularOutput';
			if (errorOutput) node.onError = 'continueErrorOutput';
			if (retryOnFail) Object.assign(node, { retryOnFail, maxTries, waitBetweenTries: 1 });
			return await runNode(store, node, items, { signal, executionId, address });
		},
		/** Puts a file into n8n's store, as an earlier node would. */
		async binaryItem(bytes: Buffer, mimeType: string, fileName: string): Promise<INodeExecutionData> {
			const service = await binaryDataService();
			const location = { type: 'execution', workflowId: 'w1', executionId: 'e1' } as const;
			const data = await service.store(location, bytes, { data: '', mimeType, fileName });
			return { json: {}, binary: { data } };
		},
		requests: () => simulator.journal.entries(),
		clearRequests: () => simulator.journal.clear(),
		async close(): Promise<void> {
			restoreClock();
			releaseEdge();
			await simulator.close();
			fileServer.closeAllConnections();
			await new Promise((resolve) => fileServer.close(resolve));
		},
	};
}

/** Stores what n8n would hold after Connect, or after somebody pasted a token. */
export function connect(
	store: CredentialStore,
	simulator: Simulator,
	{
		app,
		account,
		scopes = ALL_SCOPES,
		token = 'long',
		ageMs = token === 'long' ? 48 * HOUR_MS : 0,
	}: {
		app: ReturnType<Simulator['instagram']['createApp']>;
		account: ReturnType<Simulator['instagram']['createAccount']>;
		scopes?: string[];
		token?: 'long' | 'short';
		ageMs?: number;
	},
): string {
	const accessToken = simulator.instagram.issueToken({ app, account, scopes, kind: token, ageMs });
	const obtainedAtMs = simulator.clock.now() - ageMs;
	const known = {
		token_type: 'bearer',
		ig_fingerprint: fingerprintOf(accessToken),
		ig_obtained_at: obtainedAtMs,
		ig_expires_at: obtainedAtMs + 60 * 24 * HOUR_MS,
		ig_account_id: account.id,
		ig_username: account.username,
		ig_app_scoped_id: account.appScopedId,
	};
	store.stored.set('instagramBusinessLoginOAuth2Api', {
		clientId: app.instagramAppId,
		clientSecret: app.instagramAppSecret,
		webhookVerifyToken: 'verify me',
		oauthTokenData: { access_token: accessToken, permissions: scopes, ...(token === 'long' && known) },
	});
	store.stored.set('instagramBusinessTokenApi', {
		accessToken,
		appSecret: app.instagramAppSecret,
		webhookVerifyToken: 'verify me',
	});
	return accessToken;
}

/** The package's clock and n8n's `Date` follow the simulated time; waits pass at the simulated speed. */
function followClock(simulator: Simulator, speed: number): () => void {
	const realNow = Date.now;
	Date.now = () => simulator.clock.now();
	clock.sleep = async (durationMs, signal) => {
		signal?.throwIfAborted();
		await new Promise<void>((resolve, reject) => {
			const timer = setTimeout(resolve, durationMs / speed);
			signal?.addEventListener('abort', () => {
				clearTimeout(timer);
				reject(signal.reason as Error);
			});
		});
	};
	return () => {
		Date.now = realNow;
		// what still asks again in the background when its world has ended would ask the next one
		clock.sleep = async () => await new Promise<never>(() => undefined);
	};
}

/** n8n's route for signed binary URLs. */
async function serveBinaryData(): Promise<Server> {
	const service = await binaryDataService();
	const server = createServer((request, response) => {
		const token = new URL(request.url ?? '', 'http://localhost').searchParams.get('token') ?? '';
		const serve = async () => {
			const id = service.validateSignedToken(token);
			const { mimeType } = await service.getMetadata(id);
			const bytes = await service.getAsBuffer({ id, data: '', mimeType: mimeType ?? '' });
			response.writeHead(200, {
				'content-type': mimeType ?? 'application/octet-stream',
				'content-length': bytes.length,
			});
			response.end(request.method === 'HEAD' ? undefined : bytes);
		};
		serve().catch(() => response.writeHead(400).end());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return server;
}
