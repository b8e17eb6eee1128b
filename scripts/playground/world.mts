import type { Account } from '../world/connection.mts';
import type { Comment, Media, Message, Person, Simulator } from '../../simulator/index.mts';

/** What a visitor of the page sees of the simulated Instagram. */
export interface Shown {
	account: string;
	conversations: Array<{ with: string; messages: Array<{ from: string; text: string }> }>;
	posts: Array<{
		id: string;
		kind: string;
		caption: string;
		picture?: string;
		comments: Array<{ from: string; text: string; hidden: boolean; isReply: boolean }>;
	}>;
}

/** The people of the page: whoever writes as somebody new becomes one. */
export class PeopleOfThePage {
	private readonly byName = new Map<string, Person>();

	constructor(
		private readonly simulator: Simulator,
		private readonly account: Account,
	) {}

	/** The person is theirs from now on; for one that exists already. */
	add(person: Person): void {
		this.byName.set(person.username, person);
	}

	async writeMessage(username: string, text: string): Promise<void> {
		await this.simulator.instagram.sendDirectMessage({ from: this.named(username), to: this.account, text });
	}

	async writeComment(username: string, mediaId: string, text: string): Promise<void> {
		const media = this.simulator.instagram.publishedMedia(this.account).find(({ id }) => id === mediaId);
		if (media) await this.simulator.instagram.comment({ from: this.named(username), media, text });
	}

	/** The picture of a post, or of the first item of a carousel. */
	pictureOf(mediaId: string): Media['file'] {
		return this.simulator.instagram.publishedMedia(this.account).find(({ id }) => id === mediaId)?.file;
	}

	show(): Shown {
		const { instagram } = this.simulator;
		const own = this.account.username;
		return {
			account: own,
			conversations: [...this.byName.values()].map((person) => ({
				with: person.username,
				messages: instagram.messages(this.account, person).map((message) => ({
					from: message.fromAccount ? own : person.username,
					text: textOf(message),
				})),
			})),
			posts: instagram
				.publishedMedia(this.account)
				.filter(({ parentId }) => parentId === undefined)
				.map((media) => ({
					id: media.id,
					kind: media.productType === 'FEED' ? media.mediaType : media.productType,
					caption: media.caption ?? '',
					...(pictureIn(media) && { picture: `/pictures/${media.file ? media.id : media.children[0]}` }),
					comments: media.comments.flatMap((comment) => [
						shownComment(comment),
						...comment.replies.map((reply) => shownComment(reply)),
					]),
				})),
		};
	}

	private named(username: string): Person {
		const known = this.byName.get(username);
		if (known) return known;
		const person = this.simulator.instagram.createPerson({ username });
		this.byName.set(username, person);
		return person;
	}
}

const pictureIn = ({ file, children }: Media) => file !== undefined || children.length > 0;

const shownComment = ({ username, text = '', hidden, parentId }: Comment) => ({
	from: username,
	text,
	hidden,
	isReply: parentId !== undefined,
});

function textOf({ text, template, attachments, deleted }: Message): string {
	if (deleted) return '(taken back)';
	if (text !== undefined) return text;
	return template === undefined ? attachments.map(({ type }) => `(${type})`).join(' ') : '(buttons)';
}
