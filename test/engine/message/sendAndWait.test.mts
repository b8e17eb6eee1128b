/** Send and Wait for Response: the question, the wait, the pages behind the buttons, the decision. */
import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { Container } from '@n8n/di';
import { InstanceSettings, validateUrlSignature } from 'n8n-core';
import type { IExecuteContextData, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { Instagram } from '../../../nodes/Instagram/Instagram.node';
import { lastQuestion, openLink, sentMessages } from '../../support/answering.mts';
import { PUBLIC_HOST } from '../../support/engine.mts';
import { useOpenWindow } from '../../support/messages.mts';
import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'file' });
let recipientId: string;

beforeAll(async () => {
	recipientId = world.simulator.instagram.igsid(world.person, world.account);
});
useOpenWindow(world);

const HOUR_MS = 3_600_000;
const WAIT_INDEFINITELY = '3000-01-01T00:00:00.000Z';
const QUESTION = { resource: 'message', operation: 'sendAndWait', message: 'Publish "<Summer>"?' };
const POST: INodeExecutionData = { json: { post: 1, at: '2026-11-23T18:00:00.000Z' } };

/** What n8n has kept of the node since the last question. */
let kept: IExecuteContextData = {};

async function ask(parameters: INodeParameters = {}, items = [POST]) {
	const result = await world.run({ ...QUESTION, recipientId, ...parameters }, items);
	kept = result.contextData;
	return result;
}

const lastTemplate = () => lastQuestion(world);
const open = async (url: string, method: 'GET' | 'POST', parameters: INodeParameters = {}, name?: string) =>
	await openLink(
		world,
		{ parameters: { ...QUESTION, recipientId, ...parameters }, items: [POST], kept, name },
		url,
		method,
	);

describe('the question', () => {
	it('is a template with two links, and the execution waits', async () => {
		const { error, waitTill } = await ask();
		expect(error).toBeUndefined();
		expect(world.requests()).toHaveLength(1);
		const { text, buttons } = lastTemplate();
		expect(text).toBe('Publish "<Summer>"?');
		expect(buttons.map(({ type, title }) => [type, title])).toEqual([
			['web_url', 'Approve'],
			['web_url', 'Decline'],
		]);
		expect(buttons.map(({ url }) => new URL(url).searchParams.get('approved'))).toEqual(['true', 'false']);
		expect(waitTill?.toISOString()).toBe(WAIT_INDEFINITELY);
	});

	it('has links to n8n that n8n has signed, decision included', async () => {
		await ask();
		const secret = Container.get(InstanceSettings).hmacSignatureSecret;
		for (const { url } of lastTemplate().buttons) {
			const link = new URL(url);
			expect(`${link.origin}${link.pathname}`).toBe(`https://${PUBLIC_HOST}/webhook-waiting/e1/node-1`);
			const signature = link.searchParams.get('signature')!;
			expect(validateUrlSignature(signature, link, secret)).toBe(true);
			link.searchParams.set('approved', link.searchParams.get('approved') === 'true' ? 'false' : 'true');
			expect(validateUrlSignature(signature, link, secret)).toBe(false);
		}
	});

	it('has the labels that were chosen, and one button when only approval is wanted', async () => {
		await ask({ approvalOptions: { values: { approvalType: 'single', approveLabel: 'Go!' } } });
		expect(lastTemplate().buttons.map(({ title }) => title)).toEqual(['Go!']);
	});

	it('of more than 640 characters is sent in full before the buttons', async () => {
		const message = 'A sentence of the caption. '.repeat(60).trim();
		const { error } = await ask({ message });
		expect(error).toBeUndefined();
		const parts = [
			...sentMessages(world)
				.slice(0, -1)
				.map(({ text }) => text!),
			lastTemplate().text,
		];
		expect(parts.join(' ')).toBe(message);
		expect(parts.length).toBeGreaterThan(1);
		expect([...parts.at(-1)!].length).toBeLessThanOrEqual(640);
	});

	it.each<[INodeParameters, number]>([
		[{ limitType: 'afterTimeInterval', resumeAmount: 45, resumeUnit: 'minutes' }, 45 * 60_000],
		[{ limitType: 'afterTimeInterval', resumeAmount: 2, resumeUnit: 'days' }, 48 * HOUR_MS],
	])('waits as long as it may: %p', async (values, waitMs) => {
		const before = world.simulator.clock.now();
		const { waitTill } = await ask({ options: { limitWaitTime: { values } } });
		const after = world.simulator.clock.now();
		expect(waitTill!.getTime()).toBeGreaterThanOrEqual(before + waitMs);
		expect(waitTill!.getTime()).toBeLessThanOrEqual(after + waitMs);
	});

	it('waits until a date and time', async () => {
		const date = new Date(world.simulator.clock.now() + 240 * HOUR_MS).toISOString();
		const { waitTill } = await ask({
			options: { limitWaitTime: { values: { limitType: 'atSpecifiedTime', maxDateAndTime: date } } },
		});
		expect(waitTill?.toISOString()).toBe(date);
	});

	it('that comes too late to be answered is not sent', async () => {
		const values = { limitType: 'atSpecifiedTime', maxDateAndTime: '2020-01-01T00:00:00Z' };
		const { error, waitTill } = await ask({ options: { limitWaitTime: { values } } });
		expect(error?.message).toBe('Limit Wait Time has a date and time that has passed');
		expect(waitTill).toBeUndefined();
		expect(world.requests()).toEqual([]);
	});

	it('is asked for one item only', async () => {
		const { error } = await ask({}, [POST, POST]);
		expect(error?.message).toBe('An execution can wait for one answer, but 2 items came in');
		expect(error?.description).toContain('Loop Over Items');
		expect(world.requests()).toEqual([]);
	});

	it('that Instagram refuses does not put the execution to wait', async () => {
		world.person.blocked.push(world.account.id);
		const { error, waitTill } = await ask();
		world.person.blocked.pop();
		expect(error?.message).toBe('The person is not available');
		expect(waitTill).toBeUndefined();
	});
});

