/** What express offers to a webhook, as far as a node uses it. */
export class ResponseFake {
	headersSent = false;
	body = '';
	contentType?: string;
	statusCode = 0;

	constructor(private readonly onAnswer: ((status: number, body: string) => void) | undefined) {}

	status(code: number): this {
		this.statusCode = code;
		return this;
	}

	type(contentType: string): this {
		this.contentType = contentType;
		return this;
	}

	send(body: string): this {
		this.body = body;
		return this.end();
	}

	end(): this {
		if (this.headersSent) throw new Error('Cannot set headers after they are sent to the client');
		this.headersSent = true;
		this.onAnswer?.(this.statusCode, this.body);
		return this;
	}
}
