const common = {
	rootDir: import.meta.dirname,
	testEnvironment: 'node',
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

const quick = ['unit', 'contract', 'engine', 'package', 'simulator'];

export default {
	// n8n-core alone takes a second to load; two workers are what the smallest supported machine has.
	maxWorkers: 2,
	projects: [
		{
			...common,
			displayName: 'quick',
			setupFilesAfterEnv: ['<rootDir>/test/support/environment.mts'],
			testMatch: ['<rootDir>/test/*.test.mts', ...quick.map((kind) => `<rootDir>/test/${kind}/**/*.test.mts`)],
		},
		{ ...common, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.test.mts'] },
		{ ...common, displayName: 'browser', testMatch: ['<rootDir>/test/browser/**/*.test.mts'] },
	],
};
