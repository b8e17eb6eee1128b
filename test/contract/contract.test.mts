import { undocumentedIn } from '../support/contract.mts';

const request = (method: string, path: string, body?: object, query = {}) => ({
	host: 'graph.instagram.com',
	method,
	path,
	query,
	body,
});

describe('the contract check itself', () => {
	it('passes what the spec lists', () => {
		expect(undocumentedIn(request('POST', '/v25.0/178414/media', { image_url: 'x', caption: 'y' }))).toEqual(
			[],
		);
		expect(
			undocumentedIn(request('GET', '/v25.0/178414/media', undefined, { fields: 'id', after: 'x' })),
		).toEqual([]);
	});

	it('notices a misspelled parameter, a parameter of another edge and an unknown edge', () => {
		expect(undocumentedIn(request('POST', '/v25.0/178414/media', { alttext: 'x' }))).toHaveLength(1);
		expect(
			undocumentedIn(request('POST', '/v25.0/1/comments', { message: 'x' }, { fields: 'id' })),
		).toHaveLength(1);
		expect(undocumentedIn(request('POST', '/v25.0/1/likes'))).toHaveLength(1);
	});

	it('passes what was documented after the spec', () => {
		expect(undocumentedIn(request('POST', '/v25.0/1/media', { is_ai_generated: true }))).toEqual([]);
	});
});
