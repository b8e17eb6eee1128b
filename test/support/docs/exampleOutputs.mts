/**
 * What each operation gave out when it ran in n8n's engine against the simulator, for the reference pages.
 */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { runToItsEnd } from '../answering.mts';
import { callsIn } from '../calls.mts';
import { OUTPUTS } from './outputs.mts';
import { STANDING_STILL, measureInWaits } from '../virtualTime.mts';
import { startWorld } from '../world.mts';

/** The time of the examples; with it and the seed every run gives the same. */
const STARTS_AT_MS = Date.UTC(2026, 10, 23, 18);

/** JSON by `resource.operation`. */
export type Examples = Readonly<Record<string, string>>;

/** The first item of a first call of each operation. */
export async function exampleOutputs(): Promise<Examples> {
	const names = Object.keys(OUTPUTS);
	const examples: Record<string, string> = {};
	for (const resource of new Set(names.map((name) => name.split('.')[0])))
		Object.assign(examples, await examplesOf(names.filter((name) => name.startsWith(`${resource}.`))));
	return examples;
}

/** Those of a resource, in a world of its own: whatever changes for another resource changes nothing here. */
async function examplesOf(names: readonly string[]): Promise<Record<string, string>> {
	const world = await startWorld({ seed: 1, startEpochMs: STARTS_AT_MS, speed: STANDING_STILL });
	measureInWaits(world);
	const calls = callsIn(world);
	const examples: Record<string, string> = {};
	try {
		for (const name of names) {
			const [resource, operation] = name.split('.');
			const [parameters] = [await calls[name]?.()].flat();
			if (parameters === undefined) continue;
			const { items, error } = await runToItsEnd(world, {
				resource,
				operation,
				...withoutMoreFields(parameters),
			});
			if (error) throw error;
			examples[name] = readable(items[0]?.json);
		}
		return examples;
	} finally {
		await world.close();
	}
}

/** Only what everybody gets; what can be read besides is in the table of names. */
function withoutMoreFields(parameters: INodeParameters): INodeParameters {
	const { fields: _fields, ...others } = (parameters.additionalFields ?? {}) as INodeParameters;
	return { ...parameters, additionalFields: others };
}

/** Readable, and the same in whichever order Instagram has made two objects that were asked for at once. */
function readable(json: IDataObject | undefined): string {
	const known = new Map<string, string>();
	const number = (id: string, prefix: string, digits: number) => {
		if (!known.has(id)) known.set(id, prefix + String(known.size + 1).padStart(digits - prefix.length, '0'));
		return known.get(id)!;
	};
	return JSON.stringify(json, undefined, 2)
		.replace(/\b\d{16,17}\b/g, (id) => number(id, id.slice(0, 4), id.length))
		.replace(/(?<=["/])D[A-Za-z0-9]{10}(?=["/])/g, (code) => number(code, 'Dexample', 11))
		.replace(/(?<=")aWdf\w+/g, (id) => `${id.slice(0, 24)}…`)
		.replace(/(?<="https:\/\/scontent\.cdninstagram\.com\/)[^"]+/g, '…');
}
