/** Files on Meta's media servers: how a download is named, and which answers are temporary. */

/**
 * A name for the file: what the server says, otherwise the last part of its address; never with a path in it.
 */
export function fileNameOf(url: string, headers: Record<string, unknown>): string | undefined {
	const disposition = headers['content-disposition'];
	const given = typeof disposition === 'string' ? /filename="?([^";]+)"?/i.exec(disposition)?.[1] : undefined;
	const last = (given ?? new URL(url).pathname).split(/[/\\]/).pop() ?? '';
	return last === '' ? undefined : last;
}

/** Answers of a file server after which asking again may help. */
export function isPassingStatus(status: number): boolean {
	return status >= 500 || status === 429 || status === 0;
}
