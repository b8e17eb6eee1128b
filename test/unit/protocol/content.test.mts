/** Fields, links, times, names and secrets: small rules about content. */
import fc from 'fast-check';

import {
	ACCOUNT,
	CHILD,
	COMMENT,
	expand,
	fieldsParameter,
	MEDIA,
	MEDIA_WITH_CHILDREN,
} from '../../../nodes/Instagram/protocol/media/fields';
import { fileNameOf } from '../../../nodes/Instagram/transport/fileAnswers';
import { mediaKindOf, nameOfMedia } from '../../../nodes/Instagram/protocol/media/kinds';
import {
	isSameStory,
	looksLikeLink,
	parseCommentLink,
	parseMediaLink,
} from '../../../nodes/Instagram/protocol/media/links';
import { redactSecrets, withoutTokensInLinks } from '../../../nodes/Instagram/protocol/secrets';
import { isoOfMetaTime, simplify, toCamelCase, toTitle } from '../../../nodes/Instagram/protocol/simplify';
import { parseMetaTime, parseTime, readableTime } from '../../../nodes/Instagram/protocol/times';
import params from '../../fixtures/params.json';

describe('fields', () => {
	const specOf = (object: string) =>
		[...params.instagram_login_objects, ...params.shared_objects]
			.filter((candidate) => candidate.object === object)
			.flatMap(({ fields }) => (fields as Array<{ name: string }>).map(({ name }) => name));
	// Instagram changelog, 2026-06-22
	const SINCE = ['is_ai_generated'];

	it.each([
		['media', MEDIA, 'IGMediaForIGOnlyAPI'],
		['children', CHILD, 'IGMediaForIGOnlyAPI'],
		['comments', COMMENT, 'IGComment'],
		['the account', ACCOUNT, 'IGUserForIGOnlyAPI'],
	] as const)('of %s all exist for this login', (_name, { id, all, simple }, object) => {
		expect([...specOf(object), ...SINCE]).toEqual(expect.arrayContaining([...all]));
		expect(all).toEqual(expect.arrayContaining([...simple]));
		expect(simple).toContain(id);
		expect(simple.length).toBeLessThanOrEqual(10);
	});

	it('hold the addresses of files where one media is read, and not in lists', () => {
		const addresses = ['media_url', 'thumbnail_url'];
		for (const { simple } of [MEDIA_WITH_CHILDREN, CHILD]) {
			expect(simple).toEqual(expect.arrayContaining(addresses));
		}
		expect(MEDIA.simple.filter((field) => addresses.includes(field))).toEqual([]);
		expect(MEDIA.all).toEqual(expect.arrayContaining(addresses));
		const { id, simple, all } = MEDIA_WITH_CHILDREN;
		expect(simple).toEqual(expect.arrayContaining([id, 'children']));
		expect(all).toEqual([...MEDIA.all, 'children']);
	});

	it('are written as Graph expects them', () => {
		expect(fieldsParameter(['id', 'text', 'id', expand('replies', ['id', 'text'])])).toBe(
			'id,text,replies{id,text}',
		);
		expect(expand('comments', ['id'], 50)).toBe('comments.limit(50){id}');
	});
});

