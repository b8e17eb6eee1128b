/** Whether Meta's servers could reach an address at all. */

const PRIVATE_NAMES = /(^|\.)(localhost|local|internal|lan|home\.arpa)$/;
const PRIVATE_IPV4 =
	/^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./;
/** Loopback, private and link-local addresses, and IPv4 addresses in the shape of IPv6. */
const PRIVATE_IPV6 = /^\[(::1?\]|::ffff:|f[cd]|fe[89ab])/;

/**
 * True for names and addresses that exist only inside a machine or network.
 * @param hostname as `URL.hostname` gives it
 */
export function isPrivateHost(hostname: string): boolean {
	const name = hostname.toLowerCase().replace(/\.$/, '');
	if (name.startsWith('[')) return PRIVATE_IPV6.test(name);
	return !name.includes('.') || PRIVATE_NAMES.test(name) || PRIVATE_IPV4.test(name);
}
