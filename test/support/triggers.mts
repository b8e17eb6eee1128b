/**
 * What tests of the trigger have in common: a world for each test, triggers that are closed, deliveries to
 * give them.
 */
import type { INodeParameters } from 'n8n-workflow';

import { createTrigger, type TestTrigger, type TriggerOptions } from './webhook.mts';
import { useWorld } from './world.mts';

const HOST = 'trigger.example.test';
export const CALLBACK_URL = `https://${HOST}/webhook`;
export const VERIFY_TOKEN = 'verify me';

/** To be called once in a file. Triggers are closed before their world. */
export function useTriggers() {
	let triggers: TestTrigger[] = [];
	afterEach(async () => {
		await Promise.all(triggers.map(async (trigger) => await trigger.close()));
		triggers = [];
	});
	const world = useWorld();

	return {
		world,
		trigger: (parameters?: INodeParameters, options?: TriggerOptions): TestTrigger => {
			const trigger = createTrigger(world, parameters, options);
			triggers.push(trigger);
			return trigger;
		},
		/** Activates the trigger and makes it the callback of the app, as a person does in the dashboard. */
		connectCallback: async (trigger: TestTrigger, fields = ['messages', 'comments']): Promise<void> => {
			const { simulator, app, clearRequests } = world;
			await trigger.listen(HOST);
			await trigger.activate();
			await simulator.instagram.setCallback(app, {
				callbackUrl: CALLBACK_URL,
				verifyToken: VERIFY_TOKEN,
				fields,
			});
			clearRequests();
		},
		/** A delivery of these elements of `messaging[]`. */
		delivery: (
			...messages: object[]
		): { object: string; entry: Array<{ id: string; time: number; messaging: object[] }> } => {
			const { account, simulator } = world;
			const time = simulator.clock.now();
			const people = { sender: { id: '1234567890123456' }, recipient: { id: account.id }, timestamp: time };
			const messaging = messages.map((content) => ({ ...people, ...content }));
			return { object: 'instagram', entry: [{ id: account.id, time, messaging }] };
		},
	};
}

let nextMid = 1;

export const textMessage = (text: string, mid = `aWdfZAG1faXRlbTox${nextMid++}`) => ({
	message: { mid, text },
});

/** Waits until a background step has happened. */
export async function expectSoon(check: () => void): Promise<void> {
	for (let attempt = 0; ; attempt += 1) {
		try {
			return check();
		} catch (error) {
			if (attempt > 300) throw error;
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
	}
}