describe('links', () => {
	it.each([
		['https://www.instagram.com/p/CxYz_-1/', 'CxYz_-1'],
		['http://instagram.com/p/CxYz', 'CxYz'],
		['https://www.instagram.com/reel/CxYz/?igsh=1', 'CxYz'],
		['https://www.instagram.com/reels/CxYz/', 'CxYz'],
		['https://www.instagram.com/tv/CxYz/', 'CxYz'],
		['https://www.instagram.com/some.brand_1/p/CxYz/', 'CxYz'],
		['instagram.com/p/CxYz', 'CxYz'],
		['https://m.instagram.com/p/CxYz#x', 'CxYz'],
		['instagram.com/p/CxYz?from=https://example.com/', 'CxYz'],
	])('%s leads to the post %s', (link, shortcode) => {
		expect(parseMediaLink(link)).toEqual({ kind: 'post', shortcode });
	});

	it.each([
		'https://www.instagram.com/brand/',
		'https://www.instagram.com/p/',
		'https://example.com/p/CxYz/',
		'https://notinstagram.com/p/CxYz/',
		'https://www.instagram.com/share/p/CxYz/',
		'https://www.instagram.com/explore/brand/p/CxYz/',
		'https://www.instagram.com.evil.example/p/CxYz/',
		'https://evil.example/?u=https://www.instagram.com/p/CxYz/',
		'17895695668004550',
		'',
	])('%j leads to no post', (link) => {
		expect(parseMediaLink(link)).toBeUndefined();
	});

	it('tells stories by their whole path', () => {
		const link = parseMediaLink('https://www.instagram.com/stories/brand/3178?x=1');
		expect(link).toEqual({ kind: 'story', path: '/stories/brand/3178' });
		if (link?.kind !== 'story') throw new Error('no story');
		expect(isSameStory('https://www.instagram.com/stories/brand/3178/', link)).toBe(true);
		expect(isSameStory('https://www.instagram.com/stories/brand/3179/', link)).toBe(false);
		expect(isSameStory(undefined, link)).toBe(false);
	});

	it('name comments', () => {
		expect(parseCommentLink('https://www.instagram.com/p/CxYz/c/17870913679156914/')).toBe(
			'17870913679156914',
		);
		expect(parseCommentLink('https://www.instagram.com/p/CxYz/c/178?x=1')).toBe('178');
		expect(parseCommentLink('https://www.instagram.com/p/CxYz/c/178abc')).toBeUndefined();
		expect(parseCommentLink('https://www.instagram.com/p/CxYz/')).toBeUndefined();
	});

	it.each([
		['https://x', true],
		['http://x', true],
		['instagram.com/p/x', true],
		['WWW.Instagram.com/p/x', true],
		['178', false],
		['see https://x', false],
		['my instagram.com/p/x', false],
	])('are told from IDs: %s', (given, isLink) => expect(looksLikeLink(given)).toBe(isLink));
});

describe('kinds', () => {
	it.each([
		['VIDEO', 'REELS', 'reel', 'Reel'],
		['IMAGE', 'STORY', 'story', 'Story'],
		['IMAGE', 'FEED', 'feed', 'Photo'],
		['VIDEO', 'FEED', 'feed', 'Video'],
		['CAROUSEL_ALBUM', 'FEED', 'feed', 'Carousel'],
		['BROADCAST', 'LIVE', 'live', 'Live'],
		['IMAGE', 'AD', 'other', 'Photo'],
		['NEW', 'NEW', 'other', 'Post'],
		[undefined, undefined, 'other', 'Post'],
	])('%s and %s is a %s', (mediaType, productType, kind, name) => {
		const media = { media_type: mediaType, media_product_type: productType };
		expect([mediaKindOf(media), nameOfMedia(media)]).toEqual([kind, name]);
	});
});

