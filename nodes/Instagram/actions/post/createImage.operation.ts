/** Post: Create Image. Meta: `POST /<IG_ID>/media` with `image_url`, then `media_publish` ("Content Publishing"). */
import { FEED_IMAGE } from '../../protocol/fileRules';
import { ALT_TEXT_MAX_CHARACTERS, captionProblem } from '../../protocol/limits';
import { mediaSourceFields, readMediaSourceUrl } from '../../shared/mediaSource';
import { preparedOperation, toItem } from '../../shared/operation';
import { readFlag, readOptionalInteger, readOptionalText, refuse } from '../../shared/parameters';
import { createContainer, publish, waitUntilReady, type Publication } from '../../shared/publishing';
import { clock } from '../../transport/clock';

const IMAGE_URL = { name: 'imageUrl', label: 'Image URL' };
const CAPTION = { name: 'additionalFields.caption', label: 'Caption' };
const ALT_TEXT = { name: 'additionalFields.altText', label: 'Alt Text' };
const MAX_WAIT = { name: 'additionalFields.maxWait', label: 'Max Wait' };
const PUBLISH_NOW = { name: 'publishNow', label: 'Publish Now' };

const DEFAULT_MAX_WAIT_SECONDS = 300;

export const createImage = preparedOperation<Publication>({
	permission: 'instagram_business_content_publish',
	properties: [
		...mediaSourceFields({
			displayName: 'Image URL',
			name: 'imageUrl',
			placeholder: 'e.g. https://example.com/photo.jpg',
			description: 'A JPEG of at most 8 MB that opens without login',
		}),
		{
			displayName: 'Publish Now',
			name: 'publishNow',
			type: 'boolean',
			default: true,
			description:
				'Whether to publish the photo. If off, the result is a container, which Container > Publish takes within 24 hours.',
		},
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{
					displayName: 'Alt Text',
					name: 'altText',
					type: 'string',
					default: '',
					description: 'Describes the photo to people who cannot see it; at most 1000 characters',
				},
				{
					displayName: 'Caption',
					name: 'caption',
					type: 'string',
					typeOptions: { rows: 4 },
					default: '',
					description: 'At most 2200 characters, 30 hashtags and 20 @-mentions',
				},
				{
					displayName: 'Max Wait',
					name: 'maxWait',
					type: 'number',
					typeOptions: { minValue: 0 },
					default: 300,
					description:
						'How many seconds Instagram may take to process the media. After that the error carries the container ID, with which Container > Publish can finish the work.',
				},
			],
		},
	],
	async prepare({ ctx, graph }, itemIndex) {
		const caption = readOptionalText(ctx, CAPTION, itemIndex);
		const problem = caption === undefined ? undefined : captionProblem(caption);
		if (problem !== undefined) refuse(CAPTION, problem);
		const altText = readOptionalText(ctx, ALT_TEXT, itemIndex);
		if (altText !== undefined && [...altText].length > ALT_TEXT_MAX_CHARACTERS) {
			refuse(ALT_TEXT, `has ${[...altText].length} characters; Instagram allows ${ALT_TEXT_MAX_CHARACTERS}`);
		}
		const maxWaitSeconds = readOptionalInteger(ctx, MAX_WAIT, itemIndex, { min: 0 }) ?? DEFAULT_MAX_WAIT_SECONDS;
		const imageUrl = await readMediaSourceUrl(ctx, { urlField: IMAGE_URL, accept: FEED_IMAGE }, itemIndex);

		const containerId = await createContainer(graph, { image_url: imageUrl, caption, alt_text: altText });
		const publication = { containerId, caption, startedMs: clock.now(), limitMs: maxWaitSeconds * 1000 };
		await waitUntilReady(graph, publication);
		return publication;
	},
	async act({ ctx, graph }, itemIndex, publication) {
		if (readFlag(ctx, PUBLISH_NOW, itemIndex)) return [toItem(await publish(graph, publication))];
		return [toItem({ containerId: publication.containerId, published: false })];
	},
});
