import { homedir, platform } from 'node:os';
import { join } from 'node:path';

/**
 * Where what is downloaded once per machine is kept. `N8N_INSTAGRAM_CACHE` overrides it, else it is the
 * user's cache folder as the platform defines it.
 */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
	return environment.N8N_INSTAGRAM_CACHE ?? join(userCacheFolder(environment), 'n8n-nodes-instagram-login');
}

function userCacheFolder(environment: NodeJS.ProcessEnv): string {
	if (environment.XDG_CACHE_HOME) return environment.XDG_CACHE_HOME;
	if (platform() === 'darwin') return join(homedir(), 'Library', 'Caches');
	if (platform() === 'win32') return environment.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
	return join(homedir(), '.cache');
}

export interface InstalledN8n {
	/** The folder that holds n8n and its Node. */
	folder: string;
	/** The Node n8n runs with. */
	node: string;
	/** n8n's command line, to be run by that Node. */
	bin: string;
}

export function n8nIn(folder: string): InstalledN8n {
	return {
		folder,
		node: join(folder, 'node_modules', 'node', 'bin', 'node'),
		bin: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
	};
}
