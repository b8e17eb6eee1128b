/** What tests of the trigger have in common: a world for each test, triggers that are closed, deliveries to give them. */
import type { INodeParameters } from 'n8n-workflow';

import { createTrigger, type TestTrigger, type TriggerOptions } from './webhook.mts';
import { startWorld, type TestWorld, type WorldOptions } from './world.mts';

const HOST = 'trigger.example.test';
export const CALLBACK_URL = `https://${HOST}/webhook`;
export const VERIFY_TOKEN = 'verify me';

/** To be called once in a file. */
export function useTriggers() {
	let world: TestWorld | undefined;
	let triggers: TestTrigger[] = [];

	afterEach(async () => {
		await Promise.all(triggers.map(async (trigger) => await trigger.close()));
		triggers = [];
		await world?.close();
		world = undefined;
	});

	const current = () => {
		if (!world) throw new Error('open a world first');
		return world;
	};

	return {
		world: current,
		open: async (options?: WorldOptions): Promise<TestWorld> => {
			await world?.close();
			return (world = await startWorld(options));
		},
		trigger: (parameters?: INodeParameters, options?: TriggerOptions): TestTrigger => {
			const trigger = createTrigger(current(), parameters, options);
			triggers.push(trigger);
			return trigger;
		},
		/** Activates the trigger and makes it the callback of the app, as a person does in the dashboard. */
		connectCallback: async (trigger: TestTrigger, fields = ['messages', 'comments']): Promise<void> => {
			const { simulator, app, clearRequests } = current();
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
			const { account, simulator } = current();
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
