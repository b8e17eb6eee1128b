/**
 * The page that `npm start` shows beside n8n: what a visitor writes reaches Instagram, and what the account
 * does is seen.
 */
import type { Browser } from 'playwright-core';
import { createMetaApp, type Account, type App } from '../../scripts/world/connection.mts';
import { findFreePort } from '../../scripts/machine/ports.mts';
import { startPlayground, type Playground } from '../../scripts/playground/server.mts';
import { PeopleOfThePage } from '../../scripts/playground/world.mts';
import { publicUrl } from '../../scripts/world/world.mts';
import { startSimulator, type Simulator } from '../../simulator/index.mts';
import { describeInBrowser, launchChromium } from './support/browser.mts';

describeInBrowser('The page of the simulated Instagram', () => {
	let simulator: Simulator;
	let app: App;
	let account: Account;
	let playground: Playground;
	let browser: Browser;

	beforeAll(async () => {
		simulator = await startSimulator();
		app = createMetaApp(simulator);
		account = simulator.instagram.createAccount({ username: 'brand' });
		simulator.instagram.signIn(account);
		const people = new PeopleOfThePage(simulator, account);
		const port = await findFreePort();
		playground = await startPlayground({ port, n8nOrigin: 'http://localhost:1', simulator, app, people });
		browser = await launchChromium();
	});
	afterAll(async () => {
		await browser?.close();
		await playground?.close();
		await simulator?.close();
	});

	it('takes a message and a comment, and shows what became of them', async () => {
		const media = simulator.instagram.createMedia(account, { caption: 'New in the shop' });
		const page = await browser.newPage();
		const errors: string[] = [];
		page.on('console', (message) => {
			if (message.type() === 'error') errors.push(message.text());
		});
		await page.goto(playground.origin);
		await page.fill('input[name=username]', 'ada');
		await page.fill('input[name=text]', '<b>Hello</b>');
		await page.click('button');
		await page.waitForSelector('text=<b>Hello</b>');
		await page.selectOption('select[name=to]', media.id);
		await page.fill('input[name=text]', 'How much is it?');
		await page.click('button');
		await page.waitForSelector('text=@ada: How much is it?');
		expect(simulator.instagram.comments(media).map(({ text, username }) => [username, text])).toEqual([
			['ada', 'How much is it?'],
		]);
		expect(errors).toEqual([]);
	});

	it('keeps its fields inside their box, however long a caption is and however small the window', async () => {
		simulator.instagram.createMedia(account, { caption: 'A caption that goes on for quite a while' });
		const page = await browser.newPage({ viewport: { width: 780, height: 500 } });
		await page.goto(playground.origin);
		await page.waitForSelector('option:has-text("goes on")', { state: 'attached' });
		const rightEdge = async (selector: string) =>
			await page.locator(selector).evaluate((element) => element.getBoundingClientRect().right);
		const box = await rightEdge('section:has(form)');
		for (const field of ['input[name=username]', 'select', 'input[name=text]', 'button'])
			expect(await rightEdge(`form ${field}`)).toBeLessThan(box);
	});

	it("opens Instagram's window, and sends the browser back to the n8n of the visitor", async () => {
		const redirectUri = `${publicUrl}/rest/oauth2-credential/callback`;
		const query = new URLSearchParams({
			client_id: app.instagramAppId,
			redirect_uri: redirectUri,
			response_type: 'code',
			scope: 'instagram_business_basic',
			state: 'mine',
		});
		const url = `${playground.origin}/oauth/authorize?${query.toString()}`;
		expect(await (await fetch(url)).text()).toContain('Allow Example App to access @brand?');
		const answer = await fetch(url, {
			method: 'POST',
			redirect: 'manual',
			body: new URLSearchParams({ account: account.id, decision: 'allow' }),
		});
		expect(answer.headers.get('location')).toMatch(
			/^http:\/\/localhost:1\/rest\/oauth2-credential\/callback\?code=[^&]+&state=mine/,
		);
	});
});
