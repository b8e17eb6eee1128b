/** One callback URL, many triggers: deliveries go on as they came, and never in circles. */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { nextVia } from '../../../nodes/Instagram/protocol/webhooks/loopGuard';
import { expectSoon, textMessage, useTriggers } from '../../support/triggers.mts';

const { trigger, delivery, world } = useTriggers();

interface Received {
	readonly headers: IncomingHttpHeaders;
	readonly bytes: Buffer;
}

let servers: Server[] = [];
afterEach(async () => {
	for (const server of servers) {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	}
	servers = [];
});

/**
 * A receiver that answers with the statuses in turn, the last one for good; undefined leaves without an
 * answer.
 */
async function receiver(
	...statuses: Array<number | undefined>
): Promise<{ url: string; received: Received[] }> {
	const received: Received[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const status = statuses[Math.min(received.length, statuses.length - 1)];
			received.push({ headers: request.headers, bytes: Buffer.concat(chunks) });
			if (status === undefined) request.socket.destroy();
			else response.writeHead(status, { location: '/elsewhere' }).end('answer');
		});
	});
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook/x/webhook`, received };
}

const forwardTo = (...urls: string[]) => ({ options: { forwardTo: urls, forwardToPrivate: true } });
const asMetaWrites = () =>
	Buffer.from(
		JSON.stringify(delivery(textMessage('café')))
			.replaceAll('/', '\\/')
			.replaceAll('é', '\\u00e9'),
	);

it('hands on the bytes and the signature as they came, to all, also what itself does not want', async () => {
	await world.open();
	const [first, second] = [await receiver(200), await receiver(200)];
	const bytes = asMetaWrites();
	const { items } = await trigger({ events: ['comments'], ...forwardTo(first.url, second.url) }).deliver(
		bytes,
	);
	expect(items).toBeUndefined();
	for (const { received } of [first, second]) {
		await expectSoon(() => expect(received).toHaveLength(1));
		expect(received[0]?.bytes.equals(bytes)).toBe(true);
		expect(received[0]?.headers).toMatchObject({
			'content-type': 'application/json',
			'x-hub-signature-256': world.simulator.instagram.sign(world.app, bytes),
		});
		expect(received[0]?.headers).not.toHaveProperty('authorization');
	}
});

it('other triggers verify and hear it, production and test, once each', async () => {
	await world.open();
	const others = [trigger(), trigger({}, { isTest: true })];
	const urls = await Promise.all(others.map(async (other) => `${await other.listen()}/webhook`));
	const first = trigger(forwardTo(...urls));
	const body = delivery(textMessage('To all'));
	await first.deliver(body);
	await first.deliver(body);
	for (const one of [first, ...others]) {
		await expectSoon(() =>
			expect(one.executions.map((items) => items.map(({ json }) => json.text))).toEqual([['To all']]),
		);
	}
});

it('Meta and the workflow do not wait for a receiver that hangs', async () => {
	await world.open({ speed: 1 });
	const server = createServer(() => undefined);
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const target = trigger(forwardTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`));
	expect(await target.deliver(delivery(textMessage('Hi')))).toMatchObject({
		status: 200,
		items: [{ json: { text: 'Hi' } }],
	});
});

it('a forged request is not handed on', async () => {
	await world.open();
	const { url, received } = await receiver(200);
	await trigger(forwardTo(url)).deliver(asMetaWrites(), { signature: `sha256=${'0'.repeat(64)}` });
	await new Promise((resolve) => setTimeout(resolve, 50));
	expect(received).toEqual([]);
});

it.each([
	['a receiver that fails for a moment hears it the next time', [503, undefined, 200], 3, undefined],
	['one that is out of order is left after three times', [500], 3, 'HTTP status 500'],
	['one whose workflow is being published again hears it the next time', [404, 200], 2, undefined],
	['one that is not active is left after three times', [404], 3, 'it is not active'],
	['one with another app is asked once', [401], 1, 'another Meta app'],
	['redirects are not followed', [302], 1, 'HTTP status 302'],
])('%s', async (_what, statuses, times, problem) => {
	await world.open();
	const { url, received } = await receiver(...statuses);
	const target = trigger(forwardTo(url));
	await target.deliver(delivery(textMessage('private words')));
	await expectSoon(() => expect(received).toHaveLength(times));
	if (problem !== undefined) await expectSoon(() => expect(target.log.join()).toContain(problem));
	else expect(target.log).toEqual([]);
	expect(target.log.join()).not.toContain('private words');
});

