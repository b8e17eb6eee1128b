import type { Session } from './session.mts';

export interface CredentialReference {
	id: string;
	name: string;
}

export async function createCredential(
	session: Session,
	credential: { name: string; type: string; data: Record<string, unknown> },
): Promise<CredentialReference> {
	const { id } = await session.post<{ id: string }>('/rest/credentials', credential);
	return { id, name: credential.name };
}

/** The credential of a type that somebody made in the editor. */
export async function findCredential(session: Session, type: string): Promise<CredentialReference> {
	const credentials = await session.get<Array<CredentialReference & { type: string }>>('/rest/credentials');
	const found = credentials.find((credential) => credential.type === type);
	if (!found) throw new Error(`n8n holds no credential of the type ${type}`);
	return { id: found.id, name: found.name };
}

/**
 * What the Connect button does: asks n8n for the window's address, lets `consent` act in the window (it gives
 * back where the window sends the browser), and brings the browser back to n8n.
 */
export async function connectOAuth2(
	session: Session,
	credential: CredentialReference,
	consent: (windowUrl: string) => Promise<string>,
): Promise<{ windowUrl: string; redirectUrl: string; page: string }> {
	const windowUrl = await session.get<string>(`/rest/oauth2-credential/auth?id=${credential.id}`);
	const redirectUrl = await consent(windowUrl);
	const { pathname, search } = new URL(redirectUrl);
	const answer = await session.ask('GET', pathname + search);
	return { windowUrl, redirectUrl, page: answer.text };
}

/**
 * n8n's mark for a value that it keeps to itself; since 2.41 it tests what it is sent, and puts the stored
 * value in the place of this.
 */
const AS_STORED = '__n8n_BLANK_VALUE_e5362baf-c777-4d57-a609-6eaf1f9e87f6';

/**
 * What the editor does on Save: everything that n8n showed of the credential goes back, with what a person
 * has changed.
 */
export async function saveCredential(
	session: Session,
	{ id }: CredentialReference,
	changes: Record<string, unknown>,
): Promise<void> {
	const stored = await readCredential(session, id);
	await session.patch(`/rest/credentials/${id}`, { ...stored, data: { ...stored.data, ...changes } });
}

/** As the editor opens it: secrets are hidden behind marks. */
const readCredential = async (session: Session, id: string) =>
	await session.get<{ id: string; name: string; type: string; data: Record<string, unknown> }>(
		`/rest/credentials/${id}?includeData=true`,
	);

/** What the editor shows after saving a credential: whether its test succeeded, and what was said. */
export async function testCredential(
	session: Session,
	credential: CredentialReference,
): Promise<{ status: string; message: string }> {
	const stored = await readCredential(session, credential.id);
	const data = { ...stored.data, ...(stored.data.oauthTokenData === true && { oauthTokenData: AS_STORED }) };
	return await session.post('/rest/credentials/test', { credentials: { ...stored, data } });
}
