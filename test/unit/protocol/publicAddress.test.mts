/**
 * Names and addresses that a stranger must not lead n8n to: IANA's special-purpose registries, and what
 * clouds and networks use.
 */
import { isPrivateHost } from '../../../nodes/Instagram/protocol/publicAddress';

const isPrivate = (host: string) => isPrivateHost(new URL(`https://${host}/`).hostname);

/** The first and the last address of each block, and its neighbours where these are public. */
const IPV4: ReadonlyArray<readonly [block: string, inside: readonly string[], outside: readonly string[]]> = [
	['0.0.0.0/8, this network', ['0.0.0.0', '0.255.255.255'], ['1.0.0.0']],
	['10.0.0.0/8, private', ['10.0.0.0', '10.255.255.255'], ['9.255.255.255', '11.0.0.0']],
	['100.64.0.0/10, shared', ['100.64.0.0', '100.127.255.255'], ['100.63.255.255', '100.128.0.0']],
	['127.0.0.0/8, loopback', ['127.0.0.0', '127.0.0.1', '127.255.255.255'], ['126.255.255.255', '128.0.0.0']],
	['169.254.0.0/16, link-local', ['169.254.0.0', '169.254.255.255'], ['169.253.255.255', '169.255.0.0']],
	['172.16.0.0/12, private', ['172.16.0.0', '172.31.255.255'], ['172.15.255.255', '172.32.0.0']],
	[
		'192.0.0.0/24, IETF protocols',
		['192.0.0.0', '192.0.0.170', '192.0.0.255'],
		['191.255.255.255', '192.0.1.0'],
	],
	['192.0.2.0/24, documentation', ['192.0.2.0', '192.0.2.255'], ['192.0.1.255', '192.0.3.0']],
	['192.88.99.0/24, 6to4 relays', ['192.88.99.0', '192.88.99.255'], ['192.88.98.255', '192.88.100.0']],
	['192.168.0.0/16, private', ['192.168.0.0', '192.168.255.255'], ['192.167.255.255', '192.169.0.0']],
	['198.18.0.0/15, benchmarks', ['198.18.0.0', '198.19.255.255'], ['198.17.255.255', '198.20.0.0']],
	['198.51.100.0/24, documentation', ['198.51.100.0', '198.51.100.255'], ['198.51.99.255', '198.51.101.0']],
	['203.0.113.0/24, documentation', ['203.0.113.0', '203.0.113.255'], ['203.0.112.255', '203.0.114.0']],
	['224.0.0.0/4, multicast', ['224.0.0.0', '239.255.255.255'], ['223.255.255.255']],
	['240.0.0.0/4, reserved', ['240.0.0.0', '255.255.255.254'], []],
	['255.255.255.255, broadcast', ['255.255.255.255'], []],
	[
		'metadata servers',
		['169.254.169.254', '169.254.170.2', '100.100.100.200', '192.0.0.192', '168.63.129.16'],
		[],
	],
	[
		'other spellings',
		['2130706433', '0x7f.1', '017700000001', '127.1', '127.0.0.1.', '１２７.0.0.1'],
		['1.1'],
	],
];

const IPV6: typeof IPV4 = [
	['::/128 and ::1/128', ['::', '::1'], []],
	['::/96, IPv4-compatible', ['::10.0.0.1', '::8.8.8.8'], []],
	['::ffff:0:0/96, IPv4-mapped', ['::ffff:127.0.0.1', '::ffff:8.8.8.8', '::ffff:a9fe:a9fe'], []],
	['64:ff9b::/96, NAT64', ['64:ff9b::10.0.0.1', '64:ff9b::a9fe:a9fe'], []],
	['64:ff9b:1::/48, local NAT64', ['64:ff9b:1::1', '64:ff9b:1:ffff:ffff:ffff:ffff:ffff'], []],
	['100::/64, discard', ['100::', '100::ffff:ffff:ffff:ffff', '100:0:0:1::1'], []],
	['2001::/23, IETF protocols', ['2001::', '2001:1ff:ffff::'], ['2000:ffff::1', '2001:200::1']],
	['2001::/32, Teredo', ['2001:0:4136:e378:8000:63bf:3fff:fdd2'], []],
	['2001:2::/48, benchmarks', ['2001:2::1'], []],
	['2001:10::/28 and 2001:20::/28, ORCHID', ['2001:10::1', '2001:2f:ffff::1'], []],
	['2001:db8::/32, documentation', ['2001:db8::', '2001:db8:ffff::1'], ['2001:db7:ffff::1', '2001:db9::1']],
	['2002::/16, 6to4', ['2002::', '2002:7f00:1::', '2002:ffff::1'], ['2003::1']],
	['3fff::/20, documentation', ['3fff::', '3fff:fff:ffff::'], ['3ffe:ffff::1', '3fff:1000::1']],
	['5f00::/16, segment routing', ['5f00::1'], []],
	['fc00::/7, private', ['fc00::', 'fd00:ec2::254', 'fdff:ffff::1'], []],
	['fe80::/10, link-local', ['fe80::1', 'febf:ffff::1'], []],
	['fec0::/10, site-local', ['fec0::1'], []],
	['ff00::/8, multicast', ['ff02::1'], []],
	['what is assigned to nobody', ['4000::1', '8000::1', 'e000::1'], []],
	['public ones', [], ['2606:4700:4700::1111', '2a00:1450:4001:82a::200e', '2620:4f:8000::1']],
];

const NAMES: typeof IPV4 = [
	[
		'this machine',
		['localhost', 'LOCALHOST', 'localhost.', 'localhost..', 'app.localhost', 'localhost.localdomain'],
		['localhost.example.com', 'mylocalhost.com'],
	],
	['names without a dot', ['n8n', 'postgres', 'metadata'], []],
	[
		'networks',
		[
			'nas.local',
			'router.lan',
			'db.internal',
			'wiki.intranet',
			'mail.corp',
			'tv.home',
			'printer.home.arpa',
			'x.private',
		],
		['local.example', 'internal.example.com', 'corp.com'],
	],
	['clusters', ['api.default.svc', 'api.default.svc.cluster.local'], ['svc.example.com']],
	[
		'metadata servers',
		['metadata.google.internal', 'instance-data.ec2.internal', 'metadata.tencentyun.com'],
		['tencentyun.com'],
	],
	['no names of the internet', ['hidden.onion', 'something.alt', 'something.invalid'], []],
	[
		'public ones',
		[],
		[
			'example.com',
			'lookaside.fbsbx.com',
			'n8n.example.com',
			'münchen.example',
			'8.8.8.8',
			'31.13.24.5',
			'10.0.0.1.example.com',
		],
	],
];

describe.each([
	['IPv4', IPV4, (host: string) => host],
	['IPv6', IPV6, (host: string) => `[${host}]`],
	['names', NAMES, (host: string) => host],
] as const)('%s', (_kind, table, write) => {
	it.each(table)('%s', (_block, inside, outside) => {
		expect(inside.filter((host) => !isPrivate(write(host)))).toEqual([]);
		expect(outside.filter((host) => isPrivate(write(host)))).toEqual([]);
	});
});
