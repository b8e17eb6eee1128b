/**
 * `npm run soak [-- --minutes 10 --seed 1]`: a real n8n answers messages and comments and posts, while Instagram fails, throttles, forgets
 * tokens and lets time jump, and n8n is killed now and then. Afterwards what stands at Instagram and what n8n says must agree. The seed is
 * printed: the same one causes the same troubles.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { checkout } from '../../scripts/machine/checkout.mts';
import { listAllExecutions } from '../../scripts/n8n/executions.mts';
import { startWorld } from '../../scripts/world/world.mts';
import { openScene, type Scene } from './scene.mts';
import { randomFrom, troublesOf } from './trouble.mts';
import { judge, type Check, type Said } from './verdict.mts';
import { growthIn, readVitals, type Vitals } from './vitals.mts';

const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } });
const minutes = Number(values.minutes ?? 10);
const seed = Number(values.seed ?? Date.now() % 1_000_000);

const folder = await mkdtemp(join(tmpdir(), 'n8n-instagram-soak-'));
console.log(
	`Soaking for ${minutes} minutes. Again with the same troubles: npm run soak -- --minutes ${minutes} --seed ${seed}`,
);
const world = await startWorld({ folder });
try {
	const scene = await openScene(world);
	const checks = await soak(scene);
	for (const { what, against } of checks) {
		console.log(`${against.length === 0 ? 'holds ' : 'FAILED'} ${what}`);
		for (const line of against.slice(0, 20)) console.log(`         ${line.slice(0, 400)}`);
	}
	const failed = checks.filter(({ against }) => against.length > 0).length;
	console.log(`${checks.length - failed} passed, ${failed} failed`);
	process.exitCode = failed === 0 ? 0 : 1;
} finally {
	await world.close();
	await rm(folder, { recursive: true, force: true });
}

async function soak(scene: Scene): Promise<Check[]> {
	const { simulator } = world;
	const random = randomFrom(seed);
	const troubles = troublesOf(scene, randomFrom(seed + 1));
	const messages: Said[] = [];
	const comments: Said[] = [];
	const vitals: Vitals[] = [];
	const endsAtMs = performance.now() + minutes * 60_000;
	const goesOn = () => performance.now() < endsAtMs;

	const talk = async () => {
		for (let number = 1; goesOn(); number += 1) {
			const person = scene.people[Math.floor(random() * scene.people.length)] ?? scene.people[0]!;
			const said = { text: `number ${number}`, atMs: simulator.clock.now() };
			if (random() < 0.7) {
				messages.push(said);
				void simulator.instagram.sendDirectMessage({ from: person, to: scene.account, text: said.text });
			} else {
				comments.push(said);
				void simulator.instagram.comment({ from: person, media: scene.media, text: said.text });
			}
			await sleep(200 + random() * 600);
		}
	};
	const trouble = async () => {
		while (goesOn()) {
			await sleep(500 + random() * 1_500);
			await troubles.next();
		}
	};
	const watch = async () => {
		while (goesOn()) {
			const seen = await readVitals(world.n8n.pid);
			if (seen) vitals.push(seen);
			await sleep(1_000);
		}
	};
	await Promise.all([talk(), trouble(), watch()]);

	await calmDown(scene);
	const checks = await judge(scene, { messages, comments, killedAtMs: troubles.killedAtMs });
	const report = {
		seed,
		minutes,
		troubles: troubles.counts,
		said: messages.length + comments.length,
		vitals,
		checks,
	};
	const results = join(checkout, 'test-output');
	await mkdir(results, { recursive: true });
	await writeFile(join(results, 'soak.json'), `${JSON.stringify(report, null, '\t')}\n`);
	console.log(
		`Troubles: ${Object.entries(troubles.counts)
			.map(([what, count]) => `${count} ${what}`)
			.join(', ')}`,
	);
	return [...checks, { what: 'memory and open handles stay flat', against: growthIn(vitals) }];
}

/** Lets everything come to its end: deliveries that Meta sends again for 36 hours, pauses, executions under way. */
async function calmDown(scene: Scene): Promise<void> {
	const { simulator, session } = world;
	simulator.faults.clear();
	Object.assign(simulator.switches, { processing: { imageMs: 0, videoMs: 0 } });
	await session.post(`/rest/workflows/${scene.posting.id}/deactivate`, {});
	for (let hours = 0; hours < 40; hours += 4) {
		await world.advance(4 * 3_600_000);
		await simulator.deliveries.idle();
		await sleep(500);
	}
	const unfinished = new Set(['new', 'running', 'waiting']);
	const deadline = performance.now() + 180_000;
	for (;;) {
		const executions = [
			...(await listAllExecutions(session, scene.answering.id)),
			...(await listAllExecutions(session, scene.posting.id)),
		];
		if (!executions.some(({ status }) => unfinished.has(status)) || performance.now() > deadline) return;
		await sleep(1_000);
	}
}
