/**
 * What Meta documents as limits is checked before anything is sent, and the error names field, limit and
 * item.
 */
import type { INodeParameters } from 'n8n-workflow';

import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'file' });

afterEach(() => {
	expect(world.requests()).toEqual([]);
});

const URL = 'https://media.example.test/photo.jpg';
const post = (operation: string, parameters: INodeParameters): INodeParameters => ({
	resource: 'post',
	operation,
	...parameters,
});
const image = (additionalFields: INodeParameters, imageUrl = URL) =>
	post('createImage', { imageUrl, additionalFields });
const captioned = (caption: string) => post('createImage', { imageUrl: URL, caption });
const reel = (additionalFields: INodeParameters) =>
	post('createReel', { videoUrl: 'https://media.example.test/reel.mp4', additionalFields });
const story = (additionalFields: INodeParameters) =>
	post('createStory', { mediaType: 'image', imageUrl: URL, additionalFields });
const carousel = (list: unknown) =>
	post('createCarousel', {
		specifyItems: 'json',
		itemsJson: typeof list === 'string' ? list : JSON.stringify(list),
	});
const photos = (count: number) => Array.from({ length: count }, () => ({ imageUrl: URL }));
const tags = (...tag: INodeParameters[]) => ({ userTags: { tag } });

describe('before the call', () => {
	it.each<[string, INodeParameters, RegExp]>([
		[
			'a caption of 2201 characters',
			captioned('é'.repeat(2201)),
			/^Caption has 2201 characters; Instagram allows 2200$/,
		],
		['31 hashtags', captioned('#tag '.repeat(31)), /^Caption has 31 hashtags; Instagram allows 30$/],
		['21 mentions', captioned('@someone '.repeat(21)), /^Caption has 21 @-mentions; Instagram allows 20$/],
		[
			'an alt text of 1001 characters',
			image({ altText: 'x'.repeat(1001) }),
			/^Alt Text has 1001 characters; Instagram allows 1000$/,
		],
		[
			'four collaborators',
			image({ collaborators: 'a,b,c,d' }),
			/^Collaborators names 4 people; Instagram allows 3$/,
		],
		[
			'a display name as collaborator',
			image({ collaborators: 'Jane Doe' }),
			/^Collaborators must hold usernames, not "Jane Doe"$/,
		],
		['a location that is a name', image({ locationId: 'Berlin' }), /^Location ID must be an Instagram ID/],
		[
			'a tag without a username',
			image(tags({ username: '', x: 0.5, y: 0.5 })),
			/^User Tags has an entry without a username$/,
		],
		[
			'a tag beside the photo',
			image(tags({ username: 'baker', x: 1.2, y: 0.5 })),
			/^User Tags needs a position for baker/,
		],
		[
			'tags without positions on a photo',
			image({ userTagsJson: '["baker"]' }),
			/^User Tags \(JSON\) needs a position for baker/,
		],
		[
			'half a position in a story',
			story({ userTagsJson: '[{"username": "baker", "x": 0.5}]' }),
			/needs a position for baker/,
		],
		[
			'21 tags',
			image({ userTagsJson: JSON.stringify(Array(21).fill({ username: 'baker', x: 0, y: 0 })) }),
			/tags 21 people; Instagram allows 20/,
		],
		['tags that are no JSON', image({ userTagsJson: '[{' }), /^User Tags \(JSON\) is not valid JSON$/],
		[
			'a URL without https',
			image({}, 'http://media.example.test/photo.jpg'),
			/^Image URL must start with https:\/\/$/,
		],
		['something that is no URL', image({}, 'photo.jpg'), /^Image URL is not a URL$/],
		[
			'a URL with a password',
			image({}, 'https://user:secret@media.example.test/photo.jpg'),
			/^Image URL must not contain a user name or password$/,
		],
		[
			'a URL of the own network',
			image({}, 'https://192.168.1.20/photo.jpg'),
			/^Image URL leads to 192.168.1.20, which exists in your own network only$/,
		],
		[
			'a skip window without a caption',
			image({ skipIfPostedWithin: 24 }),
			/^Skip If Posted Within \(Hours\) needs a Caption$/,
		],
		[
			'a first comment under a container',
			{ ...image({ firstComment: '#bread' }), publishNow: false },
			/^First Comment needs Publish Now$/,
		],
		['a negative wait', image({ maxWait: -1 }), /^Max Wait must be a whole number from 0/],
		[
			'a negative thumb offset',
			reel({ thumbOffset: -1 }),
			/^Thumb Offset \(Ms\) must be a whole number of at least 0$/,
		],
		['half a millisecond', reel({ thumbOffset: 1.5 }), /^Thumb Offset \(Ms\) must be a whole number/],
		[
			'another trial strategy',
			reel({ graduationStrategy: '={{ "SOMETIMES" }}' }),
			/^Trial Reel Strategy must be one of MANUAL, SS_PERFORMANCE$/,
		],
		[
			'a cover from two places',
			reel({ coverUrl: URL, coverBinaryPropertyName: 'cover' }),
			/^Cover URL and Cover Binary Field are both set$/,
		],
		[
			'a carousel of one',
			carousel(photos(1)),
			/^Items \(JSON\) has 1 photos and videos; Instagram takes 2 to 10 in a carousel$/,
		],
		['a carousel of eleven', carousel(photos(11)), /^Items \(JSON\) has 11 photos and videos/],
		[
			'a carousel without rows',
			post('createCarousel', { items: { item: [] } }),
			/^Items has 0 photos and videos/,
		],
		[
			'a carousel of the files of an item that has none',
			post('createCarousel', { specifyItems: 'allFiles' }),
			/^The input item has 0 photos and videos; Instagram takes 2 to 10 in a carousel$/,
		],
		...[{ id: 'filesystem:another' }, { data: 'AAAA', mimeType: 'image/jpeg' }, ['data'], 7].map(
			(binaryPropertyName): [string, INodeParameters, RegExp] => [
				`${JSON.stringify(binaryPropertyName)} in place of the name of a file`,
				carousel([{ imageUrl: URL }, { binaryPropertyName }]),
				/^Items \(JSON\): item 2: binaryPropertyName must be the name of a field of the input item$/,
			],
		),
		['a carousel that is no list', carousel('{"imageUrl": "x"}'), /^Items \(JSON\) must be a list$/],
		['a carousel that is no JSON', carousel('[{'), /^Items \(JSON\) is not valid JSON$/],
		['a bare URL in a carousel', carousel([URL, URL]), /^Items \(JSON\): item 1 must be an object/],
		[
			'an empty object in a carousel',
			carousel([{ imageUrl: URL }, {}]),
			/^Items \(JSON\): item 2 must be an object with imageUrl, videoUrl or binaryPropertyName$/,
		],
		[
			'a carousel item with two media',
			carousel([{ imageUrl: URL, videoUrl: URL }, { imageUrl: URL }]),
			/^Items \(JSON\): item 1 has imageUrl and videoUrl$/,
		],
		[
			'a carousel item without https',
			carousel([{ imageUrl: URL }, { videoUrl: 'http://x.example.test/a.mp4' }]),
			/^Items \(JSON\): item 2: Video URL must start with https/,
		],
		[
			'a tag without a place in a carousel',
			carousel([{ imageUrl: URL, userTags: ['baker'] }, { imageUrl: URL }]),
			/^Items \(JSON\): item 1: User Tags needs a position for baker/,
		],
		[
			'a long alt text in a carousel',
			carousel([{ imageUrl: URL }, { imageUrl: URL, altText: 'x'.repeat(1001) }]),
			/^Items \(JSON\): item 2: Alt Text has 1001 characters/,
		],
		[
			'a carousel item of a kind that is none',
			carousel([{ imageUrl: URL, mediaType: 'REELS' }, { imageUrl: URL }]),
			/^Items \(JSON\): item 1: mediaType must be image or video, not "REELS"$/,
		],
		[
			'a caption on a carousel item',
			carousel([{ imageUrl: URL }, { imageUrl: URL, caption: 'y' }]),
			/^Items \(JSON\): item 2 has caption, which a carousel item does not take$/,
		],
		[
			'an alt text on a video of a carousel',
			carousel([{ videoUrl: URL, altText: 'x' }, { imageUrl: URL }]),
			/^Items \(JSON\): item 1 has altText, which a video does not take$/,
		],
		[
			'tags on a video of a carousel',
			carousel([{ videoUrl: URL, userTags: ['baker'] }, { imageUrl: URL }]),
			/^Items \(JSON\): item 1 has userTags, which a video does not take$/,
		],
		[
			'a thumb offset on a photo of a carousel',
			carousel([{ imageUrl: URL, thumbOffset: 5 }, { imageUrl: URL }]),
			/^Items \(JSON\): item 1 has thumbOffset, which a photo does not take$/,
		],
		[
			'a URL beside the file of a carousel item',
			carousel([{ imageUrl: URL, videoUrl: URL, mediaType: 'video' }, { imageUrl: URL }]),
			/^Items \(JSON\): item 1 has imageUrl, which a video does not take$/,
		],
		[
			'a URL and a file in one carousel item',
			carousel([{ imageUrl: URL, binaryPropertyName: 'data' }, { imageUrl: URL }]),
			/^Items \(JSON\): item 1 has a URL and binaryPropertyName$/,
		],
		[
			'a display name after an empty collaborator',
			image({ collaborators: 'a_b, , Jane Doe' }),
			/^Collaborators must hold usernames, not "Jane Doe"$/,
		],
	])('refuses %s', async (_what, parameters, words) => {
		const { error, items } = await world.run(parameters);
		expect(error?.message).toMatch(words);
		expect(items).toEqual([]);
	});

	it('names the item, and creates nothing for the others', async () => {
		const items = ['fine', 'x'.repeat(2201), 'fine'].map((caption) => ({ json: { caption } }));
		const { error } = await world.run(captioned('={{ $json.caption }}'), items);
		expect(error?.context.itemIndex).toBe(1);
	});
});

it('the two rows a carousel starts with have to be filled in before anything is sent', async () => {
	const { error } = await world.run(post('createCarousel', {}));
	expect(error?.message).toBe('Items: item 1 has no Image URL');
	expect(error?.description).toContain('choose a file, or remove the item');
});
