/** The language of an ice breaker or a menu item. */
import type { INodeProperties } from 'n8n-workflow';

export const LOCALE_VALUE: INodeProperties = {
	displayName: 'Locale',
	name: 'locale',
	type: 'string',
	default: 'default',
	placeholder: 'e.g. de_DE',
	description: 'Who sees it: people whose Instagram is in this language, or "default" for everybody else',
};
