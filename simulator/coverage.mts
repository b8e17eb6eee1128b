/**
 * How well each endpoint is founded: `documented` in Meta's pages or SDK spec, `recorded` from real
 * traffic, `assumed` by us. A test keeps this list and the routes equal; `npm run sim` prints what is
 * assumed. Sources are sections of the fact sheets (shared/instagram-api).
 */
export type Footing = 'documented' | 'recorded' | 'assumed';

export interface Endpoint {
	endpoint: string;
	footing: Footing;
	source: string;
}

const GRAPH = 'graph.instagram.com/';

function graph(method: string, path: string, footing: Footing, source: string): Endpoint {
	return { endpoint: `${method} ${GRAPH}${path}`, footing, source };
}

export const COVERAGE: readonly Endpoint[] = [
	{ endpoint: 'GET www.instagram.com/oauth/authorize', footing: 'documented', source: 'auth.md 2' },
	{
		endpoint: 'POST www.instagram.com/oauth/authorize',
		footing: 'assumed',
		source: 'auth.md 2: the page is ours, the redirects are documented',
	},
	{ endpoint: 'GET api.instagram.com/oauth/authorize', footing: 'documented', source: 'auth.md 1' },
	{
		endpoint: 'POST api.instagram.com/oauth/authorize',
		footing: 'assumed',
		source: 'auth.md 2: as on www.instagram.com',
	},
	{ endpoint: 'POST api.instagram.com/oauth/access_token', footing: 'documented', source: 'auth.md 3' },
	{ endpoint: 'GET graph.instagram.com/access_token', footing: 'documented', source: 'auth.md 4' },
	{
		endpoint: 'POST graph.instagram.com/access_token',
		footing: 'recorded',
		source: 'auth.md 4: always refused',
	},
	{ endpoint: 'GET graph.instagram.com/refresh_access_token', footing: 'documented', source: 'auth.md 5' },
	{
		endpoint: 'POST graph.instagram.com/refresh_access_token',
		footing: 'assumed',
		source: 'auth.md 5: refused like the exchange',
	},
	{ endpoint: 'GET graph.facebook.com/{app_id}/subscriptions', footing: 'recorded', source: 'webhooks.md 1' },
	{
		endpoint: 'POST graph.facebook.com/{app_id}/subscriptions',
		footing: 'documented',
		source: 'webhooks.md 1',
	},
	{
		endpoint: 'DELETE graph.facebook.com/{app_id}/subscriptions',
		footing: 'assumed',
		source: 'webhooks.md 1: Graph convention',
	},
	...['GET', 'POST', 'DELETE'].map(
		(method): Endpoint => ({
			endpoint: `${method} graph.facebook.com/{version}/{app_id}/subscriptions`,
			footing: method === 'DELETE' ? 'assumed' : 'documented',
			source: 'webhooks.md 1: with a version',
		}),
	),
	{
		endpoint: 'POST rupload.facebook.com/ig-api-upload/{container}',
		footing: 'assumed',
		source: 'publishing.md 5: unversioned',
	},
	{
		endpoint: 'POST rupload.facebook.com/ig-api-upload/{version}/{container}',
		footing: 'documented',
		source: 'publishing.md 5',
	},
	{
		endpoint: 'GET scontent.cdninstagram.com/v/{folder}/{file}',
		footing: 'assumed',
		source: 'media-comments-insights.md 1: expiring CDN URL',
	},
	{ endpoint: 'GET lookaside.fbsbx.com/ig_messaging_cdn', footing: 'recorded', source: 'webhooks.md 4' },
	{
		endpoint: 'GET media.example.test/{file}',
		footing: 'assumed',
		source: 'not Meta: the media server of a customer',
	},
	graph('GET', '{ig_user}', 'documented', 'auth.md 6'),
	graph('GET', '{ig_user}/content_publishing_limit', 'documented', 'publishing.md 7'),
	graph('DELETE', '{ig_user}/permissions', 'assumed', 'auth.md 10: production code only'),
	graph(
		'GET',
		'{ig_user}/business_messaging_feature_status',
		'documented',
		'messaging.md 9: SPEC; answer assumed',
	),
	graph('POST', '{ig_user}/media', 'documented', 'publishing.md 2'),
	graph('POST', '{ig_user}/media_publish', 'documented', 'publishing.md 6'),
	graph('GET', '{ig_container}', 'documented', 'publishing.md 4'),
	graph('GET', '{ig_user}/media', 'documented', 'media-comments-insights.md 1'),
	graph('GET', '{ig_user}/stories', 'documented', 'media-comments-insights.md 1'),
	graph('GET', '{ig_user}/live_media', 'documented', 'media-comments-insights.md 1'),
	graph('GET', '{ig_user}/tags', 'documented', 'media-comments-insights.md 1, contradicted there'),
	graph('GET', '{ig_media}', 'documented', 'media-comments-insights.md 1'),
	graph('POST', '{ig_media}', 'documented', 'media-comments-insights.md 1'),
	graph('GET', '{ig_media}/children', 'documented', 'media-comments-insights.md 1'),
	graph('GET', '{ig_media}/comments', 'documented', 'media-comments-insights.md 2'),
	graph('POST', '{ig_media}/comments', 'documented', 'media-comments-insights.md 2'),
	graph('GET', '{ig_comment}', 'documented', 'media-comments-insights.md 2'),
	graph('POST', '{ig_comment}', 'documented', 'media-comments-insights.md 2'),
	graph('DELETE', '{ig_comment}', 'documented', 'media-comments-insights.md 2'),
	graph('GET', '{ig_comment}/replies', 'documented', 'media-comments-insights.md 2'),
	graph('POST', '{ig_comment}/replies', 'documented', 'media-comments-insights.md 2'),
	graph('POST', '{ig_user}/mentions', 'documented', 'media-comments-insights.md 3'),
	graph('GET', '{ig_user}/insights', 'documented', 'media-comments-insights.md 5.1'),
	graph('GET', '{ig_media}/insights', 'documented', 'media-comments-insights.md 5.2'),
	graph('POST', '{ig_user}/messages', 'documented', 'messaging.md 1-4'),
	graph(
		'POST',
		'{ig_user}/message_attachments',
		'assumed',
		'messaging.md 5: documented for Page ids on graph.facebook.com',
	),
	graph('GET', '{ig_user}/conversations', 'documented', 'messaging.md 6'),
	graph('GET', '{conversation}', 'documented', 'messaging.md 6'),
	graph('GET', '{conversation}/messages', 'documented', 'messaging.md 6'),
	graph('GET', '{message}', 'documented', 'messaging.md 6'),
	graph('GET', '{igsid}', 'documented', 'messaging.md 7'),
	graph('GET', '{ig_user}/messenger_profile', 'documented', 'messaging.md 8'),
	graph('POST', '{ig_user}/messenger_profile', 'documented', 'messaging.md 8'),
	graph('DELETE', '{ig_user}/messenger_profile', 'documented', 'messaging.md 8'),
	graph('GET', '{ig_user}/welcome_message_flows', 'documented', 'messaging.md 9'),
	graph('POST', '{ig_user}/welcome_message_flows', 'documented', 'messaging.md 9'),
	graph('DELETE', '{ig_user}/welcome_message_flows', 'documented', 'messaging.md 9'),
	graph('GET', '{flow}', 'documented', 'messaging.md 9: SPEC'),
	graph('POST', '{ig_user}/subscribed_apps', 'documented', 'webhooks.md 1'),
	graph('GET', '{ig_user}/subscribed_apps', 'documented', 'webhooks.md 1'),
	graph('DELETE', '{ig_user}/subscribed_apps', 'documented', 'webhooks.md 1: SPEC; body assumed'),
];

export function assumedEndpoints(): string[] {
	return COVERAGE.filter((one) => one.footing === 'assumed').map((one) => `${one.endpoint} (${one.source})`);
}
