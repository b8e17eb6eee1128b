import { verifyToken, type App } from '../../../scripts/world/connection.mts';
import { executionText } from '../../../scripts/n8n/executions.mts';
import type { World } from '../../../scripts/world/world.mts';

/** The two addresses at which Meta takes a token as a parameter and no other way. */
const tokenEndpoints = ['/access_token', '/refresh_access_token'];

export interface Leak {
	secret: string;
	where: string;
}

/** A text that somebody can read. */
export interface Place {
	readonly where: string;
	readonly text: string;
}

/** Looks for everything that must stay secret, wherever somebody could read it. */
export async function findLeaks(world: World, app: App): Promise<Leak[]> {
	return findLeaksIn(await readablePlaces(world), secretsOf(world, app));
}

/** Looks for secrets in texts, also where they are written as in an address. */
export function findLeaksIn(places: readonly Place[], secrets: ReadonlyMap<string, string>): Leak[] {
	return places.flatMap(({ where, text }) =>
		[...secrets]
			.filter(([, secret]) => text.includes(secret) || text.includes(encodeURIComponent(secret)))
			.map(([name]) => ({ secret: name, where })),
	);
}

/**
 * Everything secret that has come up so far; by name, so that a failing test does not print what it guards.
 */
export function secretsOf(world: World, app: App): Map<string, string> {
	const secrets = new Map([
		['the Instagram app secret', app.instagramAppSecret],
		['the Meta app secret', app.metaAppSecret],
		['the verify token', verifyToken],
	]);
	for (const entry of world.simulator.journal.entries()) {
		const tokens = entry.responseText.matchAll(/"access_token":\s*"([^"]+)"/g);
		for (const [, token] of tokens)
			if (token) secrets.set(`the token issued at ${new Date(entry.at).toISOString()}`, token);
		const bearer = /^Bearer (.+)$/.exec(entry.headers.authorization ?? '')?.[1];
		if (bearer) secrets.set(`the token used for ${entry.method} ${entry.path}`, bearer);
	}
	return secrets;
}

async function readablePlaces(world: World): Promise<Place[]> {
	const places: Place[] = [{ where: "n8n's log", text: await world.n8n.log() }];
	const { results } = await world.session.get<{ results: Array<{ id: string }> }>(
		'/rest/executions?limit=100',
	);
	for (const { id } of results) {
		places.push({ where: `the data of execution ${id}`, text: await executionText(world.session, id) });
	}
	for (const { host, path, query } of world.simulator.journal.entries()) {
		if (tokenEndpoints.includes(path)) continue;
		const url = `${path}?${new URLSearchParams(query).toString()}`;
		places.push({ where: `the address ${host}${path}`, text: decodeURIComponent(url.replaceAll('+', ' ')) });
	}
	for (const address of world.interception.refused())
		places.push({ where: 'a refused address', text: address });
	return places;
}
