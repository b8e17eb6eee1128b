import { writeFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { generateCACertificate, getLocal, type CompletedRequest, type Mockttp } from 'mockttp';
import { findFreePort } from '../machine/ports.mts';

/**
 * The only way from n8n (and the browser) to the world: a forward proxy that ends the TLS connection of
 * exactly the hosts it knows and hands their requests to servers on this machine, with the Host header they
 * came with. Every other host is refused and remembered. So the package's production addresses are what runs,
 * and nothing ever leaves the machine.
 */
export interface Interception {
	/** For HTTPS_PROXY. */
	readonly url: string;
	/**
	 * For NODE_EXTRA_CA_CERTS. The key behind it is valid for the known hosts only and is never written down.
	 */
	readonly caFile: string;
	/** Requests to hosts it does not know, as "GET https://host/path" or "CONNECT host". */
	refused(): string[];
	close(): Promise<void>;
}

export async function startInterception(options: {
	/** Host name to the origin of the server that plays it. */
	hosts: Readonly<Record<string, string>>;
	/** Where the certificate is put. */
	folder: string;
}): Promise<Interception> {
	const names = Object.keys(options.hosts);
	const ca = await generateCACertificate({
		subject: { commonName: 'n8n-nodes-instagram-login test CA' },
		nameConstraints: { permitted: names },
	});
	const caFile = join(options.folder, 'ca.pem');
	await writeFile(caFile, ca.cert);

	const refused: string[] = [];
	const proxy = getLocal({ https: ca, http2: false, recordTraffic: false });
	await proxy.start(await findFreePort());
	for (const [host, origin] of Object.entries(options.hosts)) await forward(proxy, host, origin);
	await refuseTheRest(proxy, names, refused);

	return {
		url: `http://${loopbackForClients()}:${proxy.port}`,
		caFile,
		refused: () => [...refused],
		close: () => proxy.stop(),
	};
}

/**
 * Not the address of the servers behind the proxy: the system may give a connection to it the same port as
 * one of its own to a server, which mockttp would take for a loop ("Passthrough loop detected") and break.
 */
function loopbackForClients(): string {
	const addresses = Object.values(networkInterfaces()).flatMap((all = []) => all);
	return addresses.some(({ address }) => address === '::1') ? '[::1]' : '127.0.0.1';
}

/** A change of such a file changes its name, too. */
const EDITOR_FILES = /^\/assets\//;
/**
 * n8n's editor is 500 files, and n8n lets a browser ask for each of them with every page. Here the proxy may
 * say better, as one in front of a real n8n can: a page of the editor takes half the time then.
 */
const KEPT_BY_BROWSER = { 'cache-control': 'public, max-age=31536000, immutable', connection: undefined };

async function forward(proxy: Mockttp, host: string, origin: string): Promise<void> {
	const replaceHost = { targetHost: new URL(origin).host, updateHostHeader: false };
	const updateHeaders = {
		// A server behind a reverse proxy learns from these how the browser sees it.
		'x-forwarded-proto': 'https',
		'x-forwarded-host': host,
		// A connection that is kept may be closed by the server at the moment it is used again.
		connection: 'close',
	};
	const transformRequest = { setProtocol: 'http', replaceHost, updateHeaders } as const;
	await proxy.forAnyRequest().forHostname(host).thenPassThrough({ transformRequest });
	await proxy
		.forGet(EDITOR_FILES)
		.forHostname(host)
		.thenPassThrough({ transformRequest, transformResponse: { updateHeaders: KEPT_BY_BROWSER } });
	await proxy
		.forAnyWebSocket()
		.forHostname(host)
		.thenPassThrough({ transformRequest: { setProtocol: 'ws', replaceHost } });
}

async function refuseTheRest(proxy: Mockttp, known: readonly string[], refused: string[]): Promise<void> {
	const remember = (request: CompletedRequest) => {
		refused.push(`${request.method} ${request.url.replace(/\?.*$/s, '')}`);
		return { statusCode: 502, body: 'This host is not part of the test.' };
	};
	await proxy.forUnmatchedRequest().thenCallback(remember);
	// A client that trusts nothing but real certificates gets no further than the handshake.
	await proxy.on('tls-client-error', (failure) => {
		const host = failure.tlsMetadata.sniHostname ?? failure.destination?.hostname ?? 'unknown';
		if (!known.includes(host)) refused.push(`CONNECT ${host}`);
	});
}
