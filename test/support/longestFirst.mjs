import Sequencer from '@jest/test-sequencer';

/**
 * Tests that take more than a minute, some of them in short files. In a fresh clone jest begins with the
 * largest file, so one of these could begin last and leave a processor idle.
 */
const LONG = [
	...['browser/editor', 'browser/credentials', 'browser/firstSteps'],
	...['e2e/polling', 'e2e/trigger-once', 'e2e/token-lifetime', 'e2e/messaging', 'e2e/secrets-outside'],
	...['e2e/check-setup', 'e2e/publishing', 'e2e/secrets', 'e2e/examples', 'e2e/trigger'],
];

const isLong = ({ path }) => LONG.some((name) => path.endsWith(`test/${name}.test.mts`));

export default class LongestFirst extends Sequencer {
	sort(tests) {
		const sorted = super.sort(tests);
		return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
	}
}
