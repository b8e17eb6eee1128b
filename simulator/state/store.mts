import type {
	Account,
	App,
	AuthorizationCode,
	Comment,
	Container,
	Conversation,
	Media,
	Message,
	Person,
	StoredFile,
	Token,
	UploadedAttachment,
	WelcomeFlow,
} from './model.mts';

/** What an id in a path can stand for. */
export type Node =
	| { kind: 'user'; account: Account }
	| { kind: 'media'; media: Media }
	| { kind: 'comment'; comment: Comment }
	| { kind: 'container'; container: Container }
	| { kind: 'conversation'; conversation: Conversation }
	| { kind: 'message'; message: Message; conversation: Conversation }
	| { kind: 'person'; person: Person; accountId: string }
	| { kind: 'flow'; flow: WelcomeFlow };
export type NodeKind = Node['kind'];

/** Everything the simulated world holds. */
export class Store {
	/** By Instagram app id. */
	readonly apps = new Map<string, App>();
	/** By IG_ID. */
	readonly accounts = new Map<string, Account>();
	readonly persons = new Map<string, Person>();
	readonly tokens = new Map<string, Token>();
	readonly codes = new Map<string, AuthorizationCode>();
	/** Media of an account, oldest first. */
	readonly mediaByAccount = new Map<string, Media[]>();
	readonly containersByAccount = new Map<string, Container[]>();
	readonly conversationsByAccount = new Map<string, Conversation[]>();
	readonly flowsByAccount = new Map<string, WelcomeFlow[]>();
	readonly attachments = new Map<string, UploadedAttachment>();
	/** `ice_breakers` and `persistent_menu` by account. */
	readonly messengerProfiles = new Map<string, Record<string, unknown>>();
	/** Files behind scontent.cdninstagram.com and lookaside.fbsbx.com, by path. */
	readonly cdn = new Map<string, StoredFile>();
	/** Ids of media in which an account is tagged, oldest first. */
	readonly tagged = new Map<string, string[]>();
	/** Whose session the browser has at www.instagram.com. */
	signedInAccountId: string | undefined;
	private readonly nodes = new Map<string, Node>();

	clear(): void {
		for (const map of [
			this.apps,
			this.accounts,
			this.persons,
			this.tokens,
			this.codes,
			this.mediaByAccount,
			this.containersByAccount,
			this.conversationsByAccount,
			this.flowsByAccount,
			this.attachments,
			this.messengerProfiles,
			this.cdn,
			this.tagged,
			this.nodes,
		]) {
			map.clear();
		}
		this.signedInAccountId = undefined;
	}

	put(id: string, node: Node): void {
		this.nodes.set(id, node);
	}

	forget(id: string): void {
		this.nodes.delete(id);
	}

	find(id: string): Node | undefined {
		return this.nodes.get(id);
	}

	media(id: string): Media | undefined {
		const node = this.nodes.get(id);
		return node?.kind === 'media' ? node.media : undefined;
	}

	comment(id: string): Comment | undefined {
		const node = this.nodes.get(id);
		return node?.kind === 'comment' ? node.comment : undefined;
	}

	container(id: string): Container | undefined {
		const node = this.nodes.get(id);
		return node?.kind === 'container' ? node.container : undefined;
	}

	message(id: string): { message: Message; conversation: Conversation } | undefined {
		const node = this.nodes.get(id);
		return node?.kind === 'message' ? node : undefined;
	}

	/** The person behind an IGSID, as one account sees them. */
	personByIgsid(igsid: string, accountId: string): Person | undefined {
		const node = this.nodes.get(igsid);
		return node?.kind === 'person' && node.accountId === accountId ? node.person : undefined;
	}

	conversation(accountId: string, personId: string): Conversation | undefined {
		return this.conversationsByAccount.get(accountId)?.find((one) => one.personId === personId);
	}

	appByMetaId(metaAppId: string): App | undefined {
		return [...this.apps.values()].find((app) => app.metaAppId === metaAppId);
	}
}

/** The list behind a key, created when there is none yet. */
export function listOf<T>(map: Map<string, T[]>, key: string): T[] {
	const list = map.get(key);
	if (list !== undefined) return list;
	const created: T[] = [];
	map.set(key, created);
	return created;
}
