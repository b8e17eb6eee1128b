import { Clock } from './clock.mts';
import { Faults } from './faults.mts';
import { Ids } from './ids.mts';
import { Journal } from './journal.mts';
import { Store } from './store.mts';
import { defaultSwitches } from './switches.mts';
import type { Switches } from './switches.mts';
import { RateWindows, Usage } from './usage.mts';

/** Meta's hosts. */
export const META_HOSTS = [
	'www.instagram.com',
	'api.instagram.com',
	'graph.instagram.com',
	'graph.facebook.com',
	'rupload.facebook.com',
	'lookaside.fbsbx.com',
	'scontent.cdninstagram.com',
] as const;
export type MetaHost = (typeof META_HOSTS)[number];
/** A customer's public media server, with the fixture files. */
export const MEDIA_HOST = 'media.example.test';

export interface CoreOptions {
	seed?: number;
	startEpochMs?: number;
	speed?: number;
	resolve?: Record<string, string>;
	switches?: Partial<Switches>;
}

/** The state of one simulator: everything below routes and delivery. */
export class Core {
	readonly clock: Clock;
	readonly ids: Ids;
	readonly store = new Store();
	readonly faults = new Faults();
	readonly journal = new Journal();
	readonly switches: Switches;
	/** DNS of the world outside Meta: host name to origin. */
	readonly resolve: Record<string, string> = {};
	readonly usage: Usage;
	readonly rates: RateWindows;
	/** Where this simulator listens; set by the server. */
	origin = '';

	constructor(private readonly options: CoreOptions) {
		this.clock = new Clock(options);
		this.ids = new Ids(options.seed ?? 1);
		this.switches = defaultSwitches();
		this.usage = new Usage(this.clock, this.switches);
		this.rates = new RateWindows(this.clock);
		this.configure();
	}

	/** Empties the world and goes back to what the options said; the objects stay the same. */
	reset(): void {
		this.clock.reset();
		this.ids.reset();
		this.store.clear();
		this.faults.clear();
		this.journal.clear();
		this.usage.reset();
		this.rates.reset();
		this.configure();
	}

	private configure(): void {
		const { switches = {}, resolve = {} } = this.options;
		Object.assign(this.switches, defaultSwitches(), switches);
		this.switches.processing = { ...this.switches.processing };
		for (const host of Object.keys(this.resolve)) delete this.resolve[host];
		Object.assign(this.resolve, resolve);
	}
}
