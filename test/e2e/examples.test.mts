import { fixture } from '../../simulator/state/fixtures.mts';
import { registerWebhook } from '../../scripts/world/connection.mts';
import { listExamples } from '../../scripts/world/examples.mts';
import { executionError, runManually, waitForExecutions } from '../../scripts/n8n/executions.mts';
import { activate, createWorkflow } from '../../scripts/n8n/workflows.mts';
import { publicUrl } from '../../scripts/world/world.mts';
import { createDataTable } from './support/dataTables.mts';
import { idInExamples, pathOf, useExamples } from './support/examples.mts';
import { readAgentExample, startModel } from './support/model.mts';
import { download } from './support/nodes.mts';
import { useWorld } from './support/world.mts';

const world = useWorld();
const {
	app,
	account,
	credential,
	importExample,
	importAsCallback,
	runWell,
	expectSuccesses,
	received,
	untilReceived,
	untilWaiting,
	createApprover,
	connectWithInsights,
} = useExamples(world);

/** How each example is made to run, and what it has to bring about. */
const runs: Record<string, () => Promise<void>> = {
	async 'publish-photo-on-schedule'() {
		const workflow = await importExample('publish-photo-on-schedule');

		await runWell(workflow, 'Every Morning at 9');

		const captions = world()
			.simulator.instagram.publishedMedia(account())
			.map(({ caption }) => caption);
		expect(captions).toEqual([expect.stringMatching(/^Good morning! It is \w+, \d+ \w+\.$/)]);
	},

	async 'answer-direct-message'() {
		const workflow = await importAsCallback('answer-direct-message');
		const person = world().simulator.instagram.createPerson({ username: 'curious' });

		await world().simulator.instagram.sendDirectMessage({ from: person, to: account(), text: 'Hello?' });

		await expectSuccesses(workflow, 1);
		expect(received(person).map(({ text }) => text)).toEqual([
			'Thank you for writing “Hello?”! We answer within a day.',
		]);
	},

	async 'agent-answers-direct-messages'() {
		const instagram = world().simulator.instagram;
		const model = await startModel();
		try {
			const example = await readAgentExample(world(), model, {
				instagram: credential(),
				colleagueId: idInExamples,
			});
			const workflow = await createWorkflow(world().session, example);
			await activate(world().session, workflow);
			await registerWebhook(world(), app(), pathOf(workflow));
			const person = instagram.createPerson({ username: 'asking' });
			model.turns = [{ tool: 'Send_the_Answer', args: { text: 'From 9 to 18.' } }];

			await instagram.sendDirectMessage({ from: person, to: account(), text: 'When are you open?' });

			await expectSuccesses(workflow, 1);
			expect(instagram.messages(account(), person).map(({ text }) => text)).toEqual([
				'When are you open?',
				'From 9 to 18.',
			]);
		} finally {
			await model.close();
		}
	},

	async 'moderate-comments'() {
		const workflow = await importAsCallback('moderate-comments');
		const instagram = world().simulator.instagram;
		const person = instagram.createPerson({ username: 'visitor' });
		const media = instagram.createMedia(account());

		await instagram.comment({ from: person, media, text: 'Lovely!' });
		await instagram.comment({ from: person, media, text: 'Free followers here' });

		await expectSuccesses(workflow, 2);
		const left = instagram
			.comments(media)
			.map(({ text, replies }) => [text, replies.map((reply) => reply.text)]);
		expect(left).toEqual([['Lovely!', ['Thank you for your comment, @visitor!']]]);
	},

	async 'send-link-to-commenters'() {
		const workflow = await importAsCallback('send-link-to-commenters');
		const instagram = world().simulator.instagram;
		const person = instagram.createPerson({ username: 'hungry' });
		const media = instagram.createMedia(account());

		await instagram.comment({ from: person, media, text: 'Lovely!' });
		await instagram.comment({ from: person, media, text: 'link please' });

		await expectSuccesses(workflow, 1);
		expect(received(person).map(({ text }) => text)).toEqual([
			'Hello @hungry, here is the link: https://example.com/bread',
		]);
	},

	async 'publish-carousel-from-table'() {
		const table = await createDataTable(world().session, 'Content plan', {
			day: 'string',
			imageUrl: 'string',
			altText: 'string',
			caption: 'string',
		});
		// the day of the workflow's time zone is one of these
		const days = [-1, 0, 1].map((offset) =>
			new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10),
		);
		const pictures = ['photo-2', 'photo-3', 'photo-4'];
		const rowOf = (day: string) => (picture: string) => ({
			day,
			imageUrl: `https://media.example.test/${picture}.jpg`,
			altText: picture,
			caption: 'Three loaves',
		});
		await table.insert(days.flatMap((day) => pictures.map(rowOf(day))));
		const workflow = await importExample('publish-carousel-from-table');

		await runWell(workflow, 'Every Morning at 9');

		const instagram = world().simulator.instagram;
		const [album] = instagram.publishedMedia(account());
		expect(album).toMatchObject({ mediaType: 'CAROUSEL_ALBUM', caption: 'Three loaves' });
		const containers = instagram.containers(account());
		const items = containers.find(({ id }) => id === album?.containerId)?.children ?? [];
		const sources = items.map((id) => containers.find((container) => container.id === id)?.sourceUrl);
		expect(sources).toEqual(pictures.map((picture) => `https://media.example.test/${picture}.jpg`));
	},

	async 'publish-reel-from-google-drive'() {
		// in place of Google: a trigger that brings nothing, and a download from elsewhere
		const file = download('https://media.example.test/reel.mp4');
		const trigger = { type: 'n8n-nodes-base.scheduleTrigger', typeVersion: 1.2, parameters: {} };
		const standIns = {
			'New Video in the Folder': trigger,
			Download: { type: file.type, typeVersion: file.typeVersion, parameters: file.parameters },
		};
		const workflow = await importExample('publish-reel-from-google-drive', { standIns });

		await runWell(workflow, 'New Video in the Folder');

		const [reel] = world().simulator.instagram.publishedMedia(account());
		expect(reel).toMatchObject({ productType: 'REELS', caption: 'reel' });
		expect(reel?.file?.bytes.equals(fixture('reel.mp4')?.bytes ?? Buffer.alloc(0))).toBe(true);
	},

	async 'weekly-insights-report'() {
		const instagram = world().simulator.instagram;
		instagram.createMedia(account(), { mediaType: 'VIDEO', productType: 'REELS' });
		const chosen = await connectWithInsights();
		const workflow = await importExample('weekly-insights-report', { chosen });

		expect(await runWell(workflow, 'Every Monday')).toContain('instagram-insights.csv');
	},

	async 'weekly-story-and-reel-report'() {
		const instagram = world().simulator.instagram;
		const table = await createDataTable(world().session, 'Instagram stories', {
			mediaId: 'string',
			permalink: 'string',
			views: 'number',
			reach: 'number',
			replies: 'number',
		});
		const story = instagram.createMedia(account(), { productType: 'STORY' });
		instagram.createMedia(account(), { mediaType: 'VIDEO', productType: 'REELS' });
		const chosen = await connectWithInsights();
		const workflow = await importExample('weekly-story-and-reel-report', { chosen });

		await runWell(workflow, 'Every Six Hours');
		await runWell(workflow, 'Every Six Hours');
		const rows = await table.rows();
		expect(rows).toEqual([
			expect.objectContaining({
				mediaId: story.id,
				permalink: expect.any(String) as unknown,
				views: expect.any(Number) as unknown,
			}),
		]);

		const report = await runWell(workflow, 'Every Monday');
		expect(report).toContain('stories.csv');
		expect(report).toContain('reels.csv');
	},

	async 'ask-before-publishing'() {
		const { person: boss, values } = await createApprover('boss');
		const workflow = await importAsCallback('ask-before-publishing', { values });
		const instagram = world().simulator.instagram;
		const stranger = instagram.createPerson({ username: 'stranger' });
		const published = instagram.publishedMedia(account()).length;

		await instagram.sendDirectMessage({ from: stranger, to: account(), text: 'Please publish' });
		await instagram.sendDirectMessage({ from: boss, to: account(), text: 'Please publish' });
		await untilReceived(boss, 1);
		await untilWaiting(workflow);
		expect(instagram.publishedMedia(account())).toHaveLength(published);
		const { buttons } = received(boss)[0]?.template as { buttons: Array<{ title: string; url: string }> };
		expect(buttons.map(({ title }) => title)).toEqual(['Publish', 'Drop it']);
		const link = new URL(buttons[0]?.url ?? '');
		const pressed = await fetch(world().n8n.origin + link.pathname + link.search, { method: 'POST' });
		expect(await pressed.text()).toContain('Your answer was recorded: Publish');
		await untilReceived(boss, 2);

		expect(instagram.publishedMedia(account())).toHaveLength(published + 1);
		expect(received(boss)[1]?.text).toMatch(/^It is online: https:\/\/www\.instagram\.com\/p\//);
		await expectSuccesses(workflow, 1);
		expect(received(stranger)).toEqual([]);
	},

	async 'approve-post-by-direct-message'() {
		const { person: editor, values } = await createApprover('editor');
		const workflow = await importAsCallback('approve-post-by-direct-message', { values });
		const instagram = world().simulator.instagram;
		const stranger = instagram.createPerson({ username: 'other_stranger' });
		const published = instagram.publishedMedia(account()).length;

		await runWell(workflow, 'Every Morning at 9');
		const answers = received(editor)[0]?.quickReplies as Array<{ title: string; payload: string }>;
		expect(answers.map(({ title }) => title)).toEqual(['Publish', 'Drop it']);
		expect(instagram.publishedMedia(account())).toHaveLength(published);

		const tap = { to: account(), text: 'Publish', quickReplyPayload: answers[0]?.payload };
		await instagram.sendDirectMessage({ ...tap, from: stranger });
		await instagram.sendDirectMessage({ ...tap, from: editor });
		await expectSuccesses(workflow, 2);
		await instagram.sendDirectMessage({ ...tap, from: editor });
		await expectSuccesses(workflow, 3);

		expect(instagram.publishedMedia(account())).toHaveLength(published + 1);
		const texts = received(editor).map(({ text }) => text);
		expect(texts.slice(1)).toEqual([
			expect.stringMatching(/^It is online: https:\/\/www\.instagram\.com\/p\//),
			'It is online already',
		]);
		expect(received(stranger)).toEqual([]);
	},

	async 'delete-data-on-request'() {
		const table = await createDataTable(world().session, 'Instagram data', { accountId: 'string' });
		await table.insert([{ accountId: account().id }, { accountId: '17841400000000099' }]);
		const workflow = await importExample('delete-data-on-request');
		const dataDeletionUrl = publicUrl + pathOf(workflow).replace(/webhook$/, 'data-deletion');
		world().simulator.instagram.setLoginCallbacks(app(), { dataDeletionUrl });

		const { problem } = await world().simulator.instagram.sendSignedRequest(app(), account(), 'dataDeletion');

		expect(problem).toBeUndefined();
		await expectSuccesses(workflow, 1);
		expect((await table.rows()).map(({ accountId }) => accountId)).toEqual(['17841400000000099']);
	},

	async 'one-callback-many-workflows'() {
		const [answer, link] = [
			await importExample('answer-direct-message'),
			await importExample('send-link-to-commenters'),
		];
		const entrance = await importAsCallback('one-callback-many-workflows', {
			values: {
				'https://n8n.example.com/webhook/id-of-the-second-trigger/webhook': publicUrl + pathOf(answer),
				'https://n8n.example.com/webhook/id-of-the-third-trigger/webhook': publicUrl + pathOf(link),
			},
		});
		const instagram = world().simulator.instagram;
		const person = instagram.createPerson({ username: 'reader' });

		await instagram.sendDirectMessage({ from: person, to: account(), text: 'Hi' });
		await instagram.comment({ from: person, media: instagram.createMedia(account()), text: 'LINK' });

		await expectSuccesses(answer, 1);
		await expectSuccesses(link, 1);
		await expectSuccesses(entrance, 2);
		expect(
			received(person)
				.map(({ text }) => text)
				.sort(),
		).toEqual([
			'Hello @reader, here is the link: https://example.com/bread',
			'Thank you for writing “Hi”! We answer within a day.',
		]);
	},

	async 'polling-as-safety-net'() {
		const workflow = await importAsCallback('polling-as-safety-net');
		const instagram = world().simulator.instagram;
		const person = instagram.createPerson({ username: 'reader' });
		const media = instagram.createMedia(account());
		const replies = () =>
			instagram
				.comments(media)
				.map(({ text, replies: [reply, ...more] }) => [text, reply?.text, more.length]);
		const until = async (count: number) => {
			const deadline = performance.now() + 100_000;
			while (replies().filter(([, reply]) => reply).length < count && performance.now() < deadline)
				await new Promise((resolve) => setTimeout(resolve, 200));
		};

		await instagram.comment({ from: person, media, text: 'sent' });
		await until(1);
		// Meta sends this one to nobody
		const { callback } = app();
		app().callback = undefined;
		await instagram.comment({ from: person, media, text: 'not sent' });
		await until(2);
		app().callback = callback;

		const thanks = 'Thank you, @reader!';
		expect(replies()).toEqual([
			['sent', thanks, 0],
			['not sent', thanks, 0],
		]);
		// a poll that falls between the two brings the first one too, which Remove Duplicates stops
		const executions = await waitForExecutions(world().session, workflow.id, 2);
		expect(executions.map(({ status }) => status)).toEqual(executions.map(() => 'success'));
	},

	async 'warn-before-login-ends'() {
		const workflow = await importExample('warn-before-login-ends');
		await runWell(workflow, 'Every Day');

		account().messagesAllowed = false;
		const alarm = await runManually(world().session, workflow.id, 'Every Day');
		account().messagesAllowed = true;
		expect(await executionError(world().session, alarm.id)).toContain('access to messages: false');
	},
};

describe('The examples', () => {
	it('are all run here', async () => {
		expect(Object.keys(runs).sort()).toEqual((await listExamples()).sort());
	});

	it.each(Object.keys(runs))('%s does what it says', async (name) => {
		await runs[name]?.();
	});
});
