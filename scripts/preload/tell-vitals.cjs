// Preloaded into n8n (NODE_OPTIONS=--require). Writes every few seconds what this process holds, one line of JSON each, into the file
// named by TELL_VITALS_FILE. Memory is told after a garbage collection: without one it says how lazy the collector is, not what is kept.
'use strict';

const { appendFileSync } = require('node:fs');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

const everyMs = 5_000;
const mebibyte = 1024 * 1024;

const file = process.env.TELL_VITALS_FILE;
if (file) {
	// Only this process: what it starts would write into the same file.
	delete process.env.TELL_VITALS_FILE;
	setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc');
	setInterval(() => {
		collect();
		const { heapUsed, rss } = process.memoryUsage();
		const vitals = {
			pid: process.pid,
			heapMb: Math.round(heapUsed / mebibyte),
			residentMb: Math.round(rss / mebibyte),
			handles: process.getActiveResourcesInfo().length,
		};
		appendFileSync(file, `${JSON.stringify(vitals)}\n`);
	}, everyMs).unref();
}
