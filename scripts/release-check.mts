/**
 * `npm run release:check`: refuses a release while what only the owner can decide is missing, and says what
 * to do. It looks at package.json, which is the one place of these addresses, and asks whether they answer.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from './machine/checkout.mts';
import { ownersProblems, unansweredAddresses } from './release/addresses.mts';

const manifest: unknown = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'));
const changelog = readFileSync(join(checkout, 'CHANGELOG.md'), 'utf8');
const problems = [...ownersProblems(manifest, changelog), ...(await unansweredAddresses(manifest))];

if (problems.length === 0) {
	console.log('Ready: tag this commit with its version and push the tag (docs/releasing.md).');
} else {
	console.error(`Not ready to release:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
	console.error(`
Only the owner can do this, once:
- create the public repository, and set homepage, repository and bugs in package.json to it
- set author.email in package.json to an address that is read
- on npm, name .github/workflows/publish.yml of that repository as the trusted publisher of the package
- after the first release, ask n8n for verification in its Creator Portal
docs/releasing.md has the steps.`);
	process.exitCode = 1;
}
