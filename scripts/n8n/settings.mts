import { readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { InstalledN8n } from './cache.mts';

/** The person who owns the n8n of the tests and of `npm start`. It listens on this machine only. */
export const owner = {
	email: 'owner@example.test',
	firstName: 'Owner',
	lastName: 'Account',
	password: 'Instagram-1',
};
/** bcrypt of the password above: n8n takes the hash only. */
const ownerPasswordHash = '$2a$10$4po4gSC2udaAIi/tYOC0NOJ3dRn3SJuqGUryqLTEuFsCD2s.AJSLy';

export interface N8nSettings {
	installed: InstalledN8n;
	/** Which of n8n's processes: the whole of it (default), or a part of it in queue mode. */
	role?: 'main' | 'worker' | 'webhook';
	/** n8n keeps its database, its files and its packages in `.n8n` below. */
	userFolder: string;
	port: number;
	/** Ports nobody else has; n8n's task broker takes the one, its health check the other. */
	brokerPort: number;
	/** How the outside world, Instagram and browsers see this n8n. Without it: as n8n finds itself. */
	publicUrl?: string;
	/** The only way out of this n8n. Without it, it talks to the internet. */
	proxy?: { url: string; caFile: string };
	/** The file with the milliseconds n8n's clock is ahead of the machine's. */
	clockOffsetFile?: string;
	/**
	 * Without the editor, whose files n8n copies at every start, the process for Code nodes, and the modules
	 * that no workflow needs: such an n8n starts with little more than half of the work.
	 */
	bare?: boolean;
	/** Creates the owner account with the login above; without it n8n asks for one when it is first opened. */
	withOwner?: boolean;
	/** Whatever else n8n reads from its environment. Wins over all the above. */
	extra?: NodeJS.ProcessEnv;
}

/** The environment n8n starts in. */
export function environmentOf(settings: N8nSettings): NodeJS.ProcessEnv {
	return {
		...inherited(settings),
		...quiet,
		...withoutModules(settings),
		N8N_USER_FOLDER: settings.userFolder,
		N8N_PORT: String(settings.port),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_RUNNERS_BROKER_PORT: String(settings.brokerPort),
		// Saving the settings file readable for all is a warning today and an error tomorrow.
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
		// The package is not on the list of verified ones.
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		// The editor is opened over http on this machine.
		N8N_SECURE_COOKIE: 'false',
		...(settings.publicUrl && publicAddress(settings.publicUrl)),
		...(settings.proxy && onlyThrough(settings.proxy)),
		...(settings.clockOffsetFile && { SHIFT_CLOCK_FILE: settings.clockOffsetFile }),
		...(settings.withOwner && ownerAccount),
		...(settings.bare && bare),
		NODE_OPTIONS: preloads(settings),
		// n8n compiles thousands of files at every start; Node 24 keeps what comes of it.
		NODE_COMPILE_CACHE: join(settings.installed.folder, 'compile-cache'),
		...settings.extra,
	};
}

/** Nothing that calls home, asks questions or changes with the day. */
const quiet = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
};

/** A task runner that is said to be elsewhere is not started. */
const bare = { N8N_DISABLE_UI: 'true', N8N_RUNNERS_MODE: 'external', N8N_RUNNERS_AUTH_TOKEN: 'for nobody' };

/** A module that asks n8n's own servers for a list of servers. */
const CALLS_HOME = ['mcp-registry'];
/** Modules for the editor or for other systems, which take a sixth of the work of a start. */
const FOR_NO_WORKFLOW = [
	...['agents', 'chat-hub', 'instance-ai', 'mcp', 'workflow-builder'],
	...['breaking-changes', 'insights', 'ldap', 'otel', 'sso-oidc', 'sso-saml'],
];

/** Names only modules that this n8n knows: it does not start when it is told of others. */
function withoutModules({ installed, bare = false }: N8nSettings): NodeJS.ProcessEnv {
	const modules = join(installed.folder, 'node_modules', '@n8n', 'backend-common', 'dist', 'modules');
	const known = readFileSync(join(modules, 'modules.config.js'), 'utf8');
	const unwanted = [...CALLS_HOME, ...(bare ? FOR_NO_WORKFLOW : [])].filter((name) =>
		known.includes(`'${name}'`),
	);
	return unwanted.length === 0 ? {} : { N8N_DISABLED_MODULES: unwanted.join() };
}

const ownerAccount = {
	N8N_INSTANCE_OWNER_MANAGED_BY_ENV: 'true',
	N8N_INSTANCE_OWNER_EMAIL: owner.email,
	N8N_INSTANCE_OWNER_FIRST_NAME: owner.firstName,
	N8N_INSTANCE_OWNER_LAST_NAME: owner.lastName,
	N8N_INSTANCE_OWNER_PASSWORD_HASH: ownerPasswordHash,
};

function publicAddress(url: string): NodeJS.ProcessEnv {
	return {
		N8N_EDITOR_BASE_URL: url,
		N8N_WEBHOOK_URL: `${url}/`,
		// what n8n called it before 2.40
		WEBHOOK_URL: `${url}/`,
		N8N_PROXY_HOPS: '1',
	};
}

function onlyThrough(proxy: { url: string; caFile: string }): NodeJS.ProcessEnv {
	return {
		HTTPS_PROXY: proxy.url,
		HTTP_PROXY: proxy.url,
		NO_PROXY: 'localhost,127.0.0.1',
		NODE_EXTRA_CA_CERTS: proxy.caFile,
	};
}

function preloads(settings: N8nSettings): string {
	const folder = join(import.meta.dirname, '..', 'preload');
	const files = [
		'end-with-parent.cjs',
		...(settings.clockOffsetFile ? ['shift-clock.cjs'] : []),
		...(settings.extra?.TELL_VITALS_FILE === undefined ? [] : ['tell-vitals.cjs']),
	];
	return files.map((file) => `--require "${join(folder, file)}"`).join(' ');
}

/**
 * An n8n behind the proxy starts in a clean room: a developer's own n8n settings or proxy must not change
 * what a test sees. An n8n in front of the real Instagram keeps them, since a tunnel's address comes this
 * way.
 */
function inherited(settings: N8nSettings): NodeJS.ProcessEnv {
	const kept = Object.entries(process.env).filter(
		([name]) =>
			!/^(npm_|NODE_|JEST_)/.test(name) &&
			(settings.proxy === undefined || !/^(N8N_|DB_|EXECUTIONS_|WEBHOOK_URL|GENERIC_)|_proxy$/i.test(name)),
	);
	return {
		...Object.fromEntries(kept),
		PATH: [dirname(settings.installed.node), process.env.PATH].join(delimiter),
	};
}
