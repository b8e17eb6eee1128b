import type { Resource } from '../../run/operation';
import { createCarousel } from './createCarousel.operation';
import { createImage } from './createImage.operation';
import { createReel } from './createReel.operation';
import { createStory } from './createStory.operation';

export const post: Resource = {
	menu: {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Create Carousel',
				value: 'createCarousel',
				action: 'Create carousel post',
				description: 'Publish 2 to 10 photos and videos as one post',
			},
			{
				name: 'Create Image',
				value: 'createImage',
				action: 'Create image post',
				description: 'Publish a photo in the feed',
			},
			{
				name: 'Create Reel',
				value: 'createReel',
				action: 'Create reel',
				description: 'Publish a video as a reel',
			},
			{
				name: 'Create Story',
				value: 'createStory',
				action: 'Create story',
				description: 'Publish a photo or a video as a story, which stays for 24 hours',
			},
		],
		default: 'createImage',
	},
	operations: { createCarousel, createImage, createReel, createStory },
};
