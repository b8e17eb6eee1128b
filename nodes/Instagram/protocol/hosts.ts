/**
 * Every address of Meta's that the package speaks to, and the only file that names one.
 * Source: "Business Login for Instagram" and "Overview" of the Instagram API with Instagram Login.
 */

/** Newest version that the Instagram reference pages document throughout; Meta keeps it until 2028-07-29. */
export const GRAPH_VERSION = 'v25.0';

/**
 * The one host that tokens and secrets are sent to, and the only one that n8n lets the credentials be used
 * for.
 */
export const GRAPH_HOST = 'graph.instagram.com';

const GRAPH_ORIGIN = `https://${GRAPH_HOST}`;

/** Base of all calls that carry the Bearer header. */
export const GRAPH_BASE_URL = `${GRAPH_ORIGIN}/${GRAPH_VERSION}`;

/** The window in which a person lets the app use their account. */
export const AUTHORIZE_URL = 'https://www.instagram.com/oauth/authorize';

/** Exchanges the authorization code for a token of one hour. */
export const CODE_EXCHANGE_URL = 'https://api.instagram.com/oauth/access_token';

/** The two token endpoints: documented without a version, GET only, token as a parameter. */
export const TOKEN_EXCHANGE_URL = `${GRAPH_ORIGIN}/access_token`;
export const TOKEN_REFRESH_URL = `${GRAPH_ORIGIN}/refresh_access_token`;

/** App-level webhook subscriptions live on the other Graph host, with an app access token. */
export const APP_GRAPH_BASE_URL = `https://graph.facebook.com/${GRAPH_VERSION}`;

/** Takes the bytes of videos ("Resumable uploads"), with `Authorization: OAuth` instead of Bearer. */
export const UPLOAD_BASE_URL = `https://rupload.facebook.com/ig-api-upload/${GRAPH_VERSION}`;
