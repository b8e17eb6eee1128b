import { invalidParameter, missingParameter, unknownObject } from '../state/errors.mts';
import { isRecord, metaTime } from '../state/json.mts';
import type { WelcomeFlow } from '../state/model.mts';
import { listOf } from '../state/store.mts';
import type { GraphCall, GraphRoute } from './context.mts';
import { inOrder, pagedAnswer, takePage } from './paging.mts';
import { renderNode, requestedFields } from './render.mts';
import type { NodeView } from './render.mts';

const PROFILE_FIELDS = ['ice_breakers', 'persistent_menu'];
const QUESTIONS = 4;
const DELETABLE = [
	'account_linking_url',
	'commands',
	'description',
	'get_started',
	'home_url',
	'ice_breakers',
	'persistent_menu',
	'platform',
	'subject_to_new_eu_privacy_rules',
	'title',
	'whitelisted_domains',
];

function success(call: GraphCall): unknown {
	return call.core.switches.messengerProfileSuccess === 'success' ? { success: true } : { result: 'success' };
}

/** POST /{ig_user}/messenger_profile (messaging.md section 8). */
function setProfile(call: GraphCall): unknown {
	const { core, caller, params } = call;
	const profile = core.store.messengerProfiles.get(caller.account.id) ?? {};
	const [breakers, menu] = [params.list('ice_breakers'), params.list('persistent_menu')];
	if (breakers === undefined && menu === undefined) throw missingParameter('ice_breakers');
	if (breakers !== undefined)
		profile['ice_breakers'] = breakers.map((one) => checkLocale(one, 'ice_breakers', isQuestion, QUESTIONS));
	if (menu !== undefined)
		profile['persistent_menu'] = menu.map((one) => checkLocale(one, 'persistent_menu', isMenuItem, 20));
	core.store.messengerProfiles.set(caller.account.id, profile);
	return success(call);
}

/** One object per locale, with its own `call_to_actions`. */
function checkLocale(given: unknown, name: string, fits: (item: unknown) => boolean, most: number): unknown {
	const items = isRecord(given) ? given['call_to_actions'] : undefined;
	if (
		!isRecord(given) ||
		!Array.isArray(items) ||
		items.length === 0 ||
		items.length > most ||
		!items.every(fits)
	) {
		throw invalidParameter(`Param ${name} is not valid`);
	}
	return {
		call_to_actions: items,
		locale: typeof given['locale'] === 'string' ? given['locale'] : 'default',
	};
}

function isQuestion(item: unknown): boolean {
	return isRecord(item) && isText(item['question']) && isText(item['payload']);
}

function isMenuItem(item: unknown): boolean {
	if (!isRecord(item) || !isText(item['title'])) return false;
	return item['type'] === 'postback'
		? isText(item['payload'])
		: item['type'] === 'web_url' && isText(item['url']);
}

function isText(value: unknown): boolean {
	return typeof value === 'string' && value !== '';
}

/** Two documented shapes: the objects themselves, or wrapped in their field name. */
function getProfile(call: GraphCall): unknown {
	const wanted = (call.params.text('fields') ?? PROFILE_FIELDS.join(','))
		.split(',')
		.map((name) => name.trim());
	const foreign = wanted.find((name) => !PROFILE_FIELDS.includes(name));
	if (foreign !== undefined)
		throw invalidParameter(`Tried accessing nonexisting field (${foreign}) on node type (UserProfile)`);
	const profile = call.core.store.messengerProfiles.get(call.caller.account.id) ?? {};
	const present = wanted.filter((name) => profile[name] !== undefined);
	if (call.core.switches.messengerProfileResponse === 'list') {
		return { data: present.flatMap((name) => profile[name]) };
	}
	return {
		data: present.length === 0 ? [] : [Object.fromEntries(present.map((name) => [name, profile[name]]))],
	};
}

function deleteProfile(call: GraphCall): unknown {
	const fields = call.params.textList('fields');
	if (fields === undefined) throw missingParameter('fields');
	const profile = call.core.store.messengerProfiles.get(call.caller.account.id) ?? {};
	fields.forEach((field, index) => {
		const name = field.toLowerCase();
		if (!DELETABLE.includes(name))
			throw invalidParameter(`Param fields[${index}] must be one of {${DELETABLE.join(', ').toUpperCase()}}`);
		delete profile[name];
	});
	return success(call);
}

export const flowView: NodeView<WelcomeFlow> = {
	typeName: 'CTXPartnerAppWelcomeMessageFlow',
	defaults: ['id', 'name', 'welcome_message_flow', 'eligible_platforms', 'last_update_time', 'is_used_in_ad'],
	id: (flow) => flow.id,
	fields: {
		name: (flow) => flow.name,
		welcome_message_flow: (flow) => JSON.stringify(flow.flow),
		welcome_message_sequence: (flow) => JSON.stringify(flow.flow),
		eligible_platforms: (flow) => flow.eligiblePlatforms,
		compatible_platforms: (flow) => flow.eligiblePlatforms,
		last_update_time: (flow) => metaTime(flow.updatedAt),
		is_ig_only_flow: (flow) => flow.eligiblePlatforms.length === 1,
		is_used_in_ad: (flow) => flow.isUsedInAd,
	},
};

