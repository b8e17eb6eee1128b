import { GraphError } from '../state/envelope.mts';
import type { Person } from '../state/model.mts';
import type { GraphCall, GraphRoute } from './context.mts';
import { renderNode, requestedFields } from './render.mts';
import type { NodeView } from './render.mts';

/** GET /{igsid}: needs the person's consent, given by writing first (messaging.md section 7). */
export const personView: NodeView<Person> = {
	typeName: 'User',
	defaults: [
		'name',
		'username',
		'profile_pic',
		'follower_count',
		'is_user_follow_business',
		'is_business_follow_user',
		'is_verified_user',
	],
	id: (person, call) => person.igsids[call.caller.account.id] ?? '',
	check(person, call) {
		const conversation = call.core.store.conversation(call.caller.account.id, person.id);
		if (conversation?.consent === true && !person.blocked.includes(call.caller.account.id)) return;
		throw new GraphError(230, 'User consent is required to access user profile');
	},
	fields: {
		name: (person) => person.name,
		username: (person) => person.username,
		profile_pic: (person, { call }) =>
			`https://scontent.cdninstagram.com/v/t51.2885-19/${person.id}.jpg?oe=${Math.floor(call.core.clock.now() / 1000 + 3 * 86_400).toString(16)}`,
		follower_count: (person) => person.followerCount,
		is_user_follow_business: (person) => person.followsBusiness,
		is_business_follow_user: (person) => person.followedByBusiness,
		is_verified_user: (person) => person.verified,
	},
};

function getPerson(call: GraphCall): unknown {
	if (call.node.kind !== 'person') return undefined;
	return renderNode('person', call.node.person, call, requestedFields(call));
}

export const personRoutes: GraphRoute[] = [
	{ method: 'GET', node: 'person', scopes: ['instagram_business_manage_messages'], handle: getPerson },
];
