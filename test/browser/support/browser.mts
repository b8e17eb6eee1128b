import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { generateSPKIFingerprint } from 'mockttp';
import {
	chromium,
	selectors,
	type Browser,
	type BrowserContext,
	type LaunchOptions,
	type Locator,
	type Page,
} from 'playwright-core';
import { checkout } from '../../../scripts/machine/checkout.mts';
import { findChromium } from '../../../scripts/machine/chromium.mts';
import { owner } from '../../../scripts/n8n/settings.mts';
import { publicUrl, type World } from '../../../scripts/world/world.mts';

export const executablePath = findChromium();

/** Where a machine has no Chromium the tests are skipped, and counted as that. */
export const describeInBrowser = executablePath === undefined ? describe.skip : describe;

// n8n's own tests find the parts of its editor by this.
selectors.setTestIdAttribute('data-test-id');

/** Chromium that calls nobody by itself. */
export async function launchChromium({ args = [], ...options }: LaunchOptions = {}): Promise<Browser> {
	return await chromium.launch({
		executablePath,
		headless: true,
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
			// a page of the editor is left before compiling it well pays
			'--js-flags=--no-turbofan --no-maglev',
			...args,
		],
		...options,
	});
}

/** Chromium that reaches n8n and Instagram under their public names, through the same proxy n8n uses. */
export async function openBrowser(world: World): Promise<{ browser: Browser; context: BrowserContext }> {
	const { url, caFile } = world.interception;
	// Trusted, not only put up with: of a page with a bad certificate Chromium keeps nothing, and n8n's editor
	// is 400 files.
	const trusted = await generateSPKIFingerprint(await readFile(caFile, 'utf8'));
	const browser = await launchChromium({
		proxy: { server: url },
		args: [`--ignore-certificate-errors-spki-list=${trusted}`],
	});
	const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
	// a page of the editor takes three seconds alone, and many times that on a small machine with other work
	context.setDefaultTimeout(90_000);
	return { browser, context };
}

/** A page of n8n's editor, logged in as the owner. */
export async function openEditor(context: BrowserContext): Promise<Page> {
	const page = await context.newPage();
	await page.goto(`${publicUrl}/signin`);
	await page.getByLabel('Email').fill(owner.email);
	await page.getByLabel('Password').fill(owner.password);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.waitForURL(/\/home\//);
	// A page that is left before it stands leaves its half-loaded parts to the next one.
	await page.waitForLoadState('networkidle');
	return page;
}

interface VueRoot extends Element {
	readonly __vue_app__?: {
		config: { globalProperties: { $router: { push(path: string): Promise<unknown> } } };
	};
}

/** Leads the editor to another of its pages as its own links do: without loading all of it again. */
export async function goTo(editor: Page, path: string): Promise<void> {
	await editor.evaluate(async (to) => {
		const root: VueRoot | null = document.querySelector('#app');
		await root?.__vue_app__?.config.globalProperties.$router.push(to);
	}, path);
}

/** Gives back a list that fills with what goes wrong on a page from now on. */
export function collectErrors(page: Page): string[] {
	const errors: string[] = [];
	page.on('pageerror', (error) => errors.push(error.message));
	page.on('console', (message) => {
		const { url } = message.location();
		// what n8n asks of the world outside, which this one does not have
		const isOurs = url.startsWith(publicUrl) || url === '';
		if (message.type() === 'error' && isOurs) errors.push(`${message.text()} ${url}`.trim());
	});
	return errors;
}

/** Begins a credential of a type, on the page of the credentials. */
export async function chooseNewCredential(editor: Page, type: string): Promise<void> {
	await editor.getByTestId('add-resource-credential').click();
	const select = editor.getByTestId('new-credential-type-select');
	await select.click();
	await select.locator('input').fill(type);
	await editor.getByTestId('new-credential-type-select-option').filter({ hasText: type }).first().click();
	await editor.getByTestId('new-credential-type-button').click();
}

/** Fills in fields of a dialog by their parameter names. */
export async function fillIn(dialog: Locator, values: Record<string, string>): Promise<void> {
	for (const [name, value] of Object.entries(values)) {
		await dialog.getByTestId(`parameter-input-${name}`).locator('input').fill(value);
	}
}

/**
 * Keeps a picture of what is seen. They lie outside the repository; with `SCREENSHOTS=docs/images npm test`
 * those of them that lie in that folder already, because a document shows them, are renewed too.
 */
export async function keepPicture(page: Page | Locator, name: string): Promise<void> {
	const folders = [join('test-output', 'screenshots')];
	const { SCREENSHOTS: shown } = process.env;
	if (shown !== undefined && existsSync(join(checkout, shown, `${name}.png`))) folders.push(shown);
	for (const folder of folders) {
		const path = join(checkout, folder, `${name}.png`);
		await mkdir(dirname(path), { recursive: true });
		await page.screenshot({ path });
	}
}
