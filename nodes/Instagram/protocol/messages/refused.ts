/**
 * Refusals whose number is the same for everything that can be sent (Meta: "Common errors", Messenger
 * Platform), so that the request has to tell what they are about: "Invalid message data", and files that
 * could not be fetched.
 */
import type { Words } from '../errors/wording';
import { recordAt, recordsAt, textAt, type JsonRecord } from '../json';
import { isOfN8n, MAY_BE_PAGE, mustOpen } from '../ownFile';
import type { Body } from './bodies';

const NOT_ACCEPTED = 2534015;
const NOT_FETCHED: ReadonlySet<number | undefined> = new Set([2018008, 2018047, 2018294]);

/**
 * @returns better words for a refusal of a request to the messages edge or to the upload of attachments;
 * those that it has already
 */
export function explainRefused(
	{ what, remedy, subcode }: Words & { readonly subcode?: number },
	request: Body,
): Words {
	if (subcode === NOT_ACCEPTED) return notAccepted(request);
	if (!NOT_FETCHED.has(subcode)) return { what, remedy };
	const addresses = addressesIn(request);
	const own = addresses.find(isOfN8n);
	const hasOthers = addresses.some((address) => !isOfN8n(address));
	const parts = [
		hasOthers ? `${remedy} ${MAY_BE_PAGE}` : '',
		own === undefined
			? ''
			: `${mustOpen(own)} ${OWN_KIND} Otherwise use the URL of a file on a public web server.`,
	];
	return { what, remedy: parts.filter((part) => part !== '').join(' ') || remedy };
}

const OWN_KIND = 'Instagram gives up after 75 seconds, and the file must fit the chosen type.';

function addressesIn(request: Body): string[] {
	const message = recordAt(request, 'message') ?? {};
	const single = recordAt(message, 'attachment');
	return [...(single ? [single] : []), ...recordsAt(message, 'attachments')]
		.map((attachment) => textAt(recordAt(attachment, 'payload') ?? {}, 'url'))
		.filter((url) => url !== undefined);
}

const TEXT = 'Check the text: it may have 1000 bytes at most.';

function notAccepted(request: Body): Words {
	const said = (thing: string, remedy: string) => ({
		what: `Instagram did not accept the ${thing}`,
		remedy: [remedy, ...(request.reply_to === undefined ? [] : [REPLY])].join(' '),
	});
	const { sender_action: action } = request;
	if (action === 'react') return said('reaction', `${MESSAGE_ID} Reaction is love or one emoji.`);
	if (action === 'unreact') return said('reaction', MESSAGE_ID);
	if (action !== undefined)
		return said('action', 'Check the person: the account must have a conversation with them.');
	const recipient = recordAt(request, 'recipient');
	if (!recipient)
		return said('file', 'Check that Attachment Type fits the file, and that the URL leads straight to it.');
	if (recipient.comment_id !== undefined)
		return said(
			'private reply',
			`${TEXT} The comment must still exist, under a post of the connected account.`,
		);
	return said('message', remedyFor(recordAt(request, 'message') ?? {}));
}

const MESSAGE_ID =
	'Message ID must be a message that the person has sent to this account, and that still exists.';
const REPLY = 'The answered message (Reply to Message ID) must belong to this conversation, and still exist.';

function remedyFor(message: JsonRecord): string {
	const attachment = recordAt(message, 'attachment');
	const type = attachment && textAt(attachment, 'type');
	if (type === 'template')
		return 'Check the template: the number of elements and buttons, their titles, texts and links.';
	if (type === 'MEDIA_SHARE')
		return 'Check the post: it must belong to the connected account, and still exist.';
	if (attachment ?? message.attachments)
		return 'Check that Message Type fits the file, and that every URL leads straight to a file.';
	if (message.quick_replies !== undefined)
		return `${TEXT} Check the quick replies: at most 13, each with a title and a payload.`;
	return TEXT;
}
