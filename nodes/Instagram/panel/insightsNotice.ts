/** The notice of both insights operations: a new credential does not have their permission. */
import type { INodeProperties } from 'n8n-workflow';

export const INSIGHTS_NOTICE: INodeProperties = {
	displayName:
		'Needs the permission Manage Insights, which is off by default: tick it in the credential and connect again',
	name: 'insightsNotice',
	type: 'notice',
	default: '',
};
