import { fastify } from 'fastify';
import type { Simulator } from '../../simulator/index.mts';
import type { App } from '../world/connection.mts';
import { publicUrl } from '../world/world.mts';
import { page } from './page.mts';
import type { PeopleOfThePage } from './world.mts';

export interface Playground {
	readonly origin: string;
	close(): Promise<void>;
}

/**
 * Where Instagram's own authorization window is; for n8n's `CREDENTIALS_OVERWRITE_DATA`, so that Connect
 * opens the simulated one.
 */
export const authorizePath = '/oauth/authorize';

/**
 * The page of the simulated Instagram, and its authorization window as a browser on this machine can open it.
 */
export async function startPlayground(options: {
	port: number;
	/** How the visitor's browser reaches n8n. */
	n8nOrigin: string;
	simulator: Simulator;
	app: App;
	people: PeopleOfThePage;
}): Promise<Playground> {
	const { port, n8nOrigin, simulator, app, people } = options;
	const server = fastify({ forceCloseConnections: true });

	server.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
	server.get('/state', () => people.show());
	server.get('/app', () => ({ id: app.instagramAppId, secret: app.instagramAppSecret }));
	server.get<{ Params: { id: string } }>('/pictures/:id', (request, reply) => {
		const file = people.pictureOf(request.params.id);
		if (!file) return reply.code(404).send();
		return reply.type(file.contentType).send(file.bytes);
	});
	server.post<{ Body: { username: string; text: string } }>('/messages', async ({ body }) => {
		await people.writeMessage(body.username, body.text);
		return {};
	});
	server.post<{ Body: { username: string; mediaId: string; text: string } }>(
		'/comments',
		async ({ body }) => {
			await people.writeComment(body.username, body.mediaId, body.text);
			return {};
		},
	);

	// The window posts a form to itself, and sends the browser back to n8n, which the browser knows under
	// another name.
	server.addContentTypeParser(
		'application/x-www-form-urlencoded',
		{ parseAs: 'string' },
		(_request, body, done) => done(null, body),
	);
	server.route<{ Body: string | undefined }>({
		method: ['GET', 'POST'],
		url: authorizePath,
		handler: async (request, reply) => {
			const answer = await fetch(simulator.origin + request.url, {
				method: request.method,
				redirect: 'manual',
				headers: {
					'x-forwarded-host': 'www.instagram.com',
					...(request.method === 'POST' && { 'content-type': 'application/x-www-form-urlencoded' }),
				},
				...(request.method === 'POST' && { body: request.body ?? '' }),
			});
			const location = answer.headers.get('location');
			if (location !== null) return reply.redirect(location.replace(publicUrl, n8nOrigin));
			return reply
				.code(answer.status)
				.type(answer.headers.get('content-type') ?? 'text/plain')
				.send(await answer.text());
		},
	});

	await server.listen({ host: '127.0.0.1', port });
	return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}
