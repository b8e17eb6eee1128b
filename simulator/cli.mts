import { assumedEndpoints } from './coverage.mts';
import { seedWorld, startSimulator } from './index.mts';

/** `npm run sim [-- --port 8787 --speed 1 --resolve n8n.example.test=http://127.0.0.1:5678]`: one simulator with a seeded world. */
async function main(): Promise<void> {
	const simulator = await startSimulator({
		port: Number(argument('port') ?? 8787),
		speed: Number(argument('speed') ?? 1),
		resolve: Object.fromEntries(
			(argument('resolve') ?? '')
				.split(',')
				.filter((pair) => pair.includes('='))
				.map((pair): [string, string] => [
					pair.slice(0, pair.indexOf('=')),
					pair.slice(pair.indexOf('=') + 1),
				]),
		),
	});
	const answer = await fetch(`${simulator.origin}/_sim/seed`, { method: 'POST', body: '{}' });
	const seeded = (await answer.json()) as Awaited<ReturnType<typeof seedWorld>>;
	const lines = [
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
	process.stdout.write(`${lines.join('\n')}\n`);
	process.once('SIGINT', () => void simulator.close().then(() => process.exit(0)));
	process.once('SIGTERM', () => void simulator.close().then(() => process.exit(0)));
}

function argument(name: string): string | undefined {
	const at = process.argv.indexOf(`--${name}`);
	return at === -1 ? undefined : process.argv[at + 1];
}

void main();
