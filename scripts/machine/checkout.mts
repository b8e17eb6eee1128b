import { join } from 'node:path';

/** The root of this checkout: what n8n loads as the package. */
export const checkout = join(import.meta.dirname, '..', '..');

export const packageName = 'n8n-nodes-instagram-login';
