/** Posts, comments and profiles in our words, in the order of the vocabulary. */
import {
	simplifyAccount,
	simplifyComment,
	simplifyMedia,
	simplifyPerson,
} from '../../../../nodes/Instagram/protocol/media/simplified';

/** With the keys in order. */
const entries = (record: object) => Object.entries(record);

it('a post has its fields in our words, what is used most first', () => {
	const media = { like_count: 5, media_type: 'IMAGE', new_field: 1, caption: 'Bread', id: '1' };
	expect(entries(simplifyMedia(media))).toEqual([
		['id', '1'],
		['caption', 'Bread'],
		['mediaType', 'IMAGE'],
		['likeCount', 5],
		['newField', 1],
	]);
});

it('a carousel has the ID and the type of each of its parts', () => {
	const children = { data: [{ id: '2', media_type: 'IMAGE', media_url: 'u' }, { id: '3' }] };
	expect(simplifyMedia({ id: '1', children })).toStrictEqual({
		id: '1',
		children: [{ id: '2', mediaType: 'IMAGE' }, { id: '3' }],
	});
	expect(simplifyMedia({ id: '1', children: { data: [] } })).toStrictEqual({ id: '1', children: [] });
});

it.each<[string, object, object]>([
	[
		'of somebody else',
		{ from: { id: '77', username: 'fan' }, username: 'old' },
		{ senderId: '77', senderUsername: 'fan' },
	],
	[
		'of the account',
		{ user: { id: '17841' }, username: 'brand' },
		{ senderId: '17841', senderUsername: 'brand' },
	],
	['with both', { from: { id: '77' }, user: { id: '5' } }, { senderId: '77' }],
	['of nobody', {}, {}],
	[
		'on a post',
		{ media: { id: '1', media_product_type: 'FEED' } },
		{ mediaId: '1', mediaProductType: 'FEED' },
	],
	[
		'with an answer that has answers',
		{ replies: { data: [{ id: '3', from: { id: '78' } }] } },
		{
			replies: [{ id: '3', senderId: '78' }],
		},
	],
	['whose answers were asked for', { replies: { data: [] } }, { replies: [] }],
])('a comment %s', (_which, given, expected) => {
	expect(simplifyComment({ id: '2', text: 'Hi', parent_id: '1', ...given })).toStrictEqual({
		id: '2',
		text: 'Hi',
		parentId: '1',
		...expected,
	});
});

it('the account has the ID that webhooks carry', () => {
	expect(entries(simplifyAccount({ id: '5', user_id: '17841', username: 'brand', media_count: 3 }))).toEqual([
		['id', '17841'],
		['username', 'brand'],
		['mediaCount', 3],
		['appScopedId', '5'],
	]);
	expect(simplifyAccount({ username: 'brand' })).toStrictEqual({ username: 'brand' });
});

it('a person has the same words as the account', () => {
	const person = { id: '77', follower_count: 3, profile_pic: 'u', is_verified_user: false };
	expect(simplifyPerson(person)).toStrictEqual({
		id: '77',
		followersCount: 3,
		profilePictureUrl: 'u',
		isVerifiedUser: false,
	});
	expect(simplifyPerson({ id: '77' })).toStrictEqual({ id: '77' });
});