describe('a link', () => {
	const linkTo = (approved: boolean) => lastTemplate().buttons[approved ? 0 : 1]!.url;

	it('shows the question and a button, and decides nothing when it is only opened', async () => {
		await ask();
		const { workflowData, noWebhookResponse, page, answered } = await open(linkTo(true), 'GET');
		expect(workflowData).toBeUndefined();
		expect(noWebhookResponse).toBe(true);
		expect(answered).toMatchObject({
			status: 200,
			headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
		});
		expect(answered.headers['content-security-policy']).toContain("frame-ancestors 'none'");
		expect(page).toContain('<form method="post"><button type="submit">Approve</button></form>');
		expect(page).toContain('Publish &quot;&lt;Summer&gt;&quot;?');
		expect(page).not.toMatch(/https?:\/\//);
	});

	it('runs no script but its own, which the browser knows by its content, and calls nobody else', async () => {
		await ask({ message: '<script>alert(1)</script>' });
		const { page, answered } = await open(linkTo(true), 'GET', { message: '<script>alert(1)</script>' });
		const scripts = [...page.matchAll(/<script>([^]*?)<\/script>/g)].map(([, code = '']) => code);
		expect(scripts).toHaveLength(1);
		const hash = createHash('sha256').update(scripts[0]!).digest('base64');
		const policy = answered.headers['content-security-policy'];
		expect(policy).toMatch(/^default-src 'none';/);
		expect(policy).toContain(`script-src 'sha256-${hash}';`);
		expect(policy).toContain("connect-src 'self';");
	});

	it.each([
		[true, 'Approve'],
		[false, 'Decline'],
	])(
		'records the decision when its button is pressed, and says which (approved: %p)',
		async (approved, label) => {
			await ask();
			const { workflowData, page } = await open(linkTo(approved), 'POST');
			expect(workflowData).toEqual([
				[
					{
						json: { data: { approved, respondedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string } },
						pairedItem: { item: 0 },
					},
				],
			]);
			expect(page).toContain(`Your answer was recorded: ${label}`);
		},
	);

	it('of an earlier question does not answer the present one, although both are about the same item', async () => {
		await ask();
		const earlier = linkTo(true);
		await ask();
		for (const method of ['GET', 'POST'] as const) {
			const { workflowData, page } = await open(earlier, method);
			expect(workflowData).toBeUndefined();
			expect(page).toContain('This question is no longer open.');
		}
		expect((await open(linkTo(true), 'POST')).workflowData).toBeDefined();
	});

	it.each(['Ask }} now', 'Ask {{ $json }}', `Ask "me", 'me' and \`me\` \\`, 'Fragen? Ja: 質問 👋'])(
		'works in a node with the name %s',
		async (name) => {
			await ask();
			expect((await open(linkTo(true), 'POST', {}, name)).workflowData).toBeDefined();
		},
	);

	it('without a decision records nothing', async () => {
		const { workflowData, page } = await open(`https://${PUBLIC_HOST}/webhook-waiting/e1/node-1`, 'POST');
		expect(workflowData).toBeUndefined();
		expect(page).toContain('Nothing was recorded');
	});

	it('works although an expression of the node fails by then', async () => {
		await ask();
		const { workflowData } = await open(linkTo(true), 'POST', {
			message: '={{ $("Gone").item.json.x }}',
		});
		expect(workflowData?.[0]?.[0]?.json).toMatchObject({ data: { approved: true } });
	});
});

it("is offered by n8n for human review of an agent's tools: the fields have the names n8n looks for", () => {
	const { properties, webhooks } = new Instagram().description;
	const shown = properties.filter(({ displayOptions }) =>
		displayOptions?.show?.operation?.includes('sendAndWait'),
	);
	expect(shown.map(({ name }) => name)).toEqual(
		expect.arrayContaining(['message', 'approvalOptions', 'options']),
	);
	expect(
		webhooks?.every(({ restartWebhook, isFullPath }) => restartWebhook === true && isFullPath === true),
	).toBe(true);
});
