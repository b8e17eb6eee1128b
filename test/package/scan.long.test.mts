/** n8n's scanner for verified packages finds nothing in what is published, nor in its source. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { unpackPackage } from '../support/unpacked.mts';

const ROOT = resolve(__dirname, '../..');

let folder: string;
let unpacked: string;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'instagram-package-'));
	unpacked = unpackPackage(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Runs the scanner's own function, which allows no comment that turns a rule off. It is an ES module, and
 * jest's are not.
 */
function scan(directory: string, patterns?: string): { passed: boolean; details?: string } {
	const script = `
		import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';
		const result = await analyzePackage(${JSON.stringify(directory)}, ${patterns ?? 'undefined'});
		process.stdout.write(JSON.stringify(result));
	`;
	const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
		cwd: ROOT,
		encoding: 'utf8',
		maxBuffer: 100_000_000,
		// in tests a rule of n8n's takes every file for one of a node
		env: { ...process.env, NODE_ENV: undefined },
	});
	return JSON.parse(output) as { passed: boolean; details?: string };
}

it('the package passes', () => {
	expect(scan(unpacked)).toEqual({ passed: true });
}, 120_000);

it('the source passes', () => {
	expect(scan(ROOT, 'SOURCE_FILE_PATTERNS')).toEqual({ passed: true });
}, 120_000);