function findFlow(call: GraphCall, id: string): WelcomeFlow {
	const flow = (call.core.store.flowsByAccount.get(call.caller.account.id) ?? []).find(
		(one) => one.id === id,
	);
	if (flow === undefined) throw unknownObject(call.request.method, id);
	return flow;
}

/** GET /{ig_user}/welcome_message_flows (messaging.md section 9). */
function getFlows(call: GraphCall): unknown {
	const { core, caller, params } = call;
	const id = params.text('flow_id');
	const flows =
		id === undefined ? (core.store.flowsByAccount.get(caller.account.id) ?? []) : [findFlow(call, id)];
	const page = takePage(inOrder(flows), (flow) => flow.id, {
		limit: params.text('limit'),
		after: params.text('after'),
	});
	const fields = requestedFields(call);
	const data = page.items.map((flow) => renderNode('flow', flow, call, fields));
	if (core.switches.welcomeFlowsResponse === 'array') return data;
	return pagedAnswer(call, page, data, { path: `${call.pathId}/welcome_message_flows` });
}

/** POST creates, or with `flow_id` updates. */
function setFlow(call: GraphCall): unknown {
	const { core, caller, params } = call;
	const [id, name, flow] = [params.text('flow_id'), params.text('name'), params.list('welcome_message_flow')];
	const platforms = params.textList('eligible_platforms')?.map((platform) => platform.toLowerCase());
	if (platforms?.some((platform) => !['instagram', 'messenger', 'whatsapp'].includes(platform)) === true) {
		throw invalidParameter('Param eligible_platforms[0] must be one of {INSTAGRAM, MESSENGER, WHATSAPP}');
	}
	if (id !== undefined) {
		const known = findFlow(call, id);
		if (known.isUsedInAd)
			throw invalidParameter('The welcome message flow is used in an ad and cannot be changed.');
		Object.assign(known, {
			name: name ?? known.name,
			flow: flow ?? known.flow,
			eligiblePlatforms: platforms ?? known.eligiblePlatforms,
			updatedAt: core.clock.now(),
		});
		return { success: true };
	}
	if (name === undefined) throw missingParameter('name');
	if (flow === undefined) throw missingParameter('welcome_message_flow');
	if (!flow.every((step) => isRecord(step) && isRecord(step['message'])))
		throw invalidParameter('Param welcome_message_flow is not valid');
	if (platforms === undefined) throw missingParameter('eligible_platforms');
	const made: WelcomeFlow = {
		id: core.ids.attachment(),
		accountId: caller.account.id,
		appId: caller.app.instagramAppId,
		name,
		flow,
		eligiblePlatforms: platforms,
		updatedAt: core.clock.now(),
		isUsedInAd: false,
	};
	listOf(core.store.flowsByAccount, caller.account.id).push(made);
	core.store.put(made.id, { kind: 'flow', flow: made });
	return { flow_id: made.id };
}

function deleteFlow(call: GraphCall): unknown {
	const flow = findFlow(call, call.params.required('flow_id'));
	if (flow.isUsedInAd)
		throw invalidParameter('The welcome message flow is used in an ad and cannot be deleted.');
	const list = listOf(call.core.store.flowsByAccount, call.caller.account.id);
	list.splice(list.indexOf(flow), 1);
	call.core.store.forget(flow.id);
	return { success: true };
}

function getFlow(call: GraphCall): unknown {
	if (call.node.kind !== 'flow') return undefined;
	return renderNode('flow', call.node.flow, call, requestedFields(call));
}

const SCOPES = ['instagram_business_manage_messages'] as const;

export const messengerProfileRoutes: GraphRoute[] = [
	{ method: 'GET', node: 'user', edge: 'messenger_profile', scopes: SCOPES, handle: getProfile },
	{ method: 'POST', node: 'user', edge: 'messenger_profile', scopes: SCOPES, handle: setProfile },
	{ method: 'DELETE', node: 'user', edge: 'messenger_profile', scopes: SCOPES, handle: deleteProfile },
	{ method: 'GET', node: 'user', edge: 'welcome_message_flows', scopes: SCOPES, handle: getFlows },
	{ method: 'POST', node: 'user', edge: 'welcome_message_flows', scopes: SCOPES, handle: setFlow },
	{ method: 'DELETE', node: 'user', edge: 'welcome_message_flows', scopes: SCOPES, handle: deleteFlow },
	{ method: 'GET', node: 'flow', scopes: SCOPES, handle: getFlow },
];