it('a test URL where nobody listens is asked once', async () => {
	await world.open();
	const { url, received } = await receiver(404);
	const target = trigger(forwardTo(url.replace('/webhook/', '/webhook-test/')));
	await target.deliver(delivery(textMessage('Hi')));
	await expectSoon(() => expect(target.log.join()).toContain('test URL is not waiting'));
	expect(received).toHaveLength(1);
});

it('a test run of a trigger that lists its own test URL says nothing of a circle', async () => {
	await world.open();
	const [active, test] = [trigger({}, { name: 'one' }), trigger({}, { name: 'one', isTest: true })];
	for (const one of [active, test])
		Object.assign(one.node.parameters, forwardTo(`${await test.listen()}/webhook`));
	await active.deliver(delivery(textMessage('Hi')));
	await expectSoon(() => expect(test.executions).toHaveLength(1));
	expect([active.log, test.log]).toEqual([[], []]);
});

it('does not go in circles', async () => {
	await world.open();
	const [a, b] = [trigger(), trigger()];
	const [urlOfA, urlOfB] = [`${await a.listen()}/webhook`, `${await b.listen()}/webhook`];
	Object.assign(a.node.parameters, forwardTo(urlOfB));
	Object.assign(b.node.parameters, forwardTo(urlOfA));
	await a.deliver(delivery(textMessage('Round and round')));
	await expectSoon(() => expect(a.log.join()).toContain('circle'));
	expect([a, b].map(({ executions }) => executions.length)).toEqual([1, 1]);
});

it.each([4, 8])(
	'does not multiply: %i triggers that list each other send each other one request',
	async (count) => {
		await world.open();
		const triggers = Array.from({ length: count }, () => trigger());
		const urls = await Promise.all(triggers.map(async (one) => `${await one.listen()}/webhook`));
		for (const [index, one] of triggers.entries())
			Object.assign(one.node.parameters, forwardTo(...urls.filter((_url, other) => other !== index)));
		const requests = () => triggers.reduce((sum, { answers }) => sum + answers.length, 0);

		const body = delivery(textMessage('To all'));
		await triggers[0]?.deliver(body);
		await expectSoon(() => expect(requests()).toBe(1 + count * (count - 1)));
		// Meta brings it again
		await triggers[0]?.deliver(body);
		await new Promise((resolve) => setTimeout(resolve, 300));
		expect(requests()).toBe(2 + count * (count - 1));
		expect(triggers.map(({ executions }) => executions.length)).toEqual(Array(count).fill(1));
		// and what is new goes to all
		await triggers[0]?.deliver(delivery(textMessage('Next')));
		await expectSoon(() =>
			expect(triggers.map(({ executions }) => executions.length)).toEqual(Array(count).fill(2)),
		);
	},
);

describe('the loop guard', () => {
	it('lists where a delivery has been, and ends it where it has been before or after five stations', () => {
		const stations = ['1', '2', '3', '4', '5'].reduce<Array<string | undefined>>(
			(vias, id) => [...vias, nextVia(vias.at(-1), id)],
			[],
		);
		expect(stations.at(-1)?.split(',')).toHaveLength(5);
		expect(nextVia(stations[1], '1')).toBeUndefined();
		expect(nextVia(stations[1], '3')).toBe(stations[2]);
		expect(nextVia(stations.at(-1), '6')).toBeUndefined();
	});
});

describe('activation refuses', () => {
	it.each([
		['not a url', /not a URL/],
		['ftp://a.example.com/', /not a URL/],
		['http://n8n.example.com/webhook', /not encrypted/],
		['https://user:word@n8n.example.com/webhook', /user name or password/],
		['https://localhost:5678/webhook', /private address/],
		['https://127.0.0.1/webhook', /private address/],
		['https://2130706433/webhook', /private address/],
		['https://10.1.2.3/webhook', /private address/],
		['https://[::1]/webhook', /private address/],
		['https://[::ffff:10.0.0.1]/webhook', /private address/],
		['https://n8n.internal/webhook', /private address/],
		['https://n8n/webhook', /private address/],
	])('%s', async (url, message) => {
		await world.open();
		await expect(trigger({ options: { forwardTo: [url] } }).activate()).rejects.toThrow(message);
	});

	it('nothing that is public and encrypted, nor what is allowed', async () => {
		await world.open();
		await trigger({ options: { forwardTo: ['https://n8n.example.com/webhook/1/webhook'] } }).activate();
		await trigger(forwardTo('http://localhost:5678/webhook-test/1/webhook')).activate();
	});
});
