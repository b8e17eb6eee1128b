import base from '../../jest.config.mjs';

// mockttp is CommonJS but requires these ES modules, which jest on Node 20 can only load compiled.
const esModules = ['get-port', 'milliparsec'];

/** The two projects of the main configuration that start real processes. */
const realProcesses = base.projects
	.filter(({ displayName }) => displayName === 'e2e' || displayName === 'browser')
	.map((project) => ({
		...project,
		// What npm start leaves behind.
		modulePathIgnorePatterns: ['<rootDir>/.n8n-run/'],
		// Of the twins printer.js and printer.mjs the CommonJS one.
		moduleFileExtensions: ['mts', 'ts', 'js', 'mjs', 'json', 'node'],
		transform: { '\\.(m?ts|js)$': Object.values(project.transform)[0] },
		transformIgnorePatterns: [`/node_modules/(?!(${esModules.join('|')})/)`],
	}));

export default { ...base, projects: realProcesses };
