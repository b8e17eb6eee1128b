import { toConnectionError } from '../../../nodes/Instagram/transport/request';

const failure = (properties: object) => Object.assign(new Error('x'), properties);

describe('a failure of the network', () => {
	it.each([
		['a refused connection', { code: 'ECONNREFUSED' }, 'ECONNREFUSED', false],
		['an unknown host, wrapped by n8n', { cause: failure({ code: 'ENOTFOUND' }) }, 'ENOTFOUND', false],
		['a certificate that nobody trusts', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'DEPTH_ZERO_SELF_SIGNED_CERT', false],
		['no route, while connecting', { code: 'EHOSTUNREACH', syscall: 'connect' }, 'EHOSTUNREACH', false],
		['no route any more', { code: 'EHOSTUNREACH', syscall: 'read' }, 'EHOSTUNREACH', true],
		['a cut connection', { code: 'ECONNRESET' }, 'ECONNRESET', true],
		['a time-out', { code: 'ECONNABORTED' }, 'ECONNABORTED', true],
		['an answer that is no HTTP', { code: 'HPE_INVALID_CONSTANT' }, 'HPE_INVALID_CONSTANT', true],
	])('%s', (_name, properties, reason, requestSent) => {
		expect(toConnectionError(failure(properties))).toMatchObject({ reason, requestSent, isNetwork: true });
	});

	it('is told apart from a refusal of n8n, which sends nothing', () => {
		const error = toConnectionError(new Error('Domain not allowed'));
		expect(error).toMatchObject({ requestSent: false, isNetwork: false });
	});
});
