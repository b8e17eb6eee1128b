import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checkout, packageName } from './machine/checkout.mts';
import { ensureN8n } from './n8n/install.mts';
import { startN8n } from './n8n/process.mts';
import { linkPackage } from './n8n/user-folder.mts';
import { findFreePort } from './machine/ports.mts';
import { terminal, withProgress } from './machine/report.mts';
import type { Shown } from './machine/lifetime.mts';

/** n8n with the package in front of the real Instagram. What is made in it is kept for the next time. */
export async function startLive(port: number): Promise<Shown> {
	const userFolder = join(checkout, '.n8n-run', 'live');
	const logFile = join(userFolder, 'n8n.log');
	await mkdir(userFolder, { recursive: true });
	const installed = await ensureN8n(terminal);
	await linkPackage(userFolder, packageName, checkout);
	const brokerPort = await findFreePort();
	const n8n = await withProgress(terminal, 'Starting n8n', () =>
		startN8n({ installed, userFolder, port, brokerPort }, logFile),
	);

	const address = process.env.N8N_EDITOR_BASE_URL ?? process.env.N8N_WEBHOOK_URL;
	terminal.line(`
n8n         http://localhost:${port}
            It talks to the real Instagram. On its first start it asks you to make an owner account.
Data        ${userFolder} (kept)
Log         ${logFile}
`);
	if (!address) {
		terminal.line(`Instagram only talks to public https addresses. To connect an account and to receive webhooks, lead a
tunnel to port ${port} and start again with its address:
  N8N_EDITOR_BASE_URL=https://… N8N_WEBHOOK_URL=https://…/ N8N_PROXY_HOPS=1 npm start -- --live
`);
	}
	terminal.line('Ctrl-C stops it.');
	return { ended: n8n.ended, close: () => n8n.stop() };
}
