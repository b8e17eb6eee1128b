import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The headless one first: it draws no windows, and takes a sixth less of the processor. */
const names = [
	'chromium-headless-shell',
	...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
];
const places = [
	...(process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name))),
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser of this machine, where it has one that playwright can drive. `CHROMIUM` names another. */
export function findChromium(): string | undefined {
	return process.env.CHROMIUM ?? places.find((place) => existsSync(place));
}
