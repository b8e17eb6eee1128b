/**
 * Links that people copy with "Share": pages around a file, which Meta refuses with 9004 (field-reports.md).
 */
import { sharePage } from '../../../../nodes/Instagram/protocol/files/sharePages';

const PAGES = [
	['https://drive.google.com/file/d/1AbC/view?usp=sharing', 'Google Drive'],
	['https://drive.google.com/file/u/0/d/1AbC/preview', 'Google Drive'],
	['https://drive.google.com/open?id=1AbC', 'Google Drive'],
	['https://drive.google.com/drive/folders/1AbC', 'Google Drive'],
	['https://drive.google.com/drive/u/1/folders/1AbC', 'Google Drive'],
	['https://docs.google.com/file/d/1AbC/edit', 'Google Drive'],
	['https://photos.app.goo.gl/AbC', 'Google Photos'],
	['https://photos.google.com/share/AF1Q', 'Google Photos'],
	['https://www.dropbox.com/s/abc/photo.jpg', 'Dropbox'],
	['https://www.dropbox.com/s/abc/photo.jpg?dl=0', 'Dropbox'],
	['https://dropbox.com/scl/fi/abc/photo.jpg?rlkey=k&dl=0', 'Dropbox'],
	['https://www.dropbox.com/sh/abc/folder?dl=1', 'Dropbox'],
	['https://www.dropbox.com/scl/fo/abc/folder?rlkey=k&dl=1', 'Dropbox'],
	['https://www.instagram.com/share/reel/AbC', 'Instagram'],
	['https://instagram.com/share/p/AbC/', 'Instagram'],
	['https://www.instagram.com/p/AbC/', 'Instagram'],
	['https://m.instagram.com/brand/reel/AbC/', 'Instagram'],
	['https://www.instagram.com/stories/brand/123/', 'Instagram'],
	['https://1drv.ms/i/s!AbC', 'OneDrive'],
	['https://we.tl/t-AbC', 'WeTransfer'],
	['https://WWW.DROPBOX.COM/s/abc/photo.jpg', 'Dropbox'],
	['https://onedrive.live.com/?id=AbC', 'OneDrive'],
	['https://wetransfer.com/downloads/AbC', 'WeTransfer'],
	['https://www.wetransfer.com/downloads/AbC', 'WeTransfer'],
] as const;

describe('a page around a file is told by its address', () => {
	it.each(PAGES)('%s', (url, place) => {
		expect(sharePage(new URL(url))?.problem).toContain(place);
		expect(sharePage(new URL(url))?.remedy).not.toBe('');
	});

	it.each(PAGES)('%s: not on a host whose name only resembles it', (url) => {
		for (const host of [`not${new URL(url).host}`, `${new URL(url).host}.example.test`]) {
			expect(sharePage(Object.assign(new URL(url), { host }))).toBeUndefined();
		}
	});

	it.each([
		'https://drive.google.com/uc?export=download&id=1AbC',
		'https://drive.google.com/thumbnail?id=1AbC&sz=w1080',
		'https://drive.usercontent.google.com/download?id=1AbC',
		'https://lh3.googleusercontent.com/d/1AbC',
		'https://www.dropbox.com/s/abc/photo.jpg?dl=1',
		'https://www.dropbox.com/scl/fi/abc/photo.jpg?rlkey=k&raw=1',
		'https://dl.dropboxusercontent.com/s/abc/photo.jpg',
		'https://scontent.cdninstagram.com/v/t51/photo.jpg',
		'https://media.example.test/drive.google.com/file/d/1',
		'https://notdropbox.com/s/abc/photo.jpg',
		'https://media.example.test/share/photo.jpg',
		'https://onedrive.live.com/download?resid=1',
		'https://onedrive.live.com/download.aspx?resid=1',
		'https://drive.google.com/uc/file/1AbC',
		'https://www.dropbox.com/transfer/s/abc/photo.jpg',
		'https://www.dropbox.com/transfer/sh/abc/photo.jpg',
		'https://www.instagram.com/static/images/p/photo.jpg',
	])('but a file is none: %s', (url) => {
		expect(sharePage(new URL(url))).toBeUndefined();
	});
});
