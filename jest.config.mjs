const common = {
	rootDir: import.meta.dirname,
	testEnvironment: 'node',
	// What npm start and npm test leave behind.
	modulePathIgnorePatterns: ['<rootDir>/.n8n-run/', '<rootDir>/test-output/'],
	moduleFileExtensions: ['mts', 'ts', 'mjs', 'js', 'json', 'node'],
	transform: {
		'^.+\\.m?ts$': [
			'@swc/jest',
			{
				jsc: { parser: { syntax: 'typescript', decorators: false }, target: 'es2022' },
				module: { type: 'commonjs', ignoreDynamic: false },
				sourceMaps: 'inline',
			},
		],
	},
};

const inProcess = ['unit', 'contract', 'engine', 'package', 'simulator'];

/** Tests that take many seconds by themselves, such as hundreds of randomised runs of the engine. */
const LONG = '\\.long\\.test\\.mts$';

const engine = { ...common, setupFilesAfterEnv: ['<rootDir>/test/support/environment.mts'] };

// mockttp is CommonJS but requires these ES modules, which jest on Node 20 can only load compiled.
const esModules = ['get-port', 'milliparsec'];

/** Projects that start n8n, a proxy and browsers. */
const realProcesses = {
	...common,
	// Of the twins printer.js and printer.mjs the CommonJS one.
	moduleFileExtensions: ['mts', 'ts', 'js', 'mjs', 'json', 'node'],
	transform: { '\\.(m?ts|js)$': Object.values(common.transform)[0] },
	transformIgnorePatterns: [`/node_modules/(?!(${esModules.join('|')})/)`],
};

export default {
	// n8n-core alone takes a second to load; two workers are what the smallest supported machine has.
	maxWorkers: 2,
	// A worker keeps 10 to 20 MB of every file it has run, and the system needs half a second to take a gigabyte
	// back: longer than jest waits before it says that a worker "failed to exit gracefully".
	workerIdleMemoryLimit: '400MB',
	testSequencer: '<rootDir>/test/support/longestFirst.mjs',
	// for a machine that is busy with other things; no test measures time
	testTimeout: 30_000,
	projects: [
		{
			...engine,
			displayName: 'quick',
			testMatch: [
				'<rootDir>/test/*.test.mts',
				...inProcess.map((kind) => `<rootDir>/test/${kind}/**/*.test.mts`),
			],
			testPathIgnorePatterns: ['/node_modules/', LONG],
		},
		{ ...engine, displayName: 'long', testRegex: [LONG] },
		{ ...realProcesses, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.test.mts'] },
		{ ...realProcesses, displayName: 'compat', testMatch: ['<rootDir>/test/compat/**/*.test.mts'] },
		{ ...realProcesses, displayName: 'queue', testMatch: ['<rootDir>/test/queue/**/*.test.mts'] },
		{
			...realProcesses,
			displayName: 'browser',
			testMatch: ['<rootDir>/test/browser/**/*.test.mts'],
			setupFilesAfterEnv: ['<rootDir>/test/browser/support/again.mts'],
		},
	],
};
