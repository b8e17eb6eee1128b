/**
 * Links that people copy with "Share" and give as the address of a file. They open a page around the file, so
 * that Meta answers
 * 9004. Only forms that certainly open a page are listed; for anything else Meta decides.
 */
import type { FileProblem } from './rules';

interface SharePage {
	readonly host: RegExp;
	readonly place: string;
	isPage(url: URL): boolean;
	readonly remedy: string;
}

const USE_BINARY = 'Or get the file with another n8n node and choose Binary File as Media Source.';

const PAGES: readonly SharePage[] = [
	{
		host: /^(drive|docs)\.google\.com$/,
		place: 'Google Drive',
		isPage: ({ pathname }) => /^\/(file|drive|open|folderview)(\/|$)/.test(pathname),
		remedy:
			'Get the file with the Google Drive node (Download) and choose Binary File as Media Source. For a small file shared with anyone, https://drive.google.com/uc?export=download&id=FILE_ID leads to the file itself.',
	},
	{
		host: /^photos\.(google\.com|app\.goo\.gl)$/,
		place: 'Google Photos',
		isPage: () => true,
		remedy: 'Save the file and put it on a public web server, or choose Binary File as Media Source.',
	},
	{
		host: /^(www\.)?dropbox\.com$/,
		place: 'Dropbox',
		isPage: ({ pathname, searchParams }) =>
			/^\/(sh|scl\/fo)\//.test(pathname) ||
			(/^\/(s|scl\/fi)\//.test(pathname) &&
				searchParams.get('dl') !== '1' &&
				searchParams.get('raw') !== '1'),
		remedy: `For a single file, replace dl=0 with raw=1 at the end of the link, or add raw=1. ${USE_BINARY}`,
	},
	{
		host: /^((www|m)\.)?instagram\.com$/,
		place: 'Instagram',
		isPage: ({ pathname }) => /^\/(share\/|([\w.]+\/)?(p|reel|reels|tv|stories)\/)/.test(pathname),
		remedy:
			'Give the address of the photo or video itself: Media > Get returns it as Media URL for posts of your own account.',
	},
	{
		host: /^(1drv\.ms|onedrive\.live\.com)$/,
		place: 'OneDrive',
		isPage: ({ pathname }) => !pathname.startsWith('/download'),
		remedy:
			'Get the file with the Microsoft OneDrive node (Download) and choose Binary File as Media Source.',
	},
	{
		host: /^(we\.tl|(www\.)?wetransfer\.com)$/,
		place: 'WeTransfer',
		isPage: () => true,
		remedy: 'Save the file and put it on a public web server, or choose Binary File as Media Source.',
	},
];

/** @returns what is wrong with an address that opens a page around a file, or `undefined` */
export function sharePage(url: URL): FileProblem | undefined {
	const page = PAGES.find(({ host, isPage }) => host.test(url.hostname) && isPage(url));
	return page && { problem: `leads to a page of ${page.place}, not to the file itself`, remedy: page.remedy };
}
