/** What the rounds of the trigger's bench come to: a figure for each trigger, and the ratios of them. */
import type { Row } from './run.mts';

/** What a delivery takes in one round, in milliseconds. */
export interface Figures {
	/** To the 200, one delivery after the other: the median. */
	readonly alone: number;
	/** CPU for it and its executions. */
	readonly cpu: number;
}

export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** @param figures of the triggers, in the order that they are compared in */
export function rowsOf(label: string, figures: ReadonlyMap<string, readonly Figures[]>): Row[] {
	const measures = [
		['CPU a delivery', ({ cpu }: Figures) => cpu],
		['time to the 200, median', ({ alone }: Figures) => alone],
	] as const;
	return measures.flatMap(([what, figureOf]) => {
		const [ours = [], splitting2 = [], splitting = [], keyed = [], control = [], webhook = []] = [
			...figures.values(),
		].map((rounds) => rounds.map(figureOf));
		const ratio = ratioOf(ours, splitting);
		const compared = (pair: string, { middle, from, to }: Ratio): Row => ({
			what: `${label}: ${what}, ${pair}`,
			figure: `${middle.toFixed(2)} (${from.toFixed(2)} to ${to.toFixed(2)})`,
		});
		return [
			...[...figures].map(
				([name, rounds]): Row => ({
					what: `${label}: ${what}, ${name}`,
					figure: `${median(rounds.map(figureOf)).toFixed(1)} ms`,
				}),
			),
			{
				...compared('against the control with a key and an item an event', ratio),
				target: 'at most 1.05',
				met: ratio.middle <= 1.05,
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

/** The median of the rounds, the smallest and the largest. */
interface Ratio {
	readonly middle: number;
	readonly from: number;
	readonly to: number;
}

/** Round by round: what makes one of them slow makes both slow. */
function ratioOf(these: readonly number[], those: readonly number[]): Ratio {
	const ratios = these.map((figure, round) => figure / those[round]!);
	return { middle: median(ratios), from: Math.min(...ratios), to: Math.max(...ratios) };
}
