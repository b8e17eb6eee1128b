import Sequencer from '@jest/test-sequencer';

/**
 * Files that take more than a minute, of which some are short. jest begins with the largest file and knows no
 * other measure in a fresh clone, so one of these would begin last and run beside an idle processor.
 */
const LONG = [
	...['browser/credentials', 'browser/panels', 'browser/firstSteps', 'browser/examples'],
	...['e2e/polling', 'e2e/trigger-once', 'e2e/token-lifetime', 'e2e/messaging', 'e2e/secrets-outside'],
	...['e2e/check-setup', 'e2e/publishing', 'e2e/secrets', 'e2e/examples', 'e2e/reconnect'],
];

const isLong = ({ path }) => LONG.some((name) => path.endsWith(`test/${name}.test.mts`));

export default class LongestFirst extends Sequencer {
	sort(tests) {
		const sorted = super.sort(tests);
		return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
	}
}
