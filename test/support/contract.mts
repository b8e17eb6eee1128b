/**
 * The contract with Meta: every parameter of a request is one that Meta's SDK spec lists for its edge and
 * this login, or that the documents added since (test/fixtures/params.json, taken from
 * facebook-business-sdk-codegen, April 2026).
 */
import params from '../fixtures/params.json';

export interface WireRequest {
	readonly host: string;
	readonly method: string;
	readonly path: string;
	readonly query: Record<string, string>;
	readonly body?: unknown;
}

interface Edge {
	readonly method: string;
	/** `/{ig_user_id|me}/media` as segments; an object's id is `{}`. */
	readonly shape: string;
	readonly names: ReadonlySet<string>;
}

/** Left out of the spec, valid on every edge of the kind. */
const GENERIC_QUERY = ['fields', 'limit', 'after', 'before'];

/** Documented, but newer than the spec or missing in it. */
const DOCUMENTED_SINCE: ReadonlyArray<readonly [method: string, shape: string, name: string]> = [
	['POST', '/{}/media', 'is_ai_generated'],
	// messaging.md section 8: the ice breaker page sends the platform
	['POST', '/{}/messenger_profile', 'platform'],
];

const shapeOf = (path: string) =>
	path
		.split('/')
		.map((segment, position) =>
			position === 1 && !/^(access_token|refresh_access_token)$/.test(segment) ? '{}' : segment,
		)
		.join('/');

const EDGES: Edge[] = [...params.instagram_login_objects, ...params.shared_objects].flatMap(({ apis }) =>
	apis.map(({ method, path, params: listed }) => ({
		method,
		shape: shapeOf(path),
		names: new Set(listed.map(({ name }) => name)),
	})),
);

/** What a request sends that no document lists; empty when it keeps the contract. */
export function undocumentedIn(request: WireRequest): string[] {
	const shape = shapeOf(request.path.replace(/^\/v\d+\.\d+(?=\/)/, ''));
	const edges = EDGES.filter((edge) => edge.method === request.method && edge.shape === shape);
	const place = `${request.method} ${shape}`;
	if (edges.length === 0) return [`${place}: no such edge`];
	const known = new Set([
		...edges.flatMap(({ names }) => [...names]),
		...DOCUMENTED_SINCE.filter(([method, at]) => method === request.method && at === shape).map(
			([, , name]) => name,
		),
	]);
	const bodyNames =
		typeof request.body === 'object' && request.body !== null ? Object.keys(request.body) : [];
	const queryNames = Object.keys(request.query).filter(
		(name) => request.method !== 'GET' || !GENERIC_QUERY.includes(name),
	);
	return [...queryNames, ...bodyNames].filter((name) => !known.has(name)).map((name) => `${place}: ${name}`);
}

/** The token endpoints: auth.md section 4 documents them, the SDK spec does not list them. */
const TOKEN_ENDPOINT = /^(\/v\d+\.\d+)?\/(access_token|refresh_access_token)$/;

/** Fails on any parameter of a request to the Instagram API that no document lists. */
export function expectDocumented(requests: readonly WireRequest[]): void {
	const api = requests.filter(
		({ host, path }) => host === 'graph.instagram.com' && !TOKEN_ENDPOINT.test(path),
	);
	expect(api.flatMap(undocumentedIn)).toEqual([]);
}
