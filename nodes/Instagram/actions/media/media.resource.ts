import type { Resource } from '../../run/operation';
import { getMedia } from './get.operation';
import { getChildren } from './getChildren.operation';
import { getMediaInsights } from './getInsights.operation';
import { getManyMedia } from './getMany.operation';
import { setComments } from './setComments.operation';

export const media: Resource = {
	menu: {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Get',
				value: 'get',
				action: 'Get post or story',
				description: 'Get a post, reel or story of the account, with the photos and videos of a carousel',
			},
			{
				name: 'Get Children',
				value: 'getChildren',
				action: 'Get photos and videos of carousel',
				description: 'Get each photo and video of a carousel as an item',
			},
			{
				name: 'Get Insights',
				value: 'getInsights',
				action: 'Get insights of post or story',
				description: 'Get views, reach, interactions and more of a post, reel or story',
			},
			{
				name: 'Get Many',
				value: 'getMany',
				action: 'Get many posts or stories',
				description: 'Get posts and reels, stories, live videos, or posts in which the account is tagged',
			},
			{
				name: 'Set Comments',
				value: 'setComments',
				action: 'Turn comments on post on or off',
				description: 'Turn the comments of a post or reel on or off',
			},
		],
		default: 'getMany',
	},
	operations: {
		get: getMedia,
		getChildren,
		getInsights: getMediaInsights,
		getMany: getManyMedia,
		setComments,
	},
};
