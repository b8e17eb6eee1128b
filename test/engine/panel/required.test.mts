/** n8n stops a workflow at an empty required field, and takes every field behind a choice for shown when an expression makes the choice. */
import { NodeHelpers, type INodeParameters } from 'n8n-workflow';

import { Instagram } from '../../../nodes/Instagram/Instagram.node';
import { instagramNode } from '../../support/engine.mts';

const { description } = new Instagram();

function issuesOf(parameters: INodeParameters): string[] {
	const given = { authentication: 'oAuth2', ...parameters };
	const known = NodeHelpers.getNodeParameters(
		description.properties,
		given,
		true,
		false,
		{ typeVersion: 1 },
		description,
	);
	const node = instagramNode(known ?? {});
	const issues = NodeHelpers.getNodeParametersIssues(description.properties, node, description);
	return Object.values(issues?.parameters ?? {}).flat();
}

const SEND = { resource: 'message', operation: 'send', recipientId: '123', text: 'Hello' };

it.each<[string, INodeParameters]>([
	['the type of a message', { ...SEND, messageType: '={{ $json.type }}' }],
	['whom a message goes to', { ...SEND, recipientType: '={{ $json.to }}' }],
	['where a file comes from', { ...SEND, messageType: 'image', mediaSource: '={{ $json.source }}' }],
	[
		'how a flow is defined',
		{ resource: 'welcomeFlow', operation: 'create', name: 'Summer', defineFlow: '={{ $json.how }}' },
	],
])('an expression for %s leaves no field to complain about', (_what, parameters) => {
	expect(issuesOf(parameters)).toEqual([]);
});

it('an empty field that is always there is complained about before anything starts', () => {
	expect(issuesOf({ resource: 'user', operation: 'get', userId: '' })).toEqual([
		'Parameter "Person" is required.',
	]);
});
