import { COVERAGE } from '../../simulator/coverage.mts';
import { startSimulator } from '../../simulator/index.mts';
import type { Simulator } from '../../simulator/index.mts';
import { fixture, FIXTURE_NAMES } from '../../simulator/state/fixtures.mts';
import { readJpeg, readVideo, sniff } from '../../simulator/state/sniff.mts';
import { ask, startReceiver } from './support.mts';

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ seed: 7 });
});
beforeEach(() => simulator.reset());
afterAll(() => simulator.close());

async function control(
	method: string,
	name: string,
	json?: unknown,
): Promise<{ status: number; value: unknown }> {
	const answer = await ask(simulator, `/_sim/${name}`, { host: '127.0.0.1', method, json });
	return { status: answer.status, value: JSON.parse(answer.text) as unknown };
}

async function ok(method: string, name: string, json?: unknown): Promise<Record<string, unknown>> {
	const { status, value } = await control(method, name, json);
	expect({ status, value }).toMatchObject({ status: 200 });
	return value as Record<string, unknown>;
}

test('the same seed gives the same world', async () => {
	const first = await ok('POST', 'seed', {});
	await ok('POST', 'reset');
	const second = await ok('POST', 'seed', {});
	expect(second['longToken']).toBe(first['longToken']);
	expect(second['mediaIds']).toEqual(first['mediaIds']);
});

test('a world can be built from another process', async () => {
	const receiver = await startReceiver();
	const app = await ok('POST', 'instagram/createApp', {
		mode: 'live',
		redirectUris: ['https://n8n.example.test/cb'],
	});
	const account = await ok('POST', 'instagram/createAccount', { username: 'brand', accountType: 'BUSINESS' });
	const person = await ok('POST', 'instagram/createPerson', { username: 'ada' });
	const token = (
		await control('POST', 'instagram/issueToken', {
			app: app['instagramAppId'],
			account: account['id'],
			kind: 'long',
		})
	).value;
	expect((await ask(simulator, '/me', { token: String(token) })).json).toEqual({
		id: account['appScopedId'],
	});
	await ok('POST', 'resolve', { 'n8n.example.test': receiver.origin });
	const callback = {
		callbackUrl: 'https://n8n.example.test/hook',
		verifyToken: 'verify',
		fields: ['messages'],
	};
	await control('POST', 'instagram/setCallback', { app: app['instagramAppId'], callback });
	await control('POST', 'instagram/subscribe', {
		account: account['id'],
		app: app['instagramAppId'],
		fields: ['messages'],
	});
	const sent = await ok('POST', 'instagram/sendDirectMessage', {
		from: person['id'],
		to: account['id'],
		text: 'hi',
	});
	expect(sent).toMatchObject({ mid: expect.stringMatching(/^aWdf/) as string, delivery: { status: 200 } });
	expect(receiver.received).toHaveLength(1);
	const deliveries = (await control('GET', 'deliveries')).value as Record<string, unknown>[];
	expect(deliveries[0]).toMatchObject({
		state: 'delivered',
		bodyText: expect.stringContaining('"text":"hi"') as string,
	});
	const url = `https://www.instagram.com/oauth/authorize?client_id=${String(app['instagramAppId'])}&redirect_uri=https://n8n.example.test/cb&response_type=code&scope=instagram_business_basic`;
	expect(
		(await control('POST', 'instagram/authorize', { url, options: { account: account['id'] } })).value,
	).toMatch(/\?code=AQB/);
	await receiver.close();
});

test('clock, switches, faults, journal', async () => {
	const { now } = await ok('GET', 'clock');
	const after = await ok('POST', 'clock/advance', { ms: 86_400_000 });
	expect(Number(after['now']) - Number(now)).toBeGreaterThanOrEqual(86_400_000);
	expect(await ok('POST', 'switches', { meResponse: 'data' })).toMatchObject({ meResponse: 'data' });
	expect(simulator.switches.meResponse).toBe('data');
	expect((await control('POST', 'switches', { nonsense: 1 })).status).toBe(400);
	await ok('POST', 'faults', {
		match: { path: { regex: '/me$' } },
		fault: { kind: 'status', status: 503, body: {}, effect: 'before' },
	});
	expect((await ask(simulator, '/me')).status).toBe(503);
	expect((await control('GET', 'journal')).value).toHaveLength(1);
	await ok('DELETE', 'journal');
	expect((await control('GET', 'journal')).value).toEqual([]);
	expect((await control('POST', 'instagram/nonsense', {})).status).toBe(400);
	expect((await control('GET', 'nonsense')).value).toMatchObject({
		error: expect.stringContaining('no command') as string,
	});
	expect(await ok('GET', '')).toMatchObject({ origin: simulator.origin });
});

test('the coverage list and the routes are equal', async () => {
	const { endpoints } = (await ok('GET', '')) as { endpoints: string[] };
	expect(COVERAGE.map((one) => one.endpoint).sort()).toEqual(endpoints.sort());
});

test('the fixture files are what they claim to be', () => {
	for (const name of FIXTURE_NAMES) {
		const bytes = fixture(name)?.bytes ?? Buffer.alloc(0);
		const kind = name.split('.')[1]?.replace('jpg', 'jpeg');
		expect([name, sniff(bytes)]).toEqual([name, kind]);
	}
	expect(readJpeg(fixture('photo.jpg')?.bytes ?? Buffer.alloc(0))).toEqual({
		width: 1080,
		height: 1080,
		progressive: false,
	});
	expect(readVideo(fixture('reel.mp4')?.bytes ?? Buffer.alloc(0))).toMatchObject({
		durationMs: 15_000,
		width: 1080,
		height: 1920,
		moovFirst: true,
	});
	expect(fixture('huge.jpg')?.bytes.length).toBeGreaterThan(8 * 1024 * 1024);
});

test('speed: the simulated time runs ahead of the real one', async () => {
	const fast = await startSimulator({ startEpochMs: 0, speed: 10_000 });
	await new Promise((resolve) => setTimeout(resolve, 20));
	expect(fast.clock.now()).toBeGreaterThan(100_000);
	await fast.close();
});
