import { ask, errorOf, messageOf, START, useScene } from './support.mts';
import type { Answer } from './support.mts';

const s = useScene({ switches: { usageHeadersAfterCalls: 1_000_000 } });

type Item = Record<string, unknown> & { id: string };
const items = (answer: Answer): Item[] => answer.json['data'] as Item[];
const paging = (answer: Answer): Record<string, unknown> & { cursors: { after: string; before: string } } =>
	answer.json['paging'] as Record<string, unknown> & { cursors: { after: string; before: string } };
const DAY = 86_400_000;

describe('lists of media', () => {
	test('newest first, in pages, next carries the token', async () => {
		const media = s.simulator.instagram.seedMedia(s.account, 60);
		const first = await s.get('/v25.0/me/media?fields=caption');
		expect(items(first)).toHaveLength(25);
		expect(items(first)[0]).toEqual({ id: media[59]?.id, caption: 'Post 60' });
		expect(paging(first)['next']).toContain(`access_token=${s.token}`);
		expect(paging(first)['next']).toContain('https://graph.instagram.com/v25.0/me/media?');
		expect(paging(first)).not.toHaveProperty('previous');
		const second = await s.get(`/me/media?limit=25&after=${paging(first).cursors.after}`);
		expect(items(second)[0]?.id).toBe(media[34]?.id);
		const last = await s.get(`/me/media?limit=25&after=${paging(second).cursors.after}`);
		expect(items(last)).toHaveLength(10);
		expect(paging(last)).not.toHaveProperty('next');
		const back = await s.get(`/me/media?limit=25&before=${paging(last).cursors.before}`);
		expect(items(back).map((one) => one.id)).toEqual(items(second).map((one) => one.id));
		expect((await s.get('/me/media?after=nonsense')).status).toBe(400);
	});

	test('an empty list has no paging', async () => {
		expect((await s.get('/me/media')).json).toEqual({ data: [] });
	});

	test('10,000 media and 5,000 comments are walked quickly', async () => {
		const media = s.simulator.instagram.seedMedia(s.account, 10_000);
		const walk = async (path: string, limit: number): Promise<Set<string>> => {
			const seen = new Set<string>();
			for (let after = ''; ; ) {
				const page = await s.get(`${path}?limit=${limit}${after}`);
				for (const one of items(page)) seen.add(one.id);
				if (paging(page)['next'] === undefined) return seen;
				after = `&after=${paging(page).cursors.after}`;
			}
		};
		expect((await walk('/me/media', 100)).size).toBe(10_000);
		const [one] = media;
		if (one !== undefined) s.simulator.instagram.seedComments(one, 5_000);
		expect((await walk(`/${one?.id}/comments`, 50)).size).toBe(5_000);
		expect((await s.get(`/${one?.id}?fields=comments_count`)).json['comments_count']).toBe(5_000);
	});

	test('stories live a day and stand in no other list; since and until', async () => {
		s.simulator.instagram.createMedia(s.account, { productType: 'STORY' });
		s.simulator.instagram.createMedia(s.account, { caption: 'old', timestamp: START - 5 * DAY });
		s.simulator.instagram.createMedia(s.account, { caption: 'new' });
		expect(items(await s.get('/me/stories'))).toHaveLength(1);
		expect(items(await s.get('/me/media?fields=caption')).map((one) => one['caption'])).toEqual([
			'new',
			'old',
		]);
		expect(items(await s.get(`/me/media?until=${START / 1000 - 3600}`))).toHaveLength(1);
		expect(items(await s.get(`/me/media?since=2026-11-22`))).toHaveLength(1);
		s.simulator.clock.advance(DAY);
		expect(items(await s.get('/me/stories'))).toHaveLength(0);
	});

	test('tags: media of others, cursors only', async () => {
		const other = s.simulator.instagram.createAccount({ username: 'other' });
		const media = s.simulator.instagram.createMedia(other, { caption: 'with @brand' });
		s.simulator.instagram.tag(s.account, media);
		const answer = await s.get('/me/tags?fields=username,owner,caption');
		expect(items(answer)).toEqual([{ id: media.id, username: 'other', caption: 'with brand' }]);
		expect(Object.keys(paging(answer))).toEqual(['cursors']);
	});

	test('fields of Facebook Login do not exist; media from before the conversion cannot be read', async () => {
		const media = s.simulator.instagram.createMedia(s.account);
		expect(messageOf(await s.get(`/${media.id}?fields=saved_count`))).toMatch(
			/nonexisting field \(saved_count\)/,
		);
		expect((await s.get(`/${media.id}?fields=is_ai_generated,like_count,caption`)).json).toEqual({
			id: media.id,
			is_ai_generated: false,
			like_count: 0,
		});
		s.account.convertedAt = media.timestamp + 1;
		expect(errorOf(await s.get(`/${media.id}`))).toBe('100/2108006');
		expect(errorOf(await s.get(`/${media.id}/insights?metric=reach`))).toBe('100/2108006');
		expect(items(await s.get('/me/media'))).toHaveLength(1);
	});

	test('comments can be switched off', async () => {
		const media = s.simulator.instagram.createMedia(s.account);
		expect(messageOf(await s.post(`/${media.id}`, {}))).toBe('The parameter comment_enabled is required.');
		const answer = await ask(s.simulator, `/${media.id}?comment_enabled=false`, {
			method: 'POST',
			token: s.token,
		});
		expect(answer.json).toEqual({ success: true });
		expect((await s.get(`/${media.id}?fields=is_comment_enabled`)).json['is_comment_enabled']).toBe(false);
	});
});

