import { performance } from 'node:perf_hooks';
import { clearTimeout, setTimeout } from 'node:timers';

/**
 * The only clock of the simulated world. Tokens live 60 days and webhooks are repeated for 36 hours:
 * nothing of that can be tested on the wall clock, so everything asks here, and tests advance it.
 */
export interface ClockOptions {
	startEpochMs?: number;
	/** Simulated milliseconds per real millisecond. */
	speed?: number;
}

interface Task {
	dueEpochMs: number;
	order: number;
	run: () => void;
}

/** Longest delay Node's timers take; a longer wait is cut into pieces. */
const LONGEST_TIMER_MS = 2_000_000_000;

export class Clock {
	private anchorReal = realNow();
	private anchorSimulated: number;
	private readonly speed: number;
	private tasks: Task[] = [];
	private order = 0;
	private timer: NodeJS.Timeout | undefined;

	constructor(private readonly options: ClockOptions = {}) {
		this.speed = options.speed ?? 1;
		this.anchorSimulated = options.startEpochMs ?? this.anchorReal;
	}

	/** The simulated time in epoch milliseconds. */
	now(): number {
		return Math.floor(this.anchorSimulated + (realNow() - this.anchorReal) * this.speed);
	}

	/** Moves the simulated time forward and starts everything that fell due on the way, in order. */
	advance(ms: number): void {
		if (!Number.isFinite(ms) || ms < 0) throw new Error(`clock.advance needs milliseconds >= 0, got ${ms}`);
		this.anchorSimulated += ms;
		this.runDue();
	}

	/** Runs `run` once the simulated time has reached `dueEpochMs`. */
	at(dueEpochMs: number, run: () => void): void {
		this.tasks.push({ dueEpochMs, order: this.order++, run });
		this.arm();
	}

	/** Forgets all tasks and goes back to the start. */
	reset(): void {
		this.stop();
		this.anchorReal = realNow();
		this.anchorSimulated = this.options.startEpochMs ?? this.anchorReal;
	}

	/** Forgets all tasks; no timer stays behind. */
	stop(): void {
		this.tasks = [];
		if (this.timer !== undefined) clearTimeout(this.timer);
		this.timer = undefined;
	}

	private runDue(): void {
		const now = this.now();
		const due = this.tasks.filter((task) => task.dueEpochMs <= now);
		this.tasks = this.tasks.filter((task) => task.dueEpochMs > now);
		due.sort((a, b) => a.dueEpochMs - b.dueEpochMs || a.order - b.order);
		for (const task of due) task.run();
		this.arm();
	}

	private arm(): void {
		if (this.timer !== undefined) clearTimeout(this.timer);
		this.timer = undefined;
		if (this.tasks.length === 0) return;
		const next = Math.min(...this.tasks.map((task) => task.dueEpochMs));
		const waitMs = Math.min(LONGEST_TIMER_MS, Math.max(0, Math.ceil((next - this.now()) / this.speed)));
		this.timer = setTimeout(() => this.runDue(), waitMs);
		this.timer.unref();
	}
}

/** Waits on the real clock: for the answers a fault holds back, whose receiver waits in real time. */
export function realDelay(ms: number): Promise<void> {
	return new Promise((resolve) => {
		setTimeout(resolve, ms).unref();
	});
}

/**
 * The real time: what the simulated clock runs on, and the duration of a delivery. Not the global Date:
 * tests that make the code under test live on the simulated clock replace Date.now.
 */
export function realNow(): number {
	return Math.floor(performance.timeOrigin + performance.now());
}
