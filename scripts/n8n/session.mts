import { setTimeout as sleep } from 'node:timers/promises';

export interface Login {
	email: string;
	password: string;
	firstName?: string;
	lastName?: string;
}

export interface Answer {
	status: number;
	headers: Headers;
	text: string;
}

/**
 * n8n as its editor talks to it: the REST interface below /rest, with a login. The session logs in again by
 * itself when n8n no longer accepts it, as happens when months pass on n8n's clock.
 */
export class Session {
	private readonly cookies = new Map<string, string>();

	constructor(
		readonly origin: string,
		private readonly login: Login,
	) {}

	/** Asks for something that has to succeed and gives back its `data`, unchecked. */
	async get<T>(path: string): Promise<T> {
		return dataOf<T>(path, await this.ask('GET', path));
	}

	async post<T>(path: string, body: unknown): Promise<T> {
		return dataOf<T>(path, await this.ask('POST', path, body));
	}

	async patch<T>(path: string, body: unknown): Promise<T> {
		return dataOf<T>(path, await this.ask('PATCH', path, body));
	}

	async delete(path: string): Promise<void> {
		dataOf<unknown>(path, await this.ask('DELETE', path));
	}

	/** Asks and gives back whatever n8n answers, a refusal too. Redirects are not followed. */
	async ask(method: string, path: string, body?: unknown): Promise<Answer> {
		if (this.cookies.size === 0) await this.logIn();
		const answer = await this.send(method, path, body);
		if (answer.status !== 401) return answer;
		await this.logIn();
		return await this.send(method, path, body);
	}

	private async logIn(): Promise<void> {
		this.cookies.clear();
		const { email, password } = this.login;
		const enter = async () => await this.send('POST', '/rest/login', { emailOrLdapLoginId: email, password });
		let answer = await enter();
		if (answer.status !== 200 && (await this.becomeOwner())) answer = await enter();
		if (answer.status !== 200) throw new Error(`n8n refused the login: ${answer.status} ${answer.text}`);
	}

	/** n8n before 2.20 takes its owner from its first page only, not from its environment. */
	private async becomeOwner(): Promise<boolean> {
		const { status } = await this.send('POST', '/rest/owner/setup', this.login);
		return status === 200;
	}

	private async send(method: string, path: string, body?: unknown): Promise<Answer> {
		for (let attempt = 1; ; attempt++) {
			const response = await fetch(this.origin + path, {
				method,
				redirect: 'manual',
				headers: {
					'content-type': 'application/json',
					// n8n ties a login to the browser it came from.
					'browser-id': 'n8n-nodes-instagram-login',
					cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
				},
				body: body === undefined ? undefined : JSON.stringify(body),
			});
			this.keepCookies(response.headers);
			const text = await response.text();
			// n8n limits how often one address may log in, and loses its database for a moment when its clock
			// jumps.
			if (![429, 503].includes(response.status) || attempt === 5) {
				return { status: response.status, headers: response.headers, text };
			}
			await sleep(1_000 * attempt);
		}
	}

	private keepCookies(headers: Headers): void {
		for (const cookie of headers.getSetCookie()) {
			const [pair = ''] = cookie.split(';');
			const separator = pair.indexOf('=');
			this.cookies.set(pair.slice(0, separator), pair.slice(separator + 1));
		}
	}
}

function dataOf<T>(path: string, answer: Answer): T {
	if (answer.status < 200 || answer.status > 299) {
		throw new Error(`n8n answered ${answer.status} to ${path}: ${answer.text.slice(0, 2_000)}`);
	}
	return (JSON.parse(answer.text) as { data: T }).data;
}
