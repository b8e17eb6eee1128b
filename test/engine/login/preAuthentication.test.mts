/** What n8n calls before it signs a request for other nodes, such as the HTTP Request node. */
import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { InstagramBusinessLoginOAuth2Api } from '../../../credentials/InstagramBusinessLoginOAuth2Api.credentials';
import { InstagramBusinessTokenApi } from '../../../credentials/InstagramBusinessTokenApi.credentials';

/** A Meta that gives a new token for any. */
function newMeta() {
	const asked: IHttpRequestOptions[] = [];
	const httpRequest = async (options: IHttpRequestOptions) => {
		asked.push(options);
		await new Promise((resolve) => setTimeout(resolve, 5));
		const isMe = options.url.endsWith('/me');
		const body = isMe ? { user_id: '17841400000000001', username: 'brand' } : { access_token: 'IGnew' };
		return options.encoding === 'text' ? JSON.stringify(body) : body;
	};
	return { asked, helpers: { helpers: { httpRequest } } };
}

describe('the exchange of a fresh login', () => {
	const type = new InstagramBusinessLoginOAuth2Api();
	const login = (access_token: string) => ({ clientSecret: 's', oauthTokenData: { access_token } });
	const tokenOf = (given: IDataObject) => (given.oauthTokenData as IDataObject).access_token;

	it('is shared by all requests that need it, also later ones, and has a time-out', async () => {
		const { asked, helpers } = newMeta();
		const given = await Promise.all(
			[1, 2, 3].map(async () => await type.preAuthentication.call(helpers, login('IGa'))),
		);
		given.push(await type.preAuthentication.call(helpers, login('IGa')));
		expect(given.map(tokenOf)).toEqual(Array(4).fill('IGnew'));
		expect(asked).toHaveLength(1);
		expect(asked[0]?.timeout).toBeGreaterThan(0);
	});

	it('is not shared with another login', async () => {
		const { asked, helpers } = newMeta();
		await type.preAuthentication.call(helpers, login('IGb'));
		await type.preAuthentication.call(helpers, login('IGc'));
		expect(asked.map(({ qs }) => qs?.access_token)).toEqual(['IGb', 'IGc']);
	});

	it('is tried again after it failed', async () => {
		const down = { helpers: { httpRequest: async () => await Promise.reject(new Error('down')) } };
		expect(tokenOf(await type.preAuthentication.call(down, login('IGd')))).toBe('IGd');
		expect(tokenOf(await type.preAuthentication.call(newMeta().helpers, login('IGd')))).toBe('IGnew');
	});
});

describe('the renewal of a pasted token', () => {
	const type = new InstagramBusinessTokenApi();

	it('is shared by all that need it at the same time, and has a time-out', async () => {
		const { asked, helpers } = newMeta();
		const given = await Promise.all(
			[1, 2, 3].map(async () => await type.preAuthentication.call(helpers, { accessToken: 'IGa' })),
		);
		expect(new Set(given.map(({ renewedToken }) => renewedToken)).size).toBe(1);
		expect(asked.map(({ url }) => url.replace(/.*\//, ''))).toEqual(['refresh_access_token', 'me']);
		expect(asked.every(({ timeout }) => (timeout ?? 0) > 0)).toBe(true);
	});

	it('never gives back the field of the person', async () => {
		const given = await type.preAuthentication.call(newMeta().helpers, { accessToken: 'IGe' });
		expect(Object.keys(given).sort()).toEqual(['refusedToken', 'renewedToken', 'session']);
	});
});
