import { fastify } from 'fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';

import { named, sendText } from './routes/context.mts';
import type { Context } from './routes/context.mts';
import { control } from './routes/control.mts';
import type { ControlHooks } from './routes/control.mts';
import { hostOf, hostStrategy, routableUrl } from './routes/hosts.mts';
import { graphEndpoints, instagram } from './routes/table.mts';
import { MEDIA_HOST } from './state/core.mts';

/** One server for all hosts, told apart by X-Forwarded-Host or Host. */
export async function listen(
	context: Context,
	hooks: Omit<ControlHooks, 'endpoints'>,
	{ port = 0, travel }: { readonly port?: number; readonly travel?: () => Promise<void> },
): Promise<FastifyInstance> {
	const app = fastify({
		// Videos are uploaded here, and Meta's limits are the routes' business.
		bodyLimit: Number.MAX_SAFE_INTEGER,
		forceCloseConnections: true,
		rewriteUrl: routableUrl,
		// No route has a schema; Fastify's own compilers take 100 ms to load in every test file.
		schemaController: { compilersFactory: { buildValidator: noCompiler, buildSerializer: noCompiler } },
		routerOptions: {
			constraints: { host: hostStrategy },
			ignoreDuplicateSlashes: true,
			ignoreTrailingSlash: true,
			maxParamLength: Number.MAX_SAFE_INTEGER,
			querystringParser: (text) => Object.fromEntries(new URLSearchParams(text)),
		},
	});
	if (travel) {
		// Not to the host of files: Meta fetches from it too, for a request that has arrived.
		const travelOf = async ({ raw }: FastifyRequest): Promise<void> => {
			if (hostOf(raw) !== MEDIA_HOST) await travel();
		};
		app.addHook('onRequest', travelOf).addHook('onSend', travelOf);
	}
	// Bodies of GET requests are read too.
	app.addHttpMethod('GET', { hasBody: true, overrideExisting: true });
	const registered = endpointsOf(app);
	await app.register(named(instagram), { context });
	const endpoints = (): string[] => [...registered, ...graphEndpoints()];
	await app.register(named(control), { prefix: '/_sim', context, hooks: { ...hooks, endpoints } });
	const known = `Say which host you mean with Host or X-Forwarded-Host: ${hooks.hosts.join(', ')}. Control is under /_sim/.`;
	app.setNotFoundHandler((_request, reply) => sendText(reply, known, 421));
	context.core.origin = await app.listen({ port, host: '127.0.0.1' });
	return app;
}

function noCompiler(): never {
	throw new Error('the simulator checks parameters as Meta does, not by schemas');
}

/** Every route on a host that is registered from now on, as `GET media.example.test/{file}`. */
function endpointsOf(app: FastifyInstance): string[] {
	const found: string[] = [];
	app.addHook('onRoute', ({ method, url, constraints, prefix }) => {
		if (prefix === '/_sim' || url === '/*') return;
		const path = url.replace(/:(\w+)(\([^)]*\))?/g, '{$1}');
		for (const one of [method].flat()) {
			if (one !== 'HEAD') found.push(`${one} ${String(constraints?.host)}${path}`);
		}
	});
	return found;
}
