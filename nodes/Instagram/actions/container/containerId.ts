/** The field that names a container. */
import type { INodeProperties } from 'n8n-workflow';

import { fieldOf } from '../../panel/fieldOf';

export const CONTAINER_ID_FIELD: INodeProperties = {
	displayName: 'Container ID',
	name: 'containerId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 17889615691921648',
	description: 'The containerId that the Post operations return',
};
export const CONTAINER_ID = fieldOf(CONTAINER_ID_FIELD);
