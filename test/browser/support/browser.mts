import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
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
export async function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
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
		],
		...options,
	});
}

/** Chromium that reaches n8n and Instagram under their public names, through the same proxy n8n uses. */
export async function openBrowser(world: World): Promise<{ browser: Browser; context: BrowserContext }> {
	const browser = await launchChromium({ proxy: { server: world.interception.url } });
	const context = await browser.newContext({
		// The proxy's certificates are good enough for a test, but no browser trusts them.
		ignoreHTTPSErrors: true,
		viewport: { width: 1280, height: 860 },
	});
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
 * Keeps a picture of what is seen. They lie outside the repository, except when the pictures of the README are to
 * be renewed: `SCREENSHOTS=docs/images npm test`.
 */
export async function keepPicture(page: Page | Locator, name: string): Promise<void> {
	const folder = join(checkout, process.env.SCREENSHOTS ?? join('test-output', 'screenshots'));
	await mkdir(folder, { recursive: true });
	await page.screenshot({ path: join(folder, `${name}.png`) });
}
