/** Posts, comments and profiles with Simplify: the words of protocol/vocabulary.ts in place of Meta's. */
import { recordAt, recordsAt, textAt, type JsonRecord } from '../json';
import { simplify } from '../simplify';
import { inVocabularyOrder, present } from '../vocabulary';

/** Gives the id and type of a carousel's photos and videos; Media > Get Children gives the rest. */
export function simplifyMedia(media: JsonRecord): JsonRecord {
	const { children, ...rest } = media;
	const parts = recordAt({ children }, 'children');
	return inVocabularyOrder({
		...simplify(rest),
		...(parts && { children: recordsAt(parts, 'data').map(childOf) }),
	});
}

const childOf = ({ id, media_type: mediaType }: JsonRecord) => present({ id, mediaType });

/** Meta names the writer in `from`, in `username` and, for the account's own comments, in `user`. */
export function simplifyComment(comment: JsonRecord): JsonRecord {
	const { from, username, user, media, replies, ...rest } = comment;
	const [sender, owner, post] = [from, user, media].map((value) => recordAt({ value }, 'value') ?? {});
	const answers = recordsAt(recordAt({ replies }, 'replies') ?? {}, 'data');
	return inVocabularyOrder({
		...simplify(rest),
		...present({
			senderId: textAt(sender ?? {}, 'id') ?? textAt(owner ?? {}, 'id'),
			senderUsername: textAt(sender ?? {}, 'username') ?? username,
			mediaId: textAt(post ?? {}, 'id'),
			mediaProductType: textAt(post ?? {}, 'media_product_type'),
			replies: replies === undefined ? undefined : answers.map(simplifyComment),
		}),
	});
}

/** The connected account. Meta calls its ID `user_id`; its `id` occurs in no webhook. */
export function simplifyAccount(profile: JsonRecord): JsonRecord {
	const { user_id: id, id: appScopedId, ...rest } = profile;
	return inVocabularyOrder({ ...present({ id, appScopedId }), ...simplify(rest) });
}

/** A person who has written to the account. */
export function simplifyPerson(profile: JsonRecord): JsonRecord {
	const { profile_pic: profilePictureUrl, follower_count: followersCount, ...rest } = profile;
	return inVocabularyOrder({ ...simplify(rest), ...present({ followersCount, profilePictureUrl }) });
}
