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
	return JSON.parse(await exportCredentials(settings, '--decrypted')) as ExportedCredential[];
}

/**
 * Every credential as n8n exports it by default: what is secret is encrypted. Gives back the text of the
 * file.
 */
export async function exportCredentials(settings: N8nSettings, ...options: string[]): Promise<string> {
	const file = join(settings.userFolder, `credentials-${process.pid}.json`);
	try {
		await runCommand(settings, ['export:credentials', '--all', ...options, `--output=${file}`]);
		return await readFile(file, 'utf8');
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
