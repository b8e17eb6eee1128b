import { lookasideUrl } from '../state/cdnFiles.mts';
import { callOutside, OutsideError } from '../delivery/outside.mts';
import { invalidParameter, missingParameter, unknownObject } from '../state/errors.mts';
import type { Core } from '../state/core.mts';
import { isRecord } from '../state/json.mts';
import type { MessageAttachment } from '../state/model.mts';
import { sniff } from '../state/sniff.mts';
import type { FileKind } from '../state/sniff.mts';
import { DAY_MS } from '../state/tokens.mts';
import type { GraphCall, GraphRoute } from './context.mts';

export type AttachmentType = 'image' | 'audio' | 'video' | 'file';

const MEGABYTE = 1024 * 1024;
/** Formats and sizes of messaging.md section 2. */
const RULES: Record<AttachmentType, { kinds: readonly FileKind[]; bytes: number }> = {
	image: { kinds: ['jpeg', 'png', 'gif'], bytes: 8 * MEGABYTE },
	audio: { kinds: ['aac', 'm4a', 'wav', 'mp4'], bytes: 25 * MEGABYTE },
	video: { kinds: ['mp4', 'ogg', 'avi', 'mov', 'webm'], bytes: 25 * MEGABYTE },
	file: { kinds: ['pdf'], bytes: 25 * MEGABYTE },
};

export function isAttachmentType(value: unknown): value is AttachmentType {
	return typeof value === 'string' && Object.hasOwn(RULES, value);
}

/** Fetches what a URL holds, the way Meta does while the send call waits. */
export async function fetchAttachment(
	call: GraphCall,
	type: AttachmentType,
	url: unknown,
): Promise<MessageAttachment> {
	if (typeof url !== 'string') throw invalidParameter('Invalid message data', 2534015);
	const failed = (): Error => invalidParameter('Failed to fetch the file from the url.', 2018008);
	try {
		const answer = await callOutside(call.core, {
			url,
			headers: { 'user-agent': 'facebookexternalhit/1.1' },
			maxBytes: RULES[type].bytes,
			redirects: 3,
			timeoutMs: call.core.switches.downloadTimeoutMs,
		});
		if (answer.status !== 200) throw failed();
		return storeAttachment(call.core, type, answer.bytes, answer.headers['content-type']);
	} catch (error) {
		if (!(error instanceof OutsideError)) throw error;
		if (error.kind === 'tooLarge') throw tooLarge();
		if (error.kind === 'timeout' && type === 'video') {
			throw invalidParameter(
				'Video upload timed out or video is corrupted. Make sure the upload takes less than 75 seconds.',
				2018294,
			);
		}
		throw failed();
	}
}

function tooLarge(): Error {
	return invalidParameter('Attachment size exceeds allowable limit', 2018109);
}

/** Checks the bytes and keeps them behind a lookaside URL. */
function storeAttachment(
	core: Core,
	type: AttachmentType,
	bytes: Buffer,
	contentType = 'application/octet-stream',
): MessageAttachment {
	const rule = RULES[type];
	if (bytes.length > rule.bytes) throw tooLarge();
	if (!rule.kinds.includes(sniff(bytes))) {
		throw invalidParameter(
			'Upload attachment failure. The type of the file does not match the type of the attachment.',
			2018047,
		);
	}
	return { type, payload: { url: lookasideUrl(core, { bytes, contentType }) } };
}

/** A file uploaded before; ids live 90 days and belong to one account. */
export function knownAttachment(call: GraphCall, type: AttachmentType, id: unknown): MessageAttachment {
	const known = typeof id === 'string' ? call.core.store.attachments.get(id) : undefined;
	const usable =
		known?.accountId === call.caller.account.id &&
		known.type === type &&
		known.expiresAt > call.core.clock.now();
	if (known === undefined || !usable)
		throw invalidParameter('Possible invalid ID or you do not own the attachment.', 2018074);
	return { type, payload: { url: known.url } };
}

/** POST /{ig_user}/message_attachments: by URL, or multipart `filedata` (messaging.md section 5). */
async function uploadAttachment(call: GraphCall): Promise<unknown> {
	const { core, caller, params } = call;
	if (core.switches.messageAttachments === 'refused') throw unknownObject('post', call.pathId);
	const attachment = params.map('message')?.['attachment'];
	if (!isRecord(attachment)) throw missingParameter('message');
	const type = attachment['type'];
	if (!isAttachmentType(type)) throw invalidParameter('Invalid message data', 2534015);
	const part = call.parts.find((one) => one.name === 'filedata');
	const payload = isRecord(attachment['payload']) ? attachment['payload'] : {};
	const stored =
		part === undefined
			? await fetchAttachment(call, type, payload['url'])
			: storeAttachment(core, type, part.bytes, part.contentType);
	const url = stored.payload?.['url'];
	const id = core.ids.attachment();
	core.store.attachments.set(id, {
		id,
		accountId: caller.account.id,
		type,
		expiresAt: core.clock.now() + 90 * DAY_MS,
		url: typeof url === 'string' ? url : undefined,
	});
	return { attachment_id: id };
}

export const attachmentRoutes: GraphRoute[] = [
	{
		method: 'POST',
		node: 'user',
		edge: 'message_attachments',
		scopes: ['instagram_business_manage_messages'],
		handle: uploadAttachment,
	},
];