describe('times', () => {
	it.each([
		['2026-11-23T18:00:00Z', 'Europe/Berlin', Date.UTC(2026, 10, 23, 18)],
		['2026-11-23T18:00:00+0100', 'UTC', Date.UTC(2026, 10, 23, 17)],
		['2026-11-23T18:00:00.500-05:00', 'UTC', Date.UTC(2026, 10, 23, 23, 0, 0, 500)],
		['2026-11-23', 'UTC', Date.UTC(2026, 10, 23)],
		['2026-11-23', 'Asia/Tokyo', Date.UTC(2026, 10, 22, 15)],
		['2026-07-01 12:00', 'Europe/Berlin', Date.UTC(2026, 6, 1, 10)],
		['2026-12-01T12:00:00', 'Europe/Berlin', Date.UTC(2026, 11, 1, 11)],
		['1795456800', 'UTC', 1_795_456_800_000],
		[1_795_456_800, 'UTC', 1_795_456_800_000],
		[1_795_456_800_000, 'UTC', 1_795_456_800_000],
		[new Date(5000), 'UTC', 5000],
		[' 2026-11-23 ', 'UTC', Date.UTC(2026, 10, 23)],
		['2026-11-23T18:00:00.250', 'UTC', Date.UTC(2026, 10, 23, 18, 0, 0, 250)],
		['Mon, 23 Nov 2026 18:00:00 +0100', 'Asia/Tokyo', Date.UTC(2026, 10, 23, 17)],
		// the days on which clocks change
		['2026-03-29T01:30:00', 'Europe/Berlin', Date.UTC(2026, 2, 29, 0, 30)],
		['2026-03-29T12:00:00', 'Europe/Berlin', Date.UTC(2026, 2, 29, 10)],
		['2026-03-30T01:00:00', 'Europe/Berlin', Date.UTC(2026, 2, 29, 23)],
		['2026-10-25T01:30:00', 'Europe/Berlin', Date.UTC(2026, 9, 24, 23, 30)],
		['2026-10-25T12:00:00', 'Europe/Berlin', Date.UTC(2026, 9, 25, 11)],
		['2026-11-01T12:00:00', 'America/New_York', Date.UTC(2026, 10, 1, 17)],
		// clocks skip these, and have moved forward
		['2026-03-08T02:30:00', 'America/New_York', Date.UTC(2026, 2, 8, 7, 30)],
		['2026-03-29T02:30:00', 'Europe/Berlin', Date.UTC(2026, 2, 29, 1, 30)],
		['2026-10-04T02:15:00', 'Australia/Lord_Howe', Date.UTC(2026, 9, 3, 15, 45)],
		// clocks show these twice: the first time counts
		['2026-11-01T01:30:00', 'America/New_York', Date.UTC(2026, 10, 1, 5, 30)],
		['2026-10-25T02:30:00', 'Europe/Berlin', Date.UTC(2026, 9, 25, 0, 30)],
	])('%s in %s', (value, zone, expected) => {
		expect(parseTime(value, zone)).toBe(expected);
	});

	it.each([
		['2026-02-30'],
		['2026-02-30T12:00:00Z'],
		['2026-04-31 08:00'],
		['2025-02-29'],
		[1e17],
		['99999999999999999999'],
		[[5]],
		['yesterday'],
		['on 2026-11-23'],
		['2026-11-23 and later'],
		['2026-11-23T18:00:00Z or so'],
		['2026-11-23T25:00:00'],
		['2026-11-23 12:60'],
		['2026-13-45'],
		[''],
		[undefined],
		[null],
		[{}],
		[new Date(NaN)],
		[true],
	])('%s is no time', (value) => {
		expect(parseTime(value, 'UTC')).toBeUndefined();
	});

	it('reads back what a zone shows, away from the hours in which clocks change', () => {
		const zones = ['America/New_York', 'Europe/Berlin', 'Asia/Kolkata', 'Pacific/Auckland', 'UTC'];
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 20_000 }), fc.constantFrom(...zones), (day, timeZone) => {
				const noon = `${new Date(day * 86_400_000).toISOString().slice(0, 10)}T12:00:00`;
				const shown = new Intl.DateTimeFormat('sv-SE', {
					timeZone,
					dateStyle: 'short',
					timeStyle: 'medium',
				}).format(parseTime(noon, timeZone));
				expect(shown.replace(' ', 'T')).toBe(noon);
			}),
		);
	});
});

describe("Meta's times", () => {
	const at = Date.UTC(2026, 10, 23, 18);

	it.each([
		['2026-11-23T18:00:00+0000', at],
		['2026-11-23T18:00:00-0130', at + 5_400_000],
		['2026-11-23T18:00:00+00:00', at],
		['2026-11-23T18:00:00Z', at],
		['1795456800', 1_795_456_800_000],
		['1795456800 s', undefined],
		['soon', undefined],
		[undefined, undefined],
	])('%s is %s', (text, ms) => expect(parseMetaTime(text)).toBe(ms));

	it.each([
		[Date.UTC(2027, 0, 22, 14, 5, 59), '22 Jan 2027 at 14:05 UTC'],
		[Date.UTC(2027, 1, 5, 9, 7), '5 Feb 2027 at 09:07 UTC'],
	])('%s is read as %s', (ms, text) => expect(readableTime(ms)).toBe(text));
});

