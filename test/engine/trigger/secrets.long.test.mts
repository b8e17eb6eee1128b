/**
 * Canaries in every place: whatever comes in and whatever fails, token and secrets stand in no log, item,
 * answer, error, URL or forwarded request, and what people write stands in no log.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INodeParameters } from 'n8n-workflow';

import { ExecutionStore } from '../../support/executionStore.mts';
import { expectSoon, useTriggers } from '../../support/triggers.mts';
import type { TestTrigger } from '../../support/webhook.mts';

const { trigger, delivery, world } = useTriggers();

const META_SECRET = 'canary-of-the-meta-app-secret';
const VERIFY = 'canary-of-the-verify-token';
const WORDS = 'canary-of-what-a-person-wrote';

/** What a receiver of forwards gets, as one text. */
interface Receiver {
	readonly url: string;
	readonly received: string[];
	readonly server: Server;
}

let receivers: Receiver[] = [];
afterEach(async () => {
	for (const { server } of receivers) {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	}
	receivers = [];
});

async function receiver(status: number): Promise<Receiver> {
	const received: string[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			received.push(
				[request.url, JSON.stringify(request.headers), Buffer.concat(chunks).toString()].join('\n'),
			);
			response.writeHead(status).end();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const made = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received, server };
	receivers.push(made);
	return made;
}

/** Opens a world whose credential has a canary in every field. */
async function openWithCanaries(): Promise<void> {
	await world.open();
	const login = world.store.stored.get('instagramBusinessLoginOAuth2Api')!;
	Object.assign(login, { metaAppSecret: META_SECRET, webhookVerifyToken: VERIFY });
}

function secrets(): string[] {
	const login = world.store.stored.get('instagramBusinessLoginOAuth2Api')!;
	const { access_token: token } = login.oauthTokenData as { access_token: string };
	return [token, login.clientSecret as string, META_SECRET, VERIFY];
}

/** Nothing of it in what leaves the trigger; `more` is what the test has got to see besides. */
function expectNoCanary(target: TestTrigger, more: readonly unknown[] = []): void {
	const outside = [
		target.log.join('\n'),
		JSON.stringify([target.executions, target.staticData, target.node]),
		...world.requests().map(({ path, query, body }) => JSON.stringify([path, query, body])),
		...receivers.flatMap(({ received }) => received),
		...more.map((thing) =>
			thing instanceof Error
				? `${thing.message} ${thing.stack} ${JSON.stringify(thing)}`
				: JSON.stringify(thing),
		),
	].join('\n');
	expect(secrets().filter((secret) => outside.includes(secret))).toEqual([]);
	expect(target.log.join('\n')).not.toContain(WORDS);
}

const ALL: INodeParameters = { downloadAttachments: true, includeSenderProfile: true, readMissingText: true };

const message = (url?: string) => ({
	message: {
		mid: `canary-${Math.random()}`,
		text: WORDS,
		...(url !== undefined && { attachments: [{ type: 'image', payload: { url } }] }),
	},
});

/** A text of Meta's that repeats what it was given. */
const telling = () => {
	const [token = '', secret = ''] = secrets();
	return {
		error: {
			message: `Bad access_token=${token} client_secret=${secret}`,
			type: 'OAuthException',
			code: 100,
		},
	};
};

describe('a request', () => {
	it.each<[string, (target: TestTrigger) => Promise<unknown>]>([
		[
			'with a wrong signature',
			async (target) => await target.deliver(delivery(message()), { signature: `sha256=${'0'.repeat(64)}` }),
		],
		[
			'with a signature of another shape',
			async (target) => await target.deliver(delivery(message()), { signature: `sha1=${secrets()[1]}` }),
		],
		['without a signature', async (target) => await target.deliver(delivery(message()), { signature: null })],
		['that is no JSON', async (target) => await target.deliver(`{"entry": ${WORDS}`)],
		[
			'that asks with a wrong verify token',
			async (target) =>
				await target.challenge({ 'hub.mode': 'subscribe', 'hub.verify_token': 'x', 'hub.challenge': '1' }),
		],
		[
			'that asks with the right verify token',
			async (target) =>
				await target.challenge({ 'hub.mode': 'subscribe', 'hub.verify_token': VERIFY, 'hub.challenge': '1' }),
		],
		[
			'with all that can be added',
			async (target) => {
				const url = String(world.simulator.instagram.attachment('image', 'photo.jpg').payload?.url);
				return await target.deliver(delivery(message(url), { message_edit: { mid: 'm_1', num_edit: 0 } }));
			},
		],
	])('%s', async (_what, send) => {
		await openWithCanaries();
		const { url } = await receiver(200);
		const target = trigger({
			events: ['messages', 'message_edit'],
			options: { ...ALL, forwardTo: [url], forwardToPrivate: true },
		});
		const answer = await send(target);
		await new Promise((resolve) => setTimeout(resolve, 50));
		expectNoCanary(target, [answer]);
	});
});

describe('when it fails', () => {
	it.each([
		['Meta repeats the token in its error', 400, telling],
		[
			'the token is dead',
			401,
			() => ({ error: { code: 190, message: `The session of ${secrets()[0]} has ended` } }),
		],
		['Meta answers with a page', 502, () => `<html>${secrets().join()}</html>`],
	])('%s', async (_what, status, body) => {
		await openWithCanaries();
		const target = trigger({ events: ['messages', 'message_edit'], options: ALL });
		world.simulator.faults.failNext(
			{ method: 'GET', times: 20 },
			{ kind: 'status', status, body: body(), effect: 'before' },
		);
		const answers = [
			await target.deliver(delivery(message('https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=1'))),
			await target.deliver(delivery({ message_edit: { mid: 'm_1', num_edit: 0 } })),
		];
		expect(target.log.length).toBeGreaterThan(0);
		expectNoCanary(target, answers);
	});

	it.each([500, 401, 404])('a receiver of forwards answers %i', async (status) => {
		await openWithCanaries();
		const { url, received } = await receiver(status);
		const target = trigger({ options: { forwardTo: [url], forwardToPrivate: true } });
		await target.deliver(delivery(message()));
		await expectSoon(() => expect(target.log.join()).toContain(`HTTP status ${status}`));
		// it gets the delivery, which is what it is for
		expect(received.join()).toContain(WORDS);
		expectNoCanary(target);
	});

	it('the credential cannot be read', async () => {
		await openWithCanaries();
		const target = trigger();
		jest
			.spyOn(world.store, 'getDecrypted')
			.mockRejectedValue(new Error(`cannot decrypt access_token=${secrets()[0]}`));
		const answer = await target.deliver(delivery(message()));
		jest.restoreAllMocks();
		expect(answer.status).toBe(503);
		expect(target.log).toHaveLength(1);
		expectNoCanary(target, [answer]);
	});

	it('n8n cannot store the execution', async () => {
		await openWithCanaries();
		const store = new ExecutionStore();
		const target = trigger();
		await target.start(store);
		store.faults.push('before', 'before', 'before');
		await target.deliver(delivery(message()));
		await expectSoon(() => expect(target.log.join()).toContain('lost an event'));
		expectNoCanary(target, [store.keys]);
	});

	it('the activation is refused', async () => {
		await openWithCanaries();
		const target = trigger();
		world.simulator.faults.failNext(
			{ times: 20 },
			{ kind: 'status', status: 400, body: telling(), effect: 'before' },
		);
		const error: unknown = await target.activate().catch((thrown: unknown) => thrown);
		expect(error).toBeInstanceOf(Error);
		expectNoCanary(target, [error]);
	});
});
