import { assumedEndpoints } from './coverage.mts';
import { startSimulator } from './index.mts';
import type { SeededWorld, Simulator } from './index.mts';

/**
 * `npm run sim [-- --port 8787 --speed 1 --resolve n8n.example.test=http://127.0.0.1:5678]`: one simulator
 * with a seeded world.
 */
async function main(): Promise<void> {
	const simulator = await startSimulator({
		port: Number(argument('port') ?? 8787),
		speed: Number(argument('speed') ?? 1),
		resolve: redirections(argument('resolve') ?? ''),
	});
	const answer = await fetch(`${simulator.origin}/_sim/seed`, { method: 'POST', body: '{}' });
	const seeded = (await answer.json()) as SeededWorld;
	process.stdout.write(`${describeWorld(simulator, seeded).join('\n')}\n`);
	process.once('SIGINT', () => void simulator.close().then(() => process.exit(0)));
	process.once('SIGTERM', () => void simulator.close().then(() => process.exit(0)));
}

/** `host=origin,host=origin` as a table. */
function redirections(text: string): Record<string, string> {
	return Object.fromEntries(
		text
			.split(',')
			.filter((pair) => pair.includes('='))
			.map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
	);
}

/** What somebody needs to know to use it by hand. */
function describeWorld(simulator: Simulator, seeded: SeededWorld): string[] {
	return [
		`Instagram simulator on ${simulator.origin} (tell hosts apart with Host or X-Forwarded-Host)`,
		`hosts: ${simulator.hosts.join(', ')}`,
		`control: ${simulator.origin}/_sim/`,
		'',
		`Instagram app id      ${seeded.app.instagramAppId}`,
		`Instagram app secret  ${seeded.app.instagramAppSecret}`,
		`redirect URI          ${seeded.app.redirectUris.join(', ')}`,
		`account               @${seeded.account.username}  IG_ID ${seeded.account.id}  app-scoped ${seeded.account.appScopedId}`,
		`person                @${seeded.person.username}  IGSID ${seeded.igsid}`,
		`media                 ${seeded.mediaIds.join(', ')}`,
		`comment               ${seeded.commentIds.join(', ')}`,
		`short-lived token     ${seeded.shortToken}`,
		`long-lived token      ${seeded.longToken}`,
		'',
		'try: ' +
			`curl -H 'Host: graph.instagram.com' -H 'Authorization: Bearer ${seeded.longToken.slice(0, 12)}...' '${simulator.origin}/v25.0/me?fields=user_id,username'`,
		'',
		'Assumed, not documented or recorded:',
		...assumedEndpoints().map((endpoint) => `  ${endpoint}`),
	];
}

function argument(name: string): string | undefined {
	const at = process.argv.indexOf(`--${name}`);
	return at === -1 ? undefined : process.argv[at + 1];
}

void main();
