/** People named in a post: collaborators, and tags with or without a position. */
import { isRecord } from '../../protocol/json';
import { COLLABORATORS_MAX, USER_TAGS_MAX } from '../../protocol/limits';
import { withoutUnseen } from '../../panel/parameters';
import { refuse, type Field } from '../../panel/source';

export interface UserTag {
	readonly username: string;
	readonly x?: number;
	readonly y?: number;
}

/**
 * Photos need a position, stories may have one, reels must not ("Tag positions should not be specified for
 * video media").
 */
export type TagPositions = 'required' | 'optional' | 'none';

const USERNAME = /^[A-Za-z0-9._]{1,30}$/;

/** @throws UserFixableError for a text that is not a username, such as a display name or an id with spaces */
function toUsername(value: unknown, field: Field): string {
	const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
	const name = withoutUnseen(text).replace(/^@/, '');
	if (name === '') return refuse(field, 'has an entry without a username');
	return USERNAME.test(name)
		? name
		: refuse(
				field,
				`must hold usernames, not "${name.slice(0, 40)}"`,
				'A username has only letters, digits, dots and underscores.',
			);
}

/** @throws UserFixableError for what is no username, and for more than Instagram takes */
export function parseCollaborators(entries: readonly string[], field: Field): string[] | undefined {
	const names = [...new Set(entries.map((entry) => toUsername(entry, field)))];
	if (names.length > COLLABORATORS_MAX) {
		return refuse(field, `names ${names.length} people; Instagram allows ${COLLABORATORS_MAX}`);
	}
	return names.length === 0 ? undefined : names;
}

/**
 * Tags from the rows of the panel, or from a list of objects that an expression gives.
 * @param value `{tag: [{username, x, y}]}` or `[{username, x, y}]`; a username alone is enough where no
 * position is needed
 */
export function parseUserTags(value: unknown, field: Field, positions: TagPositions): UserTag[] | undefined {
	const rows = isRecord(value) && 'tag' in value ? value.tag : value;
	if (rows === undefined || rows === null || rows === '') return undefined;
	if (!Array.isArray(rows))
		return isRecord(rows) && Object.keys(rows).length === 0 ? undefined : refuse(field, 'must be a list');
	if (rows.length > USER_TAGS_MAX)
		return refuse(field, `tags ${rows.length} people; Instagram allows ${USER_TAGS_MAX}`);
	const tags = rows.map((row: unknown) => toTag(isRecord(row) ? row : { username: row }, field, positions));
	return tags.length === 0 ? undefined : tags;
}

function toTag(row: Record<string, unknown>, field: Field, positions: TagPositions): UserTag {
	const username = toUsername(row.username, field);
	const wanted = positions === 'required' || (positions === 'optional' && !isSwitchedOff(row));
	if (!wanted) return { username };
	const [x, y] = [toShare(row.x), toShare(row.y)];
	if (x !== undefined && y !== undefined) return { username, x, y };
	if (positions === 'optional' && row.x === undefined && row.y === undefined) return { username };
	return refuse(
		field,
		`needs a position for ${username}: X and Y, each between 0 and 1`,
		'0 is the left and the top edge of the photo, 1 the right and the bottom edge.',
	);
}

/**
 * Rows of the panel have the switch Set Position, which an expression may leave empty; tags in JSON have
 * none.
 */
function isSwitchedOff(row: Record<string, unknown>): boolean {
	if (!('setPosition' in row)) return false;
	return !['true', '1'].includes(
		String(row.setPosition ?? '')
			.trim()
			.toLowerCase(),
	);
}

function toShare(value: unknown): number | undefined {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && number >= 0 && number <= 1 ? number : undefined;
}
