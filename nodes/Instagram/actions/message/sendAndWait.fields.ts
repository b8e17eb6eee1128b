/** The fields of Message: Send and Wait for Response, named as in n8n's own messaging nodes. */
import type { INodeProperties } from 'n8n-workflow';

import { optionsOf } from '../../panel/collections';
import { RECIPIENT_LOCATOR } from '../../panel/people';

export const LIMIT_WAIT_TIME_FIELD: INodeProperties = {
	displayName: 'Limit Wait Time',
	name: 'limitWaitTime',
	type: 'fixedCollection',
	default: { values: { limitType: 'afterTimeInterval', resumeAmount: 45, resumeUnit: 'minutes' } },
	description:
		'How long to wait for the answer. After that the workflow continues with the input item, which has no "data.approved".',
	options: [
		{
			displayName: 'Values',
			name: 'values',
			values: [
				{
					displayName: 'Limit Type',
					name: 'limitType',
					type: 'options',
					default: 'afterTimeInterval',
					options: [
						{
							name: 'After Time Interval',
							value: 'afterTimeInterval',
							description: 'Waits for a certain amount of time',
						},
						{
							name: 'At Specified Time',
							value: 'atSpecifiedTime',
							description: 'Waits until a date and time',
						},
					],
				},
				{
					displayName: 'Amount',
					name: 'resumeAmount',
					type: 'number',
					typeOptions: { minValue: 0, numberPrecision: 2 },
					default: 1,
					description: 'The time to wait',
					displayOptions: { show: { limitType: ['afterTimeInterval'] } },
				},
				{
					displayName: 'Unit',
					name: 'resumeUnit',
					type: 'options',
					options: [
						{ name: 'Days', value: 'days' },
						{ name: 'Hours', value: 'hours' },
						{ name: 'Minutes', value: 'minutes' },
					],
					default: 'hours',
					displayOptions: { show: { limitType: ['afterTimeInterval'] } },
				},
				{
					displayName: 'Max Date and Time',
					name: 'maxDateAndTime',
					type: 'dateTime',
					default: '',
					displayOptions: { show: { limitType: ['atSpecifiedTime'] } },
				},
			],
		},
	],
};

export const QUESTION_FIELD: INodeProperties = {
	displayName: 'Message',
	name: 'message',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	required: true,
	placeholder: 'e.g. Shall we publish this post?',
	description:
		'The question. What does not fit into 640 characters is sent in messages before the one with the buttons.',
};

export const APPROVAL_OPTIONS_FIELD: INodeProperties = {
	displayName: 'Approval Options',
	name: 'approvalOptions',
	type: 'fixedCollection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Values',
			name: 'values',
			values: [
				{
					displayName: 'Type of Approval',
					name: 'approvalType',
					type: 'options',
					options: [
						{ name: 'Approve and Disapprove', value: 'double' },
						{ name: 'Approve Only', value: 'single' },
					],
					default: 'double',
				},
				{
					displayName: 'Approve Button Label',
					name: 'approveLabel',
					type: 'string',
					default: 'Approve',
					description: 'About 20 characters are shown',
				},
				{
					displayName: 'Disapprove Button Label',
					name: 'disapproveLabel',
					type: 'string',
					default: 'Decline',
					description: 'About 20 characters are shown',
					displayOptions: { show: { approvalType: ['double'] } },
				},
			],
		},
	],
};

export const QUESTION_BY_PERSON_FIELD: INodeProperties = {
	displayName: 'Written by a Person',
	name: 'humanAgent',
	type: 'boolean',
	default: false,
	description:
		'Whether to use the HUMAN_AGENT tag, which allows an answer up to 7 days after the last message from the person. Meta allows it only for messages written by people, never for automatic ones, and only for apps with the reviewed feature "Human Agent".',
};

export const SEND_AND_WAIT_FIELDS: INodeProperties[] = [
	RECIPIENT_LOCATOR,
	QUESTION_FIELD,
	APPROVAL_OPTIONS_FIELD,
	optionsOf([LIMIT_WAIT_TIME_FIELD, QUESTION_BY_PERSON_FIELD]),
];