describe('names', () => {
	it.each([
		['media_product_type', 'mediaProductType', 'Media Product Type'],
		['is_ai_generated', 'isAiGenerated', 'Is AI Generated'],
		['user_id', 'userId', 'User ID'],
		['media_url', 'mediaUrl', 'Media URL'],
		['caption', 'caption', 'Caption'],
	])('%s is %s, and to people %s', (name, camelCase, title) => {
		expect([toCamelCase(name), toTitle(name)]).toEqual([camelCase, title]);
	});

	it.each([
		['last_3_days', 'last3Days'],
		['a__b', 'aB'],
		['trailing_', 'trailing_'],
	])('%s is %s', (name, camelCase) => expect(toCamelCase(name)).toBe(camelCase));
});

describe('simplify', () => {
	it('flattens, in every depth, and leaves values as they are', () => {
		const given = {
			like_count: 0,
			is_hidden: false,
			nothing: null,
			timestamp: '2026-11-23T18:00:00+0000',
			from: { id: '1', self_scoped: { user_name: 'x', created_time: '2026-11-23T19:00:00+0100' } },
			children: { data: [{ media_type: 'IMAGE', inner: { a_b: 1 } }, 'text'] },
			scores: [1, { part_of: 'x' }],
		};
		expect(simplify(given)).toStrictEqual({
			likeCount: 0,
			isHidden: false,
			nothing: null,
			timestamp: '2026-11-23T18:00:00.000Z',
			fromId: '1',
			fromSelfScopedUserName: 'x',
			fromSelfScopedCreatedTime: '2026-11-23T18:00:00.000Z',
			children: [{ mediaType: 'IMAGE', innerAB: 1 }, 'text'],
			scores: [1, { partOf: 'x' }],
		});
	});

	it.each([
		'2026-11-23',
		'2026-11-23T18:00:00Z',
		'from 2026-11-23T18:00:00+0000',
		'2026-11-23T18:00:00+0000 on',
		'26-11-23T18:00:00+0000',
	])('takes %s for a text', (text) => expect(isoOfMetaTime(text)).toBe(text));
});

describe('secrets', () => {
	const bare = `IGAA${'x_-9'.repeat(7)}`;

	it.each([
		['GET /me?access_token=a.b|c&fields=id', 'GET /me?access_token=[hidden]&fields=id'],
		['client_secret=s3cret and more', 'client_secret=[hidden] and more'],
		['FB_EXCHANGE_TOKEN%3Dabc', 'FB_EXCHANGE_TOKEN%3D[hidden]'],
		['{"access_token":"abc","a":1}', '{"access_token":"[hidden]","a":1}'],
		['{"access_token" :\n "abc"}', '{"access_token" :\n "[hidden]"}'],
		[`Token ${bare}.`, 'Token [hidden].'],
		[`${bare} and EAAB${'x'.repeat(30)}`, '[hidden] and [hidden]'],
		[`(IGQ${'x'.repeat(24)})`, '([hidden])'],
	])('are hidden in %s', (text, hidden) => expect(redactSecrets(text)).toBe(hidden));

	it.each([
		'the access_token is invalid',
		`IGQ${'x'.repeat(23)}`,
		'IG 178414058223049140000000000000',
		'IG123456789012345678901234567890',
		`BIG${'x'.repeat(40)}`,
	])('are none: %s', (text) => expect(redactSecrets(text)).toBe(text));

	it('leave the links between the pages of a list, in any depth, and nothing else changes', () => {
		const answer = (token: string) => ({
			data: [
				{ text: 'access_token=mine', replies: { paging: { next: `u?access_token=${token}`, size: 5 } } },
			],
			paging: { cursors: { after: 'a' }, previous: `u?access_token=${token}&limit=2` },
			nothing: null,
		});
		expect(withoutTokensInLinks(answer('abc'))).toStrictEqual(answer('[hidden]'));
		expect(withoutTokensInLinks({ paging: 'x' })).toStrictEqual({ paging: 'x' });
	});
});

describe('file names', () => {
	it.each([
		['https://x.test/v/a.jpg?oe=1', {}, 'a.jpg'],
		['https://x.test/', {}, undefined],
		['https://x.test/a', { 'content-disposition': 'attachment; filename="b c.mp4"' }, 'b c.mp4'],
		['https://x.test/a', { 'content-disposition': 'attachment; filename="../../etc/passwd"' }, 'passwd'],
	])('of %s is %j', (url, headers, name) => {
		expect(fileNameOf(url, headers)).toBe(name);
	});
});
