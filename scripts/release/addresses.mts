/** What package.json says about who publishes the package and where. */

/** Names that stand for "not decided yet". */
const PLACEHOLDER = /example\.|\.invalid\b|\.test\b|your-|placeholder|@n8n-nodes-instagram-login\.dev$/i;

interface Addresses {
	readonly version: string;
	readonly homepage: string;
	readonly repository: string;
	readonly bugs: string;
	readonly email: string;
}

/** The addresses in package.json; a missing one is an empty text. */
export function addressesIn(manifest: unknown): Addresses {
	return {
		version: textIn(manifest, 'version'),
		homepage: textIn(manifest, 'homepage'),
		repository: textIn(manifest, 'repository', 'url').replace(/^git\+|\.git$/g, ''),
		bugs: textIn(manifest, 'bugs', 'url'),
		email: textIn(manifest, 'author', 'email'),
	};
}

function textIn(value: unknown, ...path: string[]): string {
	const found = path.reduce<unknown>(
		(at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined),
		value,
	);
	return typeof found === 'string' ? found : '';
}

/** What has to be decided or written before a release, in words; empty when nothing is. */
export function ownersProblems(manifest: unknown, changelog: string): string[] {
	const { version, homepage, repository, bugs, email } = addressesIn(manifest);
	const decided = Object.entries({
		homepage,
		'repository.url': repository,
		'bugs.url': bugs,
		'author.email': email,
	});
	return [
		...decided
			.filter(([, address]) => address === '' || PLACEHOLDER.test(address))
			.map(
				([name, address]) =>
					`package.json: ${name} is ${address === '' ? 'missing' : `a placeholder (${address})`}`,
			),
		...(changelog.includes(`## [${version}]`) ? [] : [`CHANGELOG.md has no section for version ${version}`]),
	];
}

const PATIENCE_MS = 10_000;

/** The web addresses of package.json that do not answer, in words. */
export async function unansweredAddresses(manifest: unknown): Promise<string[]> {
	const { homepage, repository, bugs } = addressesIn(manifest);
	const urls = [...new Set([homepage, repository, bugs])].filter((url) => /^https:/.test(url));
	const answers = await Promise.all(
		urls.map(async (url) => ((await isThere(url)) ? [] : [`${url} does not answer`])),
	);
	return answers.flat();
}

async function isThere(url: string): Promise<boolean> {
	try {
		return (await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) })).ok;
	} catch {
		return false;
	}
}
