/**
 * Whether a name or address can belong to a server on the public internet. What is private, reserved or
 * special (IANA: "IPv4" and "IPv6 Special-Purpose Address Registry", "Special-Use Domain Names") can be
 * reached only by the machine that asks, and a stranger must not lead it there. A public name that resolves
 * to a private address is not seen here; n8n's `N8N_SSRF_PROTECTION_ENABLED` is for that.
 */

/** Endings of names that exist only inside a machine or network, the clouds' metadata servers among them. */
const PRIVATE_NAMES =
	/(^|\.)(localhost|localdomain|local|internal|intranet|private|corp|home|lan|home\.arpa|svc|onion|alt|invalid|metadata\.tencentyun\.com)$/;

const PRIVATE_IPV4 = [
	'0.0.0.0/8', // this network
	'10.0.0.0/8', // private
	'100.64.0.0/10', // shared by providers; Alibaba's metadata server
	'127.0.0.0/8', // loopback
	'168.63.129.16/32', // Azure's host server, although the range is public
	'169.254.0.0/16', // link-local; metadata servers
	'172.16.0.0/12', // private
	'192.0.0.0/24', // IETF protocols; Oracle's metadata server
	'192.0.2.0/24', // documentation
	'192.88.99.0/24', // 6to4 relays
	'192.168.0.0/16', // private
	'198.18.0.0/15', // benchmarks
	'198.51.100.0/24', // documentation
	'203.0.113.0/24', // documentation
	'224.0.0.0/4', // multicast
	'240.0.0.0/4', // reserved; broadcast
].map(toRange);

/**
 * Only `2000::/3` is public at all: loopback, private, link-local, multicast, IPv4-mapped and NAT64 addresses
 * lie outside.
 */
const PUBLIC_IPV6 = toRange('2000::/3');
const PRIVATE_WITHIN_IPV6 = [
	'2001::/23', // IETF protocols: Teredo, benchmarks, ORCHID
	'2001:db8::/32', // documentation
	'2002::/16', // 6to4, which holds an IPv4 address
	'3fff::/20', // documentation
].map(toRange);

/**
 * True for names and addresses that are not on the public internet.
 * @param hostname as `URL.hostname` gives it
 */
export function isPrivateHost(hostname: string): boolean {
	const name = hostname.toLowerCase().replace(/\.+$/, '');
	if (name.startsWith('[')) {
		const address = ipv6Of(name.slice(1, -1));
		return !isWithin(address, PUBLIC_IPV6) || PRIVATE_WITHIN_IPV6.some((range) => isWithin(address, range));
	}
	if (/^\d+(\.\d+){3}$/.test(name)) {
		const address = ipv4Of(name);
		return PRIVATE_IPV4.some((range) => isWithin(address, range));
	}
	return !name.includes('.') || PRIVATE_NAMES.test(name);
}

/** An address as its bits. */
type Bits = string;

interface Range {
	readonly prefix: Bits;
}

const isWithin = (address: Bits, { prefix }: Range) => address.startsWith(prefix);

function toRange(text: string): Range {
	const [address = '', length] = text.split('/');
	const bits = address.includes(':') ? ipv6Of(address) : ipv4Of(address);
	return { prefix: bits.slice(0, Number(length)) };
}

function toBits(value: number, length: number): Bits {
	return value.toString(2).padStart(length, '0');
}

function ipv4Of(text: string): Bits {
	return text
		.split('.')
		.map((part) => toBits(Number(part), 8))
		.join('');
}

/** `URL` writes it in hexadecimal groups; `::` stands for the missing zeros. */
function ipv6Of(text: string): Bits {
	const [head = [], tail = []] = text
		.split('::')
		.map((half) => half.split(':').filter((group) => group !== ''));
	const zeros = Array<string>(8 - head.length - tail.length).fill('0');
	return [...head, ...zeros, ...tail].map((group) => toBits(parseInt(group, 16), 16)).join('');
}
