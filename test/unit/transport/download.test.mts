/** Downloads: https only, bounded, without the token, whatever a server sends. */
import { Readable } from 'node:stream';
import type { IHttpRequestOptions } from 'n8n-workflow';

import { clock } from '../../../nodes/Instagram/transport/clock';
import type { ApiContext } from '../../../nodes/Instagram/transport/context';
import { download } from '../../../nodes/Instagram/transport/download';

interface Answer {
	readonly statusCode: number;
	readonly headers?: Record<string, string>;
	readonly chunks?: string[];
	readonly breaks?: boolean;
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
		return { statusCode, headers, body };
	};
	return { ctx: { helpers: { httpRequest } } as unknown as ApiContext, asked, fetched: () => fetched };
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
