/** What the turns of the trigger's bench come to: a figure for each trigger, and the ratios of them. */
import type { Row } from './run.mts';

/** What a delivery takes. */
export interface Figures {
	/** Until the 200. */
	readonly timeMs: number;
	/** For it and its executions. */
	readonly cpuMs: number;
}

/** The mean of the middle half: what n8n does by itself now and then falls on one trigger by chance. */
function interquartileMean(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const quarter = Math.floor(sorted.length / 4);
	const middle = sorted.slice(quarter, sorted.length - quarter);
	return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

/**
 * The order of a turn. Over as many turns as there are triggers, an even number, each comes after each other
 * one once (a Williams design), so that what a delivery leaves for n8n to clear away falls on all of them.
 */
export const inBalancedOrder = <T,>(triggers: readonly T[], turn: number): T[] =>
	triggers.map((_, place) => {
		const step = place % 2 === 1 ? (place + 1) / 2 : triggers.length - place / 2;
		return triggers[(turn + step) % triggers.length]!;
	});

/** @param figures of the triggers, in the order that they are compared in */
export function rowsOf(label: string, figures: ReadonlyMap<string, readonly Figures[]>): Row[] {
	const measures = [
		['CPU a delivery', ({ cpuMs }: Figures) => cpuMs],
		['time to the 200', ({ timeMs }: Figures) => timeMs],
	] as const;
	return measures.flatMap(([what, figureOf]) => {
		const [ours = [], splitting2 = [], splitting = [], keyed = [], control = [], webhook = []] = [
			...figures.values(),
		].map((turns) => turns.map(figureOf));
		const target = ratioOf(ours, splitting);
		const compared = (pair: string, { ratio, error }: Ratio): Row => ({
			what: `${label}: ${what}, ${pair}`,
			figure: `${ratio.toFixed(2)} ± ${error.toFixed(2)}`,
		});
		return [
			...[...figures].map(
				([name, turns]): Row => ({
					what: `${label}: ${what}, ${name}`,
					figure: `${interquartileMean(turns.map(figureOf)).toFixed(1)} ms`,
				}),
			),
			{
				...compared('against the control with a key and an item an event', target),
				target: 'at most 1.05',
				met: target.ratio <= 1.05,
			},
			compared('against the same control of version 2 (what is ours alone)', ratioOf(ours, splitting2)),
			compared(
				"an item an event against one item a delivery (n8n's price for items)",
				ratioOf(splitting, keyed),
			),
			compared(
				'the control with a key against the one without (n8n\'s price for "once")',
				ratioOf(keyed, control),
			),
			compared("the control against the Webhook node (n8n's part)", ratioOf(control, webhook)),
		];
	});
}

interface Ratio {
	readonly ratio: number;
	/** Twice the standard error. */
	readonly error: number;
}

/** So many turns are compared with each other: what makes one of them slow makes its neighbours slow. */
const BLOCK = 6;

function ratioOf(these: readonly number[], those: readonly number[]): Ratio {
	const quotient = (from: number, to: number) =>
		interquartileMean(these.slice(from, to)) / interquartileMean(those.slice(from, to));
	const blocks = Array.from({ length: these.length / BLOCK }, (_, block) =>
		quotient(block * BLOCK, (block + 1) * BLOCK),
	);
	const mean = blocks.reduce((sum, value) => sum + value, 0) / blocks.length;
	const variance = blocks.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (blocks.length - 1);
	return { ratio: quotient(0, these.length), error: 2 * Math.sqrt(variance / blocks.length) };
}
