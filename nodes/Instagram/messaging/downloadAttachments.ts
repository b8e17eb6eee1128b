/**
 * Fetches the files of a message while their URLs work: those of `lookaside.fbsbx.com` are signed and expire,
 * and those of a deleted story are gone at once. The type is recognized by the bytes: a story mention does
 * not say whether it is image or video.
 */
import type { IBinaryData, IBinaryKeyData, IExecuteFunctions, IPollFunctions } from 'n8n-workflow';

import type { SimplifiedAttachment } from '../protocol/events/simplified';
import { mimeTypeOf, sniffFile } from '../protocol/files/kinds';
import { gate } from '../transport/concurrency';
import { download, type DownloadedFile } from '../transport/download';
import type { EnrichableEvent } from './enrichable';
import { logProblem } from '../transport/logProblem';
import { withinTime } from '../transport/withinTime';

const MOST_BYTES = 50_000_000;
/** The time limit for one file, including its time in the queue. */
const LIMIT_MS = 60_000;
/** Strangers can cause this, so it is bounded for the process as a whole. */
const passDownload = gate(4);

export interface DownloadedAttachments {
	readonly attachments: readonly SimplifiedAttachment[];
	readonly binary: IBinaryKeyData;
}

/**
 * @returns the attachments with the names of their files, and the files; `undefined` when there is nothing to
 * fetch
 */
export async function downloadAttachments(
	ctx: IExecuteFunctions | IPollFunctions,
	{ attachments = [], isTest }: EnrichableEvent,
): Promise<DownloadedAttachments | undefined> {
	if (isTest || attachments.every(({ url }) => url === undefined)) return undefined;
	const binary: IBinaryKeyData = {};
	const described: SimplifiedAttachment[] = [];
	// one after the other, because several videos at once would fill the memory
	for (const [index, attachment] of attachments.entries()) {
		const name = index === 0 ? 'data' : `data_${index}`;
		described.push(await downloadOne(ctx, attachment, name, binary));
	}
	return { attachments: described, binary };
}

async function downloadOne(
	ctx: IExecuteFunctions | IPollFunctions,
	attachment: SimplifiedAttachment,
	name: string,
	binary: IBinaryKeyData,
): Promise<SimplifiedAttachment> {
	const { url } = attachment;
	if (url === undefined) return attachment;
	try {
		binary[name] = await withinTime(
			LIMIT_MS,
			async (signal) =>
				await passDownload(
					async () =>
						await download(
							ctx,
							url,
							{ maxBytes: MOST_BYTES, signal },
							async (file) => await store(ctx, attachment, file),
						),
				),
		);
		return { ...attachment, binaryPropertyName: name };
	} catch (error) {
		logProblem(ctx, `could not download an attachment of the type ${attachment.type}`, error);
		return { ...attachment, downloadError: error instanceof Error ? error.message : 'unknown' };
	}
}

async function store(
	ctx: IExecuteFunctions | IPollFunctions,
	attachment: SimplifiedAttachment,
	{ head, content, contentType, fileName }: DownloadedFile,
): Promise<IBinaryData> {
	const kind = sniffFile(head);
	if (kind === 'html' || head.length === 0) throw new Error('The link has expired, or leads to a page');
	return await ctx.helpers.prepareBinaryData(
		content,
		fileNameFor(attachment, kind, fileName),
		mimeTypeOf(kind) ?? contentType,
	);
}

/** Meta's addresses sometimes end in a file name, and sometimes in nothing useful. */
function fileNameFor(
	{ type }: SimplifiedAttachment,
	kind: string | undefined,
	given: string | undefined,
): string {
	if (given !== undefined && /\.\w{2,5}$/.test(given)) return given;
	return kind === undefined ? type : `${type}.${kind === 'jpeg' ? 'jpg' : kind}`;
}
