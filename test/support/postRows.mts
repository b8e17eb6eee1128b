import type { INodeParameters } from 'n8n-workflow';

/** The filter Posts of both triggers as the panel gives it: a row for each post. */
export function posts(...mediaIds: string[]): INodeParameters {
	return { values: mediaIds.map((value) => ({ mediaId: { __rl: true, mode: 'id', value } })) };
}
