/** Downloads: https only, bounded, without the token, whatever a server sends. */
import { Readable } from 'node:stream';
import type { IHttpRequestOptions } from 'n8n-workflow';

import { clock } from '../../../nodes/Instagram/transport/clock';
import type { ApiContext } from '../../../nodes/Instagram/transport/context';
import { download as downloadTo } from '../../../nodes/Instagram/transport/download';

interface Answer {
	readonly statusCode: number;
	readonly headers?: Record<string, string>;
	readonly chunks?: string[];
	readonly breaks?: boolean;
	/** Whether the answer comes as it is on the connection, not through a decompressor. */
	readonly isPlain?: boolean;
}

/** n8n with a network that gives these answers. */
function networkOf(...answers: Answer[]) {
	const asked: IHttpRequestOptions[] = [];
	let fetched = 0;
	const httpRequest = async (options: IHttpRequestOptions) => {
		asked.push(options);
		const {
			statusCode,
			headers = {},
			chunks = [],
			breaks = false,
			isPlain = false,
		} = answers[Math.min(asked.length, answers.length) - 1]!;
		const body = Readable.from(
			(function* () {
				for (const chunk of chunks) {
					fetched += chunk.length;
					yield Buffer.from(chunk);
				}
				if (breaks) throw Object.assign(new Error('cut'), { code: 'ECONNRESET' });
			})(),
		);
		return { statusCode, headers, body: isPlain ? Object.assign(body, { rawHeaders: [] }) : body };
	};
	return { ctx: { helpers: { httpRequest } } as unknown as ApiContext, asked, fetched: () => fetched };
}

/** Stores a file as n8n does, bytes or stream. */
async function download(ctx: ApiContext, url: string, maxBytes: number, signal?: AbortSignal) {
	return await downloadTo(ctx, url, { maxBytes, signal }, async ({ content, contentType, fileName }) => {
		const bytes = Buffer.isBuffer(content) ? content : Buffer.concat(await content.toArray());
		return { bytes, contentType, fileName };
	});
}

beforeEach(() => jest.spyOn(clock, 'sleep').mockResolvedValue(undefined));
afterEach(() => jest.restoreAllMocks());

const URL_OF_FILE = 'https://files.example.test/a.jpg?x=1';
const OK: Answer = { statusCode: 200, headers: { 'content-type': 'image/jpeg' }, chunks: ['ab', 'cd'] };

it('gives bytes, type and name, and sends neither token nor cookie', async () => {
	const { ctx, asked } = networkOf(OK);
	const file = await download(ctx, URL_OF_FILE, 100);
	expect({ ...file, bytes: file.bytes.toString() }).toEqual({
		bytes: 'abcd',
		contentType: 'image/jpeg',
		fileName: 'a.jpg',
	});
	expect(asked).toHaveLength(1);
	expect(asked[0]).not.toHaveProperty('headers');
});

it.each(['http://files.example.test/a.jpg', 'ftp://x.test/a', 'file:///etc/passwd', 'a.jpg', ''])(
	'refuses %j without a call',
	async (url) => {
		const { ctx, asked } = networkOf(OK);
		await expect(download(ctx, url, 100)).rejects.toThrow('https:// address only');
		expect(asked).toHaveLength(0);
	},
);

it('follows redirects, but not out of https and not for ever', async () => {
	const to = (location: string): Answer => ({ statusCode: 302, headers: { location } });
	const good = networkOf(to('/b.jpg'), to('https://other.test/c.jpg'), OK);
	expect((await download(good.ctx, URL_OF_FILE, 100)).fileName).toBe('c.jpg');
	expect(good.asked.map(({ url }) => url)).toEqual([
		URL_OF_FILE,
		'https://files.example.test/b.jpg',
		'https://other.test/c.jpg',
	]);
	const plain = networkOf(to('http://127.0.0.1/secret'), OK);
	await expect(download(plain.ctx, URL_OF_FILE, 100)).rejects.toThrow('https:// address only');
	expect(plain.asked).toHaveLength(1);
	for (const host of [
		'169.254.169.254',
		'localhost',
		'[::ffff:10.0.0.1]',
		'[64:ff9b::a00:1]',
		'db.internal',
	]) {
		const inward = networkOf(to(`https://${host}/`), OK);
		await expect(download(inward.ctx, URL_OF_FILE, 100)).rejects.toThrow('public address only');
		expect(inward.asked).toHaveLength(1);
	}
	await expect(download(networkOf(to('/again')).ctx, URL_OF_FILE, 100)).rejects.toThrow(
		'more than 3 redirects',
	);
});

