import { Busboy } from '@fastify/busboy';
import type { FastifyInstance, FastifyRequest } from 'fastify';

import { parseJsonKeepingIds } from '../state/json.mts';

export interface UploadedPart {
	name: string;
	filename: string;
	contentType: string;
	bytes: Buffer;
}

/** What came with a request: its bytes, and what they say. */
export interface Body {
	bytes: Buffer;
	/** `other`: nothing that could be read. */
	kind: 'json' | 'form' | 'multipart' | 'none' | 'other';
	/** JSON value or form fields. */
	value?: unknown;
	/** The files of a multipart body. */
	parts: UploadedPart[];
}

const NO_BODY: Body = { bytes: Buffer.alloc(0), kind: 'none', parts: [] };

/** The body of a request, whether or not there is one. */
export function bodyOf(request: { body: Body | undefined }): Body {
	return request.body ?? NO_BODY;
}

/**
 * JSON, forms and multipart; the bytes stay. Nothing is refused here: what cannot be read has no parameters.
 */
export function readBodies(app: FastifyInstance): void {
	const parse = (type: string, read: (bytes: Buffer, type: string) => Body | Promise<Body>): void => {
		app.addContentTypeParser(type, { parseAs: 'buffer' }, async (request: FastifyRequest, bytes: Buffer) =>
			bytes.length === 0 ? NO_BODY : read(bytes, request.headers['content-type'] ?? ''),
		);
	};
	app.removeAllContentTypeParsers();
	parse('application/json', readJson);
	parse('application/x-www-form-urlencoded', readForm);
	parse('multipart/form-data', readMultipart);
	parse('*', other);
}

function other(bytes: Buffer): Body {
	return { bytes, kind: 'other', parts: [] };
}

function readJson(bytes: Buffer): Body {
	try {
		return { bytes, kind: 'json', value: parseJsonKeepingIds(bytes.toString('utf8')), parts: [] };
	} catch {
		return other(bytes);
	}
}

function readForm(bytes: Buffer): Body {
	const value = Object.fromEntries(new URLSearchParams(bytes.toString('utf8')));
	return { bytes, kind: 'form', value, parts: [] };
}

async function readMultipart(bytes: Buffer, type: string): Promise<Body> {
	const fields: [string, string][] = [];
	const parts: UploadedPart[] = [];
	try {
		await new Promise<void>((resolve, reject) => {
			const form = new Busboy({
				headers: { 'content-type': type },
				limits: { fieldSize: Number.POSITIVE_INFINITY },
			});
			form.on('field', (name, value) => fields.push([name, value]));
			form.on('file', (name, stream, filename, _encoding, contentType) => {
				const chunks: Buffer[] = [];
				stream.on('data', (chunk: Buffer) => chunks.push(chunk));
				stream.on('end', () => parts.push({ name, filename, contentType, bytes: Buffer.concat(chunks) }));
			});
			form.on('finish', resolve);
			form.on('error', reject);
			form.end(bytes);
		});
	} catch {
		return other(bytes);
	}
	return { bytes, kind: 'multipart', value: Object.fromEntries(fields), parts };
}
