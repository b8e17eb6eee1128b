/**
 * All ids, tokens and codes of the simulated world, from one seeded generator: the same seed gives the
 * same world. Numeric ids have 17 digits and end in an odd digit, so that an id which went through a
 * JavaScript number comes back changed (auth.md section 6: "Always keep ids as strings").
 */
const BASE62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export class Ids {
	private seed: number;
	private readonly issued = new Set<string>();

	constructor(private readonly start: number) {
		this.seed = start;
	}

	reset(): void {
		this.seed = this.start;
		this.issued.clear();
	}

	/** A number in [0, 1): mulberry32. */
	random(): number {
		this.seed = (this.seed + 0x6d2b79f5) | 0;
		let t = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	}

	/** IG_ID, "Instagram professional account ID": 1784140... */
	account(): string {
		return this.numeric('1784140');
	}

	/** The app-scoped user id: 17 digits, another number space than the IG_ID. */
	appScoped(): string {
		return this.numeric('26');
	}

	/** Instagram-scoped id of a person, unique per person and account. */
	igsid(): string {
		return this.numeric('12');
	}

	media(): string {
		return this.numeric('1790');
	}

	container(): string {
		return this.numeric('1788');
	}

	comment(): string {
		return this.numeric('1785');
	}

	attachment(): string {
		return this.numeric('11');
	}

	/** A Meta or Instagram app id, 16 digits as in the dashboard. */
	app(): string {
		return this.numeric('1', 16);
	}

	secret(): string {
		let text = '';
		while (text.length < 32) text += Math.floor(this.random() * 16).toString(16);
		return text;
	}

	token(): string {
		return `IGAA${this.letters(176)}`;
	}

	code(): string {
		return `AQB${this.letters(177)}`;
	}

	/**
	 * Real mids look like base64, are case-sensitive and longer than 150 characters (webhooks.md section 4).
	 */
	mid(): string {
		return `aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlEOjE3${this.letters(122)}ZD`;
	}

	conversation(): string {
		return `aWdfZAG06MTpJR01lc3NhZA2VUaHJlYWQ6MTc4${this.letters(60)}ZD`;
	}

	fbtrace(): string {
		return `A${this.letters(22)}`;
	}

	shortcode(): string {
		return `D${this.letters(10)}`;
	}

	/** An opaque string, for signed CDN URLs. */
	letters(count: number): string {
		let text = '';
		for (let i = 0; i < count; i++) text += BASE62[Math.floor(this.random() * 62)] ?? 'A';
		return text;
	}

	private numeric(prefix: string, digits = 17): string {
		for (;;) {
			let text = prefix;
			while (text.length < digits - 1) text += Math.floor(this.random() * 10).toString();
			text += ['1', '3', '5', '7', '9'][Math.floor(this.random() * 5)] ?? '1';
			if (this.issued.has(text)) continue;
			this.issued.add(text);
			return text;
		}
	}
}
