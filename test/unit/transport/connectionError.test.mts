import { toConnectionError } from '../../../nodes/Instagram/transport/request';

const failure = (properties: object) => Object.assign(new Error('x'), properties);

describe('a failure of the network', () => {
	it.each([
		['a refused connection', { code: 'ECONNREFUSED' }, false],
		['an unknown host, wrapped by n8n', { cause: failure({ code: 'ENOTFOUND' }) }, false],
		['a certificate that nobody trusts', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, false],
		['no route, while connecting', { code: 'EHOSTUNREACH', syscall: 'connect' }, false],
		['no route any more', { code: 'EHOSTUNREACH', syscall: 'read' }, true],
		['a cut connection', { code: 'ECONNRESET' }, true],
		['a time-out', { code: 'ECONNABORTED' }, true],
		['an answer that is no HTTP', { code: 'HPE_INVALID_CONSTANT' }, true],
	])('%s', (_name, properties, requestSent) => {
		expect(toConnectionError(failure(properties))).toMatchObject({ requestSent, isNetwork: true });
	});

	it('is told apart from a refusal of n8n, which sends nothing', () => {
		const error = toConnectionError(new Error('Domain not allowed'));
		expect(error).toMatchObject({ requestSent: false, isNetwork: false });
	});
});
