/** Data tables of n8n, as its editor makes them. */
import type { Session } from '../../../scripts/n8n/session.mts';

type Row = Record<string, string | number | null>;

export interface DataTable {
	insert(rows: Row[]): Promise<void>;
	rows(): Promise<Row[]>;
}

/** @param columns the type of each by its name */
export async function createDataTable(
	session: Session,
	name: string,
	columns: Record<string, 'string' | 'number'>,
): Promise<DataTable> {
	const { id: project } = await session.get<{ id: string }>('/rest/projects/personal');
	const { id } = await session.post<{ id: string }>(`/rest/projects/${project}/data-tables`, {
		name,
		columns: Object.entries(columns).map(([column, type]) => ({ name: column, type })),
	});
	const path = `/rest/projects/${project}/data-tables/${id}`;
	return {
		async insert(data) {
			await session.post(`${path}/insert`, { data });
		},
		async rows() {
			return (await session.get<{ data: Row[] }>(`${path}/rows`)).data;
		},
	};
}
