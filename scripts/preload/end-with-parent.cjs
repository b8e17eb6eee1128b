// Preloaded into n8n (NODE_OPTIONS=--require). Whoever started this n8n holds the other end of its standard
// input; when that process is gone, even by SIGKILL, the pipe closes, and n8n has nobody left to stop it.
'use strict';

if (process.env.END_WITH_PARENT === 'true') {
	// Only this process: what it starts has another standard input.
	delete process.env.END_WITH_PARENT;
	process.stdin.resume();
	process.stdin.once('close', stop);
	process.stdin.unref?.();
}

function stop() {
	process.kill(process.pid, 'SIGTERM');
	// n8n leads a process group of its own: nobody else is hit.
	setTimeout(() => process.kill(-process.pid, 'SIGKILL'), 10_000).unref();
}
