import type { Resource } from '../../shared/operation';
import { createImage } from './createImage.operation';

export const post: Resource = {
	menu: {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Create Image',
				value: 'createImage',
				action: 'Create an image post',
				description: 'Publish a photo in the feed',
			},
		],
		default: 'createImage',
	},
	operations: { createImage },
};
