import { assumedEndpoints } from './coverage.mts';
import { Dispatcher } from './delivery/dispatcher.mts';
import type { Delivery } from './delivery/dispatcher.mts';
import { Instagram } from './people/instagram.mts';
import type { Context } from './routes/context.mts';
import { views } from './routes/table.mts';
import { listen } from './server.mts';
import { Core, MEDIA_HOST, META_HOSTS } from './state/core.mts';
import type { CoreOptions } from './state/core.mts';
import type { Fault, FaultMatch } from './state/faults.mts';
import type { JournalEntry } from './state/journal.mts';
import type { Switches } from './state/switches.mts';

export type { Commented, CommentGiven, DirectMessage, Sent } from './people/actors.mts';
export type { Attempt, Delivery } from './delivery/dispatcher.mts';
export type { WebhookEvent } from './delivery/payloads.mts';
export { seedWorld } from './people/seed.mts';
export type { SeededWorld } from './people/seed.mts';
export type { Instagram } from './people/instagram.mts';
export type { Fault, FaultMatch } from './state/faults.mts';
export type { JournalEntry } from './state/journal.mts';
export type {
	Account,
	App,
	Comment,
	Container,
	Conversation,
	Media,
	Message,
	Person,
	Scope,
} from './state/model.mts';
export type { Switches } from './state/switches.mts';

export interface SimulatorOptions extends CoreOptions {
	/** Default 0, a free port; always on 127.0.0.1. */
	port?: number;
	/** Default 1. */
	seed?: number;
	/** Default: the real now. */
	startEpochMs?: number;
	/** Simulated milliseconds per real millisecond, default 1. */
	speed?: number;
	/** DNS of the world outside: host name to origin. Hosts that are not in it cannot be reached. */
	resolve?: Record<string, string>;
	switches?: Partial<Switches>;
	/**
	 * What each request waits for before it arrives, and its answer before it leaves; those for files do not.
	 * Default: nothing.
	 */
	travel?: () => Promise<void>;
}

export interface Simulator {
	origin: string;
	hosts: readonly string[];
	clock: { now(): number; advance(ms: number): void };
	/** Mutable. */
	switches: Switches;
	/** Mutable. */
	resolve: Record<string, string>;
	instagram: Instagram;
	/** Every request that reached a Meta host. */
	journal: { entries(): JournalEntry[]; clear(): void };
	faults: { failNext(match: FaultMatch, fault: Fault): void; clear(): void };
	/** Every webhook sent. */
	deliveries: { list(): Delivery[]; idle(): Promise<void> };
	/** Empty world, same seed, switches and names as at the start. */
	reset(): void;
	close(): Promise<void>;
}

const HOSTS: readonly string[] = [...META_HOSTS, MEDIA_HOST];

/** Starts Instagram as Meta documents it, on one local port. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const core = new Core(options);
	const dispatcher = new Dispatcher(core);
	const instagram = new Instagram(core, dispatcher);
	const context: Context = { core, dispatcher, instagram, views };
	const reset = (): void => {
		core.reset();
		dispatcher.reset();
	};
	const hooks = { reset, hosts: HOSTS, assumed: assumedEndpoints };
	const server = await listen(context, hooks, options);
	return {
		origin: core.origin,
		hosts: HOSTS,
		clock: core.clock,
		switches: core.switches,
		resolve: core.resolve,
		instagram,
		journal: core.journal,
		faults: core.faults,
		deliveries: { list: () => dispatcher.list(), idle: () => dispatcher.idle() },
		reset,
		close: async () => {
			dispatcher.reset();
			core.clock.stop();
			await server.close();
		},
	};
}
