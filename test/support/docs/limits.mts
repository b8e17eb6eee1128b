/** The table of limits, made from the constants that the code checks by. */
import * as files from '../../../nodes/Instagram/protocol/files/rules.ts';
import * as texts from '../../../nodes/Instagram/protocol/limits.ts';
import { MAX_IMAGES } from '../../../nodes/Instagram/protocol/messages/bodies.ts';
import { MAX_ICE_BREAKERS } from '../../../nodes/Instagram/protocol/messages/profile.ts';
import * as rates from '../../../nodes/Instagram/protocol/messages/rates.ts';
import * as reading from '../../../nodes/Instagram/protocol/messages/reading.ts';
import * as templates from '../../../nodes/Instagram/protocol/messages/templates.ts';
import { MAX_WINDOW_SECONDS } from '../../../nodes/Instagram/protocol/insights/windows.ts';
import { CONTAINER_LIFETIME_MS } from '../../../nodes/Instagram/protocol/publishing/container.ts';
import { VIDEO_FORMAT } from '../../../nodes/Instagram/protocol/errors/publishingErrors.ts';
import { SIGNED_URL_LIFETIME } from '../../../nodes/Instagram/panel/binaryFiles.ts';
import { MAX_WAIT_FIELD } from '../../../nodes/Instagram/panel/maxWait.ts';
import { DAY_MS, LONG_LIVED_MS, RENEW_AFTER_MS } from '../../../nodes/Instagram/protocol/tokens.ts';
import { MOST_LOOK_BACK_HOURS, MOST_WATCHED_POSTS } from '../../../nodes/Instagram/polling/panel.ts';

const HOUR_MS = 3_600_000;
const hours = (ms: number) => `${ms / HOUR_MS} hours`;
const days = (ms: number) => `${ms / DAY_MS} days`;

type Row = readonly [what: string, most: string | number];

const SECTIONS: Readonly<Record<string, readonly Row[]>> = {
	'Texts of posts': [
		['Characters of a caption', texts.CAPTION_MAX_CHARACTERS],
		['Hashtags in a caption', texts.CAPTION_MAX_HASHTAGS],
		['@-mentions in a caption', texts.CAPTION_MAX_MENTIONS],
		['Characters of an alt text', texts.ALT_TEXT_MAX_CHARACTERS],
		['Collaborators', texts.COLLABORATORS_MAX],
		['Tagged accounts', texts.USER_TAGS_MAX],
	],
	Posts: [
		['Items of a carousel', `${texts.CAROUSEL_MIN_ITEMS} to ${texts.CAROUSEL_MAX_ITEMS}`],
		['A container can be published for', hours(CONTAINER_LIFETIME_MS)],
		['Instagram can fetch a file of n8n for', SIGNED_URL_LIFETIME.replace('h', ' hours')],
		[
			'A post waits for its file, unless Max Wait says otherwise',
			`${MAX_WAIT_FIELD.default as number} seconds`,
		],
	],
	Messages: [
		['Bytes of a text', texts.MESSAGE_TEXT_MAX_BYTES],
		['Images in one message', MAX_IMAGES],
		['Quick replies', templates.MAX_QUICK_REPLIES],
		['Cards of a generic template', templates.MAX_ELEMENTS],
		['Characters of the title or subtitle of a card', templates.ELEMENT_TEXT_MAX_CHARACTERS],
		['Buttons of a card or a button template', templates.MAX_BUTTONS],
		['Characters of the text of a button template', templates.BUTTON_TEMPLATE_TEXT_MAX_CHARACTERS],
		['Ice breakers of a locale', MAX_ICE_BREAKERS],
		['After the last message of the person, the account may write for', hours(reading.WINDOW_MS)],
		['The same for a person of your team (Written by a Person)', days(reading.HUMAN_AGENT_WINDOW_MS)],
		['Newest messages of a conversation that can be read', texts.READABLE_MESSAGES],
	],
	'How fast, for each account': [
		...[rates.SENDS, rates.HEAVY_SENDS, rates.PRIVATE_REPLIES, rates.CONVERSATION_READS].map(
			({ what, limit }): Row => [what.charAt(0).toUpperCase() + what.slice(1), limit],
		),
	],
	'Triggers, insights and the login': [
		['Posts that the polling trigger watches', MOST_WATCHED_POSTS],
		['A new polling trigger looks back', days(MOST_LOOK_BACK_HOURS * HOUR_MS)],
		['Insights of an account in one call (more are put together)', days(MAX_WINDOW_SECONDS * 1000)],
		['A login that nothing uses lasts', days(LONG_LIVED_MS)],
		['A login is renewed at the first use after', days(RENEW_AFTER_MS)],
	],
};

/** Every kind of file, with what Meta says about its shape and length. */
const FILES: ReadonlyArray<readonly [what: string, rule: files.FileRule]> = [
	['Photo in the feed or in a carousel', files.FEED_IMAGE],
	['Photo of a story', files.STORY_IMAGE],
	['Cover of a reel', files.COVER_IMAGE],
	['Reel', files.REEL_VIDEO],
	['Video of a story', files.STORY_VIDEO],
	['Video in a carousel', files.CAROUSEL_VIDEO],
	['Image in a message', files.MESSAGE_IMAGE],
	['Audio in a message', files.MESSAGE_AUDIO],
	['Video in a message', files.MESSAGE_VIDEO],
	['File in a message', files.MESSAGE_FILE],
];

function filesTable(): string {
	const rows = FILES.map(
		([what, { accepts, maxBytes, shape = '', length = '' }]) =>
			`| ${what} | ${accepts} | ${maxBytes / 1024 / 1024} MB | ${shape} | ${length} |`,
	);
	return ['| what | format | at most | shape | length |', '|---|---|---|---|---|', ...rows].join('\n');
}

/** The whole of docs/limits.md. */
export function limitsPage(): string {
	const sections = Object.entries(SECTIONS).map(([title, rows]) => {
		const lines = rows.map(([what, most]) => `| ${what} | ${most} |`);
		return [`## ${title}`, '', '| what | at most |', '|---|---|', ...lines].join('\n');
	});
	return `# Limits

What Instagram allows, as the nodes know it. What is certainly too much is refused before anything is sent, and the error names the field. Made from the
code by \`npm run docs\`. How many posts an account may publish a day differs; *Account > Get Publishing Limit* asks
([publishing](publishing.md#limits-of-the-account)).

## Files

${filesTable()}

Videos of posts: ${VIDEO_FORMAT.charAt(0).toLowerCase()}${VIDEO_FORMAT.slice(1)} Stories and reels fill the screen at 9:16. Meta documents that PNG photos are
refused, and users see them published: the node passes them on.

${sections.join('\n\n')}
`;
}