it.each([
	['announced', { ...OK, headers: { 'content-length': '4000000' } }, 0],
	[
		'not announced',
		{ ...OK, chunks: ['a'.repeat(600_000), 'b'.repeat(600_000), 'c'.repeat(600_000), 'd'.repeat(600_000)] },
		1_200_000,
	],
])('stops at a file that is too large, %s', async (_name, answer, least) => {
	const { ctx, fetched } = networkOf(answer);
	await expect(download(ctx, URL_OF_FILE, 1_000_000)).rejects.toThrow('larger than 1 MB');
	expect(fetched()).toBeGreaterThanOrEqual(least);
	expect(fetched()).toBeLessThan(2_400_000);
});

it.each<[string, Answer]>([
	['a broken stream', { ...OK, breaks: true }],
	['status 503', { statusCode: 503 }],
	['status 429', { statusCode: 429 }],
])('repeats after %s', async (_name, fault) => {
	const { ctx, asked } = networkOf(fault, OK);
	expect((await download(ctx, URL_OF_FILE, 100)).bytes.toString()).toBe('abcd');
	expect(asked).toHaveLength(2);
});

it('gives up after four times', async () => {
	const { ctx, asked } = networkOf({ statusCode: 500 });
	await expect(download(ctx, URL_OF_FILE, 100)).rejects.toThrow('HTTP status 500');
	expect(asked).toHaveLength(4);
});

it.each([403, 404, 410, 206])('does not repeat after status %i', async (statusCode) => {
	const { ctx, asked } = networkOf({ statusCode });
	await expect(download(ctx, URL_OF_FILE, 100)).rejects.toThrow(`HTTP status ${statusCode}`);
	expect(asked).toHaveLength(1);
});

describe('a file whose length HTTP itself holds to', () => {
	const plain: Answer = { ...OK, isPlain: true, headers: { ...OK.headers, 'content-length': '4' } };

	it('goes to the store as a stream, its first bytes included', async () => {
		const { ctx } = networkOf(plain);
		const stored = await downloadTo(ctx, URL_OF_FILE, { maxBytes: 100 }, async ({ head, content }) => ({
			head: head.toString(),
			isStream: content instanceof Readable,
			all: Buffer.isBuffer(content) ? content : Buffer.concat(await content.toArray()),
		}));
		expect(stored).toEqual({ head: 'ab', isStream: true, all: Buffer.from('abcd') });
	});

	it('is fetched again when the stream breaks off', async () => {
		const { ctx, asked } = networkOf({ ...plain, breaks: true }, plain);
		expect((await download(ctx, URL_OF_FILE, 100)).bytes.toString()).toBe('abcd');
		expect(asked).toHaveLength(2);
	});

	it('is not fetched again when the store fails', async () => {
		const { ctx, asked } = networkOf(plain);
		const full = async () => await Promise.reject(new Error('no space left on device'));
		await expect(downloadTo(ctx, URL_OF_FILE, { maxBytes: 100 }, full)).rejects.toThrow('no space left');
		expect(asked).toHaveLength(1);
	});

	it('is counted when it was compressed: nobody knows how long it gets', async () => {
		const bomb = {
			...OK,
			headers: { 'content-length': '4' },
			chunks: Array<string>(100).fill('a'.repeat(100_000)),
		};
		const { ctx, fetched } = networkOf(bomb);
		await expect(download(ctx, URL_OF_FILE, 1_000_000)).rejects.toThrow('larger than 1 MB');
		expect(fetched()).toBeLessThan(3_000_000);
	});
});

describe('when its time is over', () => {
	it.each([
		['before the answer', async () => await new Promise<never>(() => undefined)],
		[
			'while the file comes',
			async () => ({ statusCode: 200, headers: {}, body: new Readable({ read: () => undefined }) }),
		],
	])('%s: the request is ended, and none follows', async (_when, answer) => {
		const stop = new AbortController();
		const asked: IHttpRequestOptions[] = [];
		const bodies: unknown[] = [];
		const httpRequest = async (options: IHttpRequestOptions) => {
			asked.push(options);
			const aborted = new Promise<never>((_resolve, reject) =>
				stop.signal.addEventListener('abort', () => reject(new Error('aborted'))),
			);
			const given = await Promise.race([answer(), aborted]);
			bodies.push(given.body);
			return given;
		};
		const context = { helpers: { httpRequest } } as unknown as ApiContext;
		const result = download(context, URL_OF_FILE, 100, stop.signal);
		await new Promise((resolve) => setImmediate(resolve));
		stop.abort(new Error('its time is over'));
		await expect(result).rejects.toThrow('its time is over');
		expect(asked).toHaveLength(1);
		for (const body of bodies) expect(body).toMatchObject({ destroyed: true });
	});
});
