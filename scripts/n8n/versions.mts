/** An n8n that the package is tried with, and how it installs. */
export interface SupportedN8n {
	version: string;
	/** The Node it runs with, which is another than the one that builds and tests the package. */
	nodeMajor: 22 | 24;
	/**
	 * Packages that npm has to take in another version than n8n asks for. n8n is published without a lock, so
	 * an older one gets parts that came out after it, and some of these no longer fit.
	 */
	overrides?: Readonly<Record<string, string>>;
}

/** The newest n8n that the package was seen to work with; `npm start` and `npm test` use it. */
export const newestN8n: SupportedN8n = { version: '2.41.1', nodeMajor: 24 };

/** n8n asks for SheetJS from its vendor's own host, which is not a registry; this is the last one on npm. */
const xlsx = { xlsx: '0.18.5' };
/** Later ones ask for a langchain that came after this n8n. */
const checkpoint = { '@langchain/langgraph-checkpoint': '1.0.4' };

/**
 * What `npm run test:compat` runs against, oldest first: both ends of what is supported, and the first of
 * every change that the package feels. README.md says the same.
 */
export const supportedN8n: readonly SupportedN8n[] = [
	{ version: '1.123.81', nodeMajor: 22, overrides: { ...xlsx, ...checkpoint } },
	{ version: '2.0.3', nodeMajor: 22, overrides: { ...xlsx, ...checkpoint } },
	{
		version: '2.20.12',
		nodeMajor: 24,
		overrides: {
			...xlsx,
			...checkpoint,
			'@langchain/langgraph': '1.0.7',
			'@opentelemetry/core': '2.5.0',
		},
	},
	{ version: '2.40.7', nodeMajor: 24 },
	newestN8n,
];

/** One that is in no table, such as tonight's, is taken to install as the newest one does. */
export function n8nOf(version: string | undefined): SupportedN8n {
	if (version === undefined) return newestN8n;
	return supportedN8n.find((known) => known.version === version) ?? { ...newestN8n, version };
}

/** What older versions do not have. The package looks for it before it uses it, and does without. */
export const laterN8n = {
	filesStored: {
		since: '2.0',
		what: 'A file of an earlier node can be posted as it is; before, only with `N8N_DEFAULT_BINARY_DATA_MODE=filesystem`.',
	},
	eventsKept: {
		since: '2.20',
		what: 'An event that Meta repeats is also recognised after a restart of n8n; before, for as long as n8n runs.',
	},
	agents: { since: '2.25', what: 'AI agents use the Instagram node as a tool.' },
	humanReview: { since: '2.40', what: 'A person can be asked before an agent uses it.' },
} as const;

/** Whether a version has it. */
export function hasFeature(feature: keyof typeof laterN8n, { version }: SupportedN8n): boolean {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	const [sinceMajor = 0, sinceMinor = 0] = laterN8n[feature].since.split('.').map(Number);
	return major > sinceMajor || (major === sinceMajor && minor >= sinceMinor);
}
