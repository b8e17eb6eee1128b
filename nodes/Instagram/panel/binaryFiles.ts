/** Files inside n8n: how they are found, looked at, and offered to Meta under n8n's own signed URLs. */
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { contentKey } from '../protocol/files/contentKey';
import { isTypeOf, mimeTypeOf, type FileKind } from '../protocol/files/kinds';
import { HEAD_BYTES, type FileFacts } from '../protocol/files/rules';
import { isRecord } from '../protocol/json';
import { UserFixableError } from '../transport/errors';
import { checkMediaUrl } from './parameters';
import { refuse, type Field } from './source';

/** Meta fetches at once, but a retry may come minutes later. */
export const SIGNED_URL_LIFETIME = '6h';

/**
 * @param file the name of a binary property of the item, or the binary data itself, which an expression may
 * give
 */
export function findBinary(
	ctx: IExecuteFunctions,
	field: Field,
	file: unknown,
	itemIndex: number,
): IBinaryData {
	if (typeof file === 'string' && file.trim() !== '')
		return ctx.helpers.assertBinaryData(itemIndex, file.trim());
	if (isRecord(file)) return ctx.helpers.assertBinaryData(itemIndex, file as IBinaryData);
	return refuse(field, 'is empty', 'Enter the name of the input field that holds the file.');
}

/** A Code node hands a file over as base64; every other node stores it. */
const bytesIn = ({ data }: IBinaryData) => Buffer.from(data, 'base64');

/** Reads only as much of the file as shows its kind: a reel may have 300 MB. */
export async function readFacts(ctx: IExecuteFunctions, binary: IBinaryData): Promise<FileFacts> {
	if (binary.id === undefined) {
		const bytes = bytesIn(binary);
		return { head: bytes, sizeBytes: bytes.length };
	}
	const chunks: Buffer[] = [];
	let length = 0;
	const stream: AsyncIterable<Buffer> = await ctx.helpers.getBinaryStream(binary.id);
	for await (const chunk of stream) {
		chunks.push(chunk);
		length += chunk.length;
		if (length >= HEAD_BYTES) break;
	}
	const sizeBytes =
		length < HEAD_BYTES
			? length
			: (binary.bytes ?? (await ctx.helpers.getBinaryMetadata(binary.id)).fileSize);
	return { head: Buffer.concat(chunks), sizeBytes };
}

/**
 * @returns what identifies the file each time it is read; an id does not, because a file held as base64 gets
 * a new one each time it is stored
 */
export function identityOf({ id }: IBinaryData, { head }: FileFacts): string {
	return id ?? contentKey(head);
}

/**
 * n8n serves a stored file under the type it was stored with, so a file that is stored under a wrong type, or
 * not at all, is stored again.
 * @returns the file as n8n can serve it; without an id when n8n keeps files in memory
 */
export async function servable(
	ctx: IExecuteFunctions,
	binary: IBinaryData,
	kind: FileKind | undefined,
): Promise<IBinaryData> {
	const { id, fileName, mimeType } = binary;
	const trueType = mimeTypeOf(kind) ?? mimeType;
	if (id === undefined) {
		const type = kind && isTypeOf(kind, mimeType ?? '') ? mimeType : trueType;
		return await ctx.helpers.prepareBinaryData(bytesIn(binary), fileName, type);
	}
	if (!kind || isTypeOf(kind, (await storedType(ctx, id)) ?? mimeType)) return binary;
	const stream = await ctx.helpers.getBinaryStream(id);
	const copy = await ctx.helpers.prepareBinaryData(stream, fileName, trueType);
	return copy.id === undefined ? binary : copy;
}

async function storedType(ctx: IExecuteFunctions, id: string): Promise<string | undefined> {
	try {
		return (await ctx.helpers.getBinaryMetadata(id)).mimeType;
	} catch {
		return undefined; // n8n serves the file without it, too
	}
}

/** @throws UserFixableError when Meta cannot reach n8n, or n8n keeps files in memory */
export function signedUrl(ctx: IExecuteFunctions, field: Field, binary: IBinaryData): string {
	if (binary.id === undefined) {
		throw new UserFixableError(
			'n8n cannot serve the file to Instagram, because it keeps files in memory',
			'Set N8N_DEFAULT_BINARY_DATA_MODE to filesystem (or database, s3) and run the workflow again, or use a URL as Media Source.',
		);
	}
	const url = ctx.helpers.createBinarySignedUrl(binary, SIGNED_URL_LIFETIME);
	try {
		return checkMediaUrl(
			{ ...field, label: `The address under which n8n offers the file (${new URL(url).origin})` },
			url,
		);
	} catch (error) {
		throw unreachable(error as Error);
	}
}

/** Instagram cannot fetch a file that n8n offers under `http://localhost:5678`. */
function unreachable({ message }: Error): UserFixableError {
	return new UserFixableError(
		message,
		'Instagram fetches the file from n8n, so n8n must be reachable from the internet: set N8N_EDITOR_BASE_URL and WEBHOOK_URL to its public https address, or use a URL as Media Source.',
	);
}
