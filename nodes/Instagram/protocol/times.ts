/** Times as people and expressions give them, as milliseconds since 1970. */

/** Ends in Z or an offset, such as +01:00. */
const HAS_OFFSET = /(?:Z|[+-]\d\d:?\d\d)$/i;
const DATE_TIME = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?$/;
const DATE = /^\d{4}-\d\d-\d\d/;
/** Seconds until the year 2286; anything larger is milliseconds. */
const LARGEST_SECONDS = 1e10;
/** The last moment that JavaScript can name. */
const LARGEST_MS = 8.64e15;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Reads ISO text, Unix seconds or milliseconds, and objects that represent a time (Date, luxon's DateTime).
 * @param timeZone in which a text without an offset is meant
 * @returns `undefined` for anything else: a date that does not exist, a time outside what JavaScript holds
 */
export function parseTime(value: unknown, timeZone: string): number | undefined {
	if (typeof value === 'object' && value !== null) return possible(value.valueOf());
	if (typeof value === 'number') return fromNumber(value);
	if (typeof value !== 'string') return undefined;
	const text = value.trim();
	if (/^\d+$/.test(text)) return fromNumber(Number(text));
	const [date] = DATE.exec(text) ?? [];
	if (date !== undefined && !isDate(date)) return undefined;
	if (DATE_TIME.test(text))
		return inZone(Date.parse(`${text.replace(' ', 'T')}${text.length > 10 ? '' : 'T00:00:00'}Z`), timeZone);
	return HAS_OFFSET.test(text) ? possible(Date.parse(text)) : undefined;
}

/** Whether the day exists: JavaScript reads 30 February as 2 March. */
function isDate(text: string): boolean {
	const parsed = new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}

function fromNumber(value: number): number | undefined {
	return possible(Math.abs(value) < LARGEST_SECONDS ? value * 1000 : value);
}

function possible(value: unknown): number | undefined {
	return typeof value === 'number' && Math.abs(value) <= LARGEST_MS ? value : undefined;
}

/**
 * The moment at which clocks in the zone show what `asUtcMs` shows in UTC: the first one where they show it
 * twice. Where clocks skip it, the moment is moved forward by the skipped time.
 */
function inZone(asUtcMs: number, timeZone: string): number | undefined {
	if (Number.isNaN(asUtcMs)) return undefined;
	const shows = (moment: number) => moment + offsetMs(moment, timeZone) === asUtcMs;
	const momentBy = (reference: number) => asUtcMs - offsetMs(reference, timeZone);
	const [before, after] = [momentBy(asUtcMs - DAY_MS), momentBy(asUtcMs + DAY_MS)];
	return !shows(before) && shows(after) ? after : before;
}

/** How far the zone's clocks are ahead of UTC at a moment. */
function offsetMs(epochMs: number, timeZone: string): number {
	const format = new Intl.DateTimeFormat('en-US', {
		timeZone,
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
		second: 'numeric',
	});
	const parts = Object.fromEntries(
		format.formatToParts(epochMs).map(({ type, value }) => [type, Number(value)]),
	);
	const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
	return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(epochMs / 1000) * 1000;
}

/** "22 Jan 2027 at 14:05 UTC" */
export function readableTime(epochMs: number): string {
	const [, day, date, clockTime] =
		/^\w+, (\d+) (\w+ \d+) ([\d:]{5})/.exec(new Date(epochMs).toUTCString()) ?? [];
	return `${Number(day)} ${date} at ${clockTime} UTC`;
}

/**
 * Reads a time of Meta's answers: ISO 8601 with an offset that has no colon (`2026-11-23T18:00:00+0000`), or
 * Unix seconds where its documents promise a `UNIX_TIMESTAMP`.
 * @returns milliseconds since 1970, or `undefined` when the text is neither
 */
export function parseMetaTime(text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
	return Number.isFinite(ms) ? ms : undefined;
}
