/**
 * `npm run soak [-- --minutes 10 --seed 1]`: a real n8n answers messages and comments, polls and posts, while
 * Instagram fails, throttles, forgets tokens and lets time jump, and n8n is killed now and then. Afterwards
 * what stands at Instagram and what n8n says must agree. The seed is printed: the same one causes the same
 * troubles.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { checkout } from '../../scripts/machine/checkout.mts';
import { listAllExecutions } from '../../scripts/n8n/executions.mts';
import { startWorld } from '../../scripts/world/world.mts';
import { gather, type Findings, type Told } from './findings.mts';
import { connectAgain, openScene, type Scene } from './scene.mts';
import { letPass } from './time.mts';
import { randomFrom, troublesOf } from './trouble.mts';
import { judge, type Check, type Said } from './verdict.mts';
import { growthIn, readVitals } from './vitals.mts';

const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } });
const minutes = Number(values.minutes ?? 10);
const seed = Number(values.seed ?? Date.now() % 1_000_000);

const folder = await mkdtemp(join(tmpdir(), 'n8n-instagram-soak-'));
console.log(
	`Soaking for ${minutes} minutes. Again with the same troubles: npm run soak -- --minutes ${minutes} --seed ${seed}`,
);
const vitalsFile = join(folder, 'vitals');
// a busy machine is no broken database, which n8n would answer everything with 503 for
const environment = { TELL_VITALS_FILE: vitalsFile, DB_PING_TIMEOUT_MS: '60000' };
const world = await startWorld({ folder, bare: true, environment });
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
	const allSaid: Said[] = [];
	const endsAtMs = performance.now() + minutes * 60_000;
	// the n8n of the second half lives long enough to show whether it grows
	const lastKillMs = performance.now() + minutes * 30_000;
	const goesOn = () => performance.now() < endsAtMs;

	const talk = async () => {
		for (let number = 1; goesOn(); number += 1) {
			const person = scene.people[Math.floor(random() * scene.people.length)] ?? scene.people[0]!;
			const kind = random() < 0.7 ? 'message' : 'comment';
			const text = `number ${number}`;
			allSaid.push({ kind, text, atMs: simulator.clock.now() });
			void (kind === 'message'
				? simulator.instagram.sendDirectMessage({ from: person, to: scene.account, text })
				: simulator.instagram.comment({ from: person, media: scene.media, text }));
			await sleep(400 + random() * 1_200);
		}
	};
	const trouble = async () => {
		while (goesOn()) {
			await sleep(500 + random() * 1_500);
			await troubles.next(performance.now() < lastKillMs);
		}
	};
	await Promise.all([talk(), trouble()]);
	await calmDown(scene);
	const vitals = await readVitals(vitalsFile);
	const found = await gather(scene);
	const checks = judge(allSaid, troubles.kills, found);
	const report = {
		seed,
		minutes,
		troubles: troubles.counts,
		said: allSaid.length,
		executions: countsIn(found),
		vitals,
		checks,
	};
	const results = join(checkout, 'test-output');
	await mkdir(results, { recursive: true });
	await writeFile(join(results, 'soak.log'), await world.n8n.log());
	await writeFile(join(results, 'soak.json'), `${JSON.stringify(report, null, '\t')}\n`);
	console.log(
		`Troubles: ${Object.entries(troubles.counts)
			.map(([what, count]) => `${count} ${what}`)
			.join(', ')}`,
	);
	for (const [what, counts] of Object.entries(report.executions))
		console.log(`${what}: ${JSON.stringify(counts)}`);
	return [...checks, { what: 'memory and open handles stay flat', against: growthIn(vitals) }];
}

/** How many executions of each workflow ended in which way, and how many gave which reason. */
function countsIn({ answering, posting, polling }: Findings): Record<string, Record<string, number>> {
	const count = (words: readonly string[]) => {
		const counts: Record<string, number> = {};
		for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
		return counts;
	};
	const statuses = (executions: readonly Told[]) => count(executions.map(({ status }) => status));
	const errors = [...answering, ...posting, ...polling].flatMap(({ error }) => error ?? []);
	return {
		answering: statuses(answering),
		posting: statuses(posting),
		polling: statuses(polling),
		errors: count(errors.map((text) => text.replace(/\d+/g, 'N').slice(0, 200))),
	};
}

/**
 * Lets everything come to its end, with a login that lives: deliveries that Meta sends again for 36 hours,
 * pauses, executions under way.
 */
async function calmDown(scene: Scene): Promise<void> {
	const { simulator, session } = world;
	simulator.faults.clear();
	Object.assign(simulator.switches, { processing: { imageMs: 0, videoMs: 0 } });
	await session.post(`/rest/workflows/${scene.posting.id}/deactivate`, {});
	await connectAgain(scene);
	await letPass(world, 40 * 3_600_000);
	// one poll may have begun before all was there; the one after it sees everything
	const calmSinceMs = simulator.clock.now();
	// both lists of a poll; what answers messages reads conversations too, but those of one person only
	const polls = () =>
		[/\/media$/, /\/conversations$/].map(
			(list) =>
				simulator.journal
					.entries()
					.filter(
						({ at, method, path, query, status }) =>
							at > calmSinceMs &&
							method === 'GET' &&
							status === 200 &&
							list.test(path) &&
							query.user_id === undefined,
					).length,
		);
	const unfinished = new Set(['new', 'running', 'waiting']);
	const deadline = performance.now() + 180_000;
	while (performance.now() < deadline) {
		const executions = [
			...(await listAllExecutions(session, scene.answering.id)),
			...(await listAllExecutions(session, scene.posting.id)),
			...(await listAllExecutions(session, scene.polling.id)),
		];
		if (Math.min(...polls()) > 2 && !executions.some(({ status }) => unfinished.has(status))) return;
		await sleep(1_000);
	}
}
