// What stands around the product (.mts: simulator, scripts, tests). The product itself (.ts) is
// linted by eslint.config.mjs, which n8n's strict mode does not let anybody change.
import tseslint from 'typescript-eslint';

export default tseslint.config({
	files: ['simulator/**/*.mts', 'scripts/**/*.mts', 'test/**/*.mts'],
	extends: [...tseslint.configs.recommendedTypeChecked],
	languageOptions: {
		parserOptions: { project: './tsconfig.around.json', tsconfigRootDir: import.meta.dirname },
	},
	rules: {
		'@typescript-eslint/no-explicit-any': 'error',
		'@typescript-eslint/require-await': 'off',
		'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
		'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
		eqeqeq: 'error',
	},
});
