import fc from 'fast-check';

import { captionProblem, messageTextProblem } from '../../../nodes/Instagram/protocol/limits';
import {
	isPublishedBetween,
	isSamePost,
	publishedMs,
	type PostKind,
} from '../../../nodes/Instagram/protocol/publishing/post';
import { parseQuota, quotaLeft } from '../../../nodes/Instagram/protocol/publishing/quota';

describe('captionProblem', () => {
	it.each([
		['', true],
		['x'.repeat(2200), true],
		['x'.repeat(2201), false],
		['🍞'.repeat(2200), true],
		['🍞'.repeat(2201), false],
		['#a '.repeat(30), true],
		['#a '.repeat(31), false],
		['@a '.repeat(20), true],
		['@a '.repeat(21), false],
		[`${'mail@example.com '.repeat(21)}`, true],
		['# not a tag '.repeat(31), true],
		['C&#39;est '.repeat(31), true],
	])('%#: %.20j is allowed: %s', (caption, allowed) => {
		expect(captionProblem(caption) === undefined).toBe(allowed);
	});
});

describe('messageTextProblem', () => {
	it.each([
		['', 'is empty'],
		[' \n', 'is empty'],
		['x'.repeat(1000), undefined],
		['x'.repeat(1001), 'has 1001 bytes; Instagram allows 1000 (a letter takes 1 to 4)'],
		['é'.repeat(500), undefined],
		['é'.repeat(501), 'has 1002 bytes; Instagram allows 1000 (a letter takes 1 to 4)'],
	])('%#: of %.20j it is: %s', (text, problem) => expect(messageTextProblem(text)).toBe(problem));
});

describe('the quota', () => {
	const config = { quota_total: 50, quota_duration: 86_400 };

	it.each([
		['documented', { data: [{ config, quota_usage: 2 }] }],
		['measured', { config, quota_usage: 2 }],
		['with numbers as text', { config: { quota_total: '50', quota_duration: '86400' }, quota_usage: '2' }],
	])('is read as %s', (_shape, body) => {
		expect(parseQuota(body)).toEqual({ used: 2, total: 50, durationSeconds: 86_400 });
	});

	it('may be unknown, and is never negative', () => {
		expect(quotaLeft(parseQuota({ quota_usage: 3 }))).toBeUndefined();
		expect(quotaLeft(parseQuota(undefined))).toBeUndefined();
		expect(quotaLeft({ used: 60, total: 50 })).toBe(0);
	});
});

describe('isSamePost', () => {
	const photo: PostKind = { mediaType: 'IMAGE', productType: 'FEED' };
	const media = (given: Record<string, unknown>) => ({
		media_type: 'IMAGE',
		media_product_type: 'FEED',
		...given,
	});

	it.each<[string, Record<string, unknown>, string | undefined, boolean]>([
		['the same caption', { caption: 'Bread' }, 'Bread', true],
		['another caption', { caption: 'Cake' }, 'Bread', false],
		['no caption at all', {}, undefined, true],
		['a caption where none was sent', { caption: 'Bread' }, undefined, false],
		['a mention that Meta gives back without @', { caption: 'With partner' }, 'With @partner', true],
		['white space that Meta trims', { caption: 'A\n\nB' }, ' A\n\n B ', true],
		['another kind', { caption: 'Bread', media_type: 'VIDEO' }, 'Bread', false],
		['another product', { caption: 'Bread', media_product_type: 'REELS' }, 'Bread', false],
		[
			'kinds that Meta does not tell',
			{ caption: 'Bread', media_type: undefined, media_product_type: undefined },
			'Bread',
			true,
		],
	])('compares %s', (_what, given, caption, same) => {
		expect(isSamePost(media(given), { kind: photo, caption })).toBe(same);
	});

	it('takes any post where only the container is known, and a story without its caption', () => {
		expect(isSamePost(media({ caption: 'x' }), {})).toBe(true);
		expect(
			isSamePost(
				{ media_product_type: 'STORY', caption: 'x' },
				{ kind: { mediaType: 'IMAGE', productType: 'STORY' } },
			),
		).toBe(true);
	});

	it('finds what was sent, whatever it was', () => {
		fc.assert(
			fc.property(fc.string(), (caption) =>
				isSamePost(media({ caption: caption.replaceAll('@', '').trim() }), { kind: photo, caption }),
			),
		);
	});
});

it('publishedMs reads times as Meta writes them', () => {
	expect(publishedMs({ timestamp: '2026-11-23T18:00:00+0000' })).toBe(Date.UTC(2026, 10, 23, 18));
	expect(publishedMs({})).toBeUndefined();
	expect(publishedMs({ timestamp: 'soon' })).toBeUndefined();
});

describe('isPublishedBetween', () => {
	const second = (number: number) => ({
		timestamp: new Date(Date.UTC(2026, 10, 23, 18, 0, number)).toISOString(),
	});
	const at = (number: number, ms = 0) => Date.UTC(2026, 10, 23, 18, 0, number) + ms;

	it.each<[string, number, boolean]>([
		['of the second before', 9, false],
		// Meta cuts off the fraction: 18:00:10.9 reads 18:00:10
		['of the second in which it began', 10, true],
		['of a second between', 12, true],
		['of the second after', 14, false],
	])('takes a post %s: %#', (_when, number, taken) => {
		expect(isPublishedBetween(second(number), at(10, 700), at(13, 200))).toBe(taken);
	});

	it('does not take a post without a time', () => {
		expect(isPublishedBetween({}, at(0), at(50))).toBe(false);
	});
});