describe('comments', () => {
	test('of an ad stand in no list and no count, but each can be read', async () => {
		const media = s.simulator.instagram.createMedia(s.account);
		const ad = { ad_id: '5', original_media_id: media.id };
		const from = s.simulator.instagram.createPerson({ username: 'shopper' });
		const { id } = await s.simulator.instagram.comment({ from, media, text: 'on the ad', ad });
		expect(items(await s.get(`/${media.id}/comments`))).toEqual([]);
		expect((await s.get(`/${media.id}?fields=comments_count`)).json).toMatchObject({ comments_count: 0 });
		expect((await s.get(`/${id}?fields=text`)).json).toMatchObject({ text: 'on the ad' });
	});

	const media = (): string => s.simulator.instagram.createMedia(s.account).id;
	const written = async (mediaId: string, text = 'nice', parentId?: string): Promise<string> =>
		(await s.simulator.instagram.comment({ from: s.person, mediaId, text, parentId })).id;

	test('are read with their replies by expansion', async () => {
		const mediaId = media();
		const id = await written(mediaId);
		const reply = await s.post(`/${id}/replies`, { message: 'thanks' });
		const answer = await s.get(`/${mediaId}/comments?fields=text,from,replies{text,user,parent_id}`);
		expect(items(answer)).toEqual([
			{
				id,
				text: 'nice',
				from: { id: s.simulator.instagram.igsid(s.person, s.account), username: 'ada' },
				replies: expect.objectContaining({
					data: [{ id: reply.json['id'], text: 'thanks', user: { id: s.account.id }, parent_id: id }],
				}) as unknown,
			},
		]);
		expect(Object.keys(items(await s.get(`/${mediaId}/comments`))[0] ?? {}).sort()).toEqual([
			'id',
			'text',
			'timestamp',
		]);
		expect((await s.get(`/${mediaId}?fields=comments_count,comments{text}`)).json).toMatchObject({
			comments_count: 2,
			comments: { data: [{ id, text: 'nice' }] },
		});
	});

	test('a reply to a reply goes to the top; hidden ones take none', async () => {
		const id = await written(media());
		const reply = String((await s.post(`/${id}/replies`, { message: 'a' })).json['id']);
		const deeper = String((await s.post(`/${reply}/replies`, { message: 'b' })).json['id']);
		expect((await s.get(`/${deeper}?fields=parent_id`)).json['parent_id']).toBe(id);
		expect((await s.post(`/${id}`, { hide: true })).json).toEqual({ success: true });
		expect((await s.get(`/${id}?fields=hidden`)).json['hidden']).toBe(true);
		expect(errorOf(await s.post(`/${id}/replies`, { message: 'c' }))).toBe('100/33');
		expect(messageOf(await s.post(`/${id}`, {}))).toBe('The parameter hide is required.');
		expect((await s.post(`/${reply}`, { hide: true })).status).toBe(200);
		expect((await s.get(`/${reply}?fields=hidden`)).json['hidden']).toBe(false);
	});

	test('a deleted one is gone', async () => {
		const id = await written(media());
		expect((await ask(s.simulator, `/${id}`, { method: 'DELETE', token: s.token })).json).toEqual({
			success: true,
		});
		expect(messageOf(await s.post(`/${id}/replies`, { message: 'x' }))).toMatch(
			/^Unsupported post request\. Object with ID/,
		);
	});

	test('a fields parameter creates the comment and then answers 400', async () => {
		const mediaId = media();
		expect((await s.post(`/${mediaId}/comments`, { message: 'x', fields: 'id,text' })).status).toBe(400);
		expect(s.simulator.instagram.comments(mediaId)).toHaveLength(1);
		s.simulator.switches.fieldsOnCommentPost = 'ignored';
		expect((await s.post(`/${mediaId}/comments`, { message: 'x', fields: 'id,text' })).status).toBe(200);
		expect(messageOf(await s.post(`/${mediaId}/comments`, {}))).toBe('The parameter message is required.');
	});

	test('old rules by switch', async () => {
		s.simulator.switches.commentRules = 'old';
		const mediaId = media();
		expect((await s.post(`/${mediaId}/comments`, { message: 'x'.repeat(301) })).status).toBe(400);
		expect((await s.post(`/${mediaId}/comments`, { message: 'fine' })).status).toBe(200);
	});

	test('mentions are answered only where the account is named', async () => {
		const other = s.simulator.instagram.createAccount({ username: 'other' });
		const named = s.simulator.instagram.createMedia(other, { caption: 'hello @brand' });
		const unnamed = s.simulator.instagram.createMedia(other, { caption: 'hello' });
		expect((await s.post('/me/mentions', { media_id: named.id, message: 'hi' })).json).toEqual({
			id: expect.any(String) as string,
		});
		expect(errorOf(await s.post('/me/mentions', { media_id: unnamed.id, message: 'hi' }))).toBe('100/33');
	});

	test('live: listed and answered privately only during the broadcast', async () => {
		const live = s.simulator.instagram.startLive(s.account);
		const { id } = await s.simulator.instagram.comment({ from: s.person, media: live, text: 'hi' });
		expect(items(await s.get('/me/live_media?fields=media_product_type'))).toEqual([
			{ id: live.id, media_product_type: 'LIVE' },
		]);
		expect(items(await s.get(`/${live.id}/comments`))).toHaveLength(1);
		expect(errorOf(await s.post(`/${live.id}/comments`, { message: 'x' }))).toBe('100/33');
		s.simulator.instagram.endLive(live);
		expect(items(await s.get('/me/live_media'))).toEqual([]);
		expect(
			errorOf(await s.post('/me/messages', { recipient: { comment_id: id }, message: { text: 'x' } })),
		).toBe('100/2534025');
	});
});

