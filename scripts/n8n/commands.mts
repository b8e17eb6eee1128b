import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { mustRun } from '../machine/command.mts';
import { environmentOf, type N8nSettings } from './settings.mts';

export interface ExportedCredential {
	id: string;
	name: string;
	type: string;
	data: Record<string, unknown>;
}

/** Every credential with its secrets, by n8n's own command line. n8n may be running beside it. */
export async function exportDecryptedCredentials(settings: N8nSettings): Promise<ExportedCredential[]> {
	const file = join(settings.userFolder, `credentials-${process.pid}.json`);
	try {
		await runCommand(settings, ['export:credentials', '--all', '--decrypted', `--output=${file}`]);
		return JSON.parse(await readFile(file, 'utf8')) as ExportedCredential[];
	} finally {
		await rm(file, { force: true });
	}
}

async function runCommand(settings: N8nSettings, parameters: string[]): Promise<void> {
	await mustRun(settings.installed.node, [settings.installed.bin, ...parameters], {
		env: environmentOf(settings),
		timeoutMs: 120_000,
	});
}
