import type { Core } from './core.mts';
import type { StoredFile } from './model.mts';

/** Keeps a file behind a signed lookaside URL, as attachments of DMs have them (webhooks.md section 4). */
export function lookasideUrl(core: Core, file: StoredFile): string {
	const asset = core.ids.attachment();
	core.store.cdn.set(asset, file);
	return `https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=${asset}&signature=${core.ids.letters(48)}`;
}