describe('insights', () => {
	const read = (query: string, id = 'me'): Promise<Answer> => s.get(`/v25.0/${id}/insights?${query}`);

	test('of the account: total values, series, breakdowns', async () => {
		const total = await read('metric=views,reach&period=day&metric_type=total_value');
		expect(items(total).map((one) => one['name'])).toEqual(['views', 'reach']);
		expect(items(total)[0]).toMatchObject({
			period: 'day',
			total_value: { value: expect.any(Number) as number },
		});
		const series = await read(
			`metric=reach&period=day&since=${START / 1000 - 7 * 86_400}&until=${START / 1000}`,
		);
		expect((items(series)[0]?.['values'] as unknown[]).length).toBeGreaterThanOrEqual(7);
		const split = await read('metric=reach&period=day&metric_type=total_value&breakdown=follow_type');
		expect(items(split)[0]).toMatchObject({
			total_value: { breakdowns: [{ dimension_keys: ['follow_type'] }] },
		});
		expect(String((series.json['paging'] as { next: string }).next)).toContain('access_token=');
	});

	test.each([
		['metric=impressions&period=day', /^\(#100\) metric\[0\] must be one of the following values/],
		['metric=reach,profile_views&period=day&metric_type=total_value', /profile_views is no longer supported/],
		['metric=views&period=day', /should be specified with parameter metric_type=total_value/],
		['metric=reach&period=week', /Incompatible metrics/],
		['metric=reach', /^The parameter period is required/],
		['metric=likes&period=day&metric_type=total_value&breakdown=city', /^An unknown error has occurred/],
		['metric=follower_demographics&period=lifetime&metric_type=total_value', /timeframe is required/],
		[
			'metric=follower_demographics&period=lifetime&metric_type=total_value&timeframe=last_30_days',
			/timeframe must be one of/,
		],
		[
			`metric=reach&period=day&since=${START / 1000 - 31 * 86_400}&until=${START / 1000}`,
			/more than 30 days/,
		],
	])('%s fails as a whole', async (query, text) => {
		const answer = await read(query);
		expect(answer.status).toBe(400);
		expect(messageOf(answer)).toMatch(text);
	});

	test('missing data is an empty set', async () => {
		s.account.followersCount = 20;
		expect(
			items(
				await read(
					'metric=follower_demographics&period=lifetime&metric_type=total_value&timeframe=this_month&breakdown=age',
				),
			),
		).toEqual([]);
		const long = START / 1000 - 100 * 86_400;
		expect(items(await read(`metric=reach&period=day&since=${long}&until=${long + 86_400}`))).toEqual([]);
	});

	test('the breakdown of views by switch', async () => {
		const query = 'metric=views&period=day&metric_type=total_value&breakdown=follower_type';
		expect((await read(query)).status).toBe(400);
		s.simulator.switches.viewsBreakdown = 'follower_type';
		expect((await read(query)).status).toBe(200);
	});

	test.each<['FEED' | 'REELS' | 'STORY', string, boolean]>([
		['FEED', 'views,reach,likes,comments,saved,shares,follows,profile_visits', true],
		['FEED', 'ig_reels_avg_watch_time', false],
		['FEED', 'reach,impressions', false],
		['REELS', 'views,ig_reels_avg_watch_time,reels_skip_rate', true],
		['REELS', 'follows', false],
		['REELS', 'plays', false],
		['STORY', 'navigation,replies,reach', true],
		['STORY', 'likes', false],
	])('%s: %s', async (productType, metrics, valid) => {
		const media = s.simulator.instagram.createMedia(s.account, { productType, likeCount: 3 });
		const answer = await read(`metric=${metrics}`, media.id);
		expect(answer.status).toBe(valid ? 200 : 400);
		if (valid) expect(items(answer)).toHaveLength(metrics.split(',').length);
	});

	test('stories: five viewers at least, and a day', async () => {
		const story = s.simulator.instagram.createMedia(s.account, { productType: 'STORY', storyViewers: 4 });
		expect(errorOf(await read('metric=reach', story.id))).toBe('10');
		story.storyViewers = 9;
		expect(
			items(await read('metric=navigation&breakdown=story_navigation_action_type', story.id))[0],
		).toMatchObject({
			total_value: { breakdowns: [{ dimension_keys: ['story_navigation_action_type'] }] },
		});
		s.simulator.clock.advance(DAY);
		expect(items(await read('metric=reach', story.id))).toEqual([]);
	});
});
