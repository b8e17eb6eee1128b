/** What the table of event kinds says about each kind. */
import type { JsonRecord } from '../json';
import type { Permission } from '../tokens';
import type { EventContent } from './simplified';

/**
 * What a kind reads from an event. Items have no `recipientId` but a `personId`, which is the same for both
 * directions.
 */
export interface ReadContent extends EventContent {
	readonly recipientId?: string;
}

export interface EventKind {
	/** The webhook field, which is also the value in the trigger's menu. */
	readonly field: string;
	/** Name and description in the trigger's menu. */
	readonly name: string;
	readonly description: string;
	readonly permission: Permission;
	/** The fields that the account is subscribed to for this kind. */
	readonly subscribedFields: readonly string[];
	/** Whether the keyword filter applies to it. */
	readonly hasText: boolean;
	/** Whether the media filter applies to it. */
	readonly hasMedia: boolean;
	/** For kinds of `messaging[]`: the keys that show that an element is of this kind. */
	readonly messagingKeys?: readonly string[];
	/** Reads an element of `messaging[]`, or the `value` of a change. */
	read(content: JsonRecord): ReadContent;
	/**
	 * What makes an event unique among those of its kind and account.
	 * @returns `undefined` when the content has no id of its own; then all of it is compared
	 */
	identify(content: JsonRecord): string | undefined;
	/**
	 * False for the `value` of a change that lacks what makes it an event of this kind; it then counts as
	 * "other".
	 */
	fits?(content: JsonRecord): boolean;
	/**
	 * Kinds that Meta delivers under this kind's field too; the first whose `fits` accepts the content takes
	 * the event.
	 */
	readonly mayBe?: readonly EventKind[];
	/** Whether the account itself did it, where that shows in the content beside the sender's id. */
	isOwn?(content: JsonRecord): boolean;
}
