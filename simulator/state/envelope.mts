/**
 * The two error envelopes: graph hosts (limits-errors.md section 3) and api.instagram.com (auth.md section
 * 3).
 */
export type ErrorType = 'IGApiException' | 'OAuthException' | 'GraphMethodException';

export interface GraphErrorOptions {
	status?: number;
	type?: ErrorType;
	subcode?: number;
	userTitle?: string;
	userMessage?: string;
	/** The 2207xxx family carries `is_transient`, most others do not. */
	transient?: boolean;
	headers?: Record<string, string>;
}

/** An answer `{"error":{...}}` of a graph host. */
export class GraphError extends Error {
	constructor(
		readonly code: number,
		message: string,
		readonly options: GraphErrorOptions = {},
	) {
		super(message);
	}

	get status(): number {
		return this.options.status ?? 400;
	}

	body(fbtraceId: string): unknown {
		const { type, subcode, transient, userTitle, userMessage } = this.options;
		return {
			error: {
				message: this.message,
				type: type ?? 'IGApiException',
				code: this.code,
				error_subcode: subcode,
				is_transient: transient,
				error_user_title: userTitle,
				error_user_msg: userMessage,
				fbtrace_id: fbtraceId,
			},
		};
	}
}

/** An answer `{"error_type","code","error_message"}` of api.instagram.com; `code` repeats the HTTP status. */
export class OAuthHostError extends Error {
	readonly status = 400;

	body(): unknown {
		return { error_type: 'OAuthException', code: 400, error_message: this.message };
	}
}

/** A text page shown to the person instead of a redirect (auth.md section 2). */
export class TextPageError extends Error {
	readonly status = 400;
}
