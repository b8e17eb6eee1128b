/** What n8n hands to a node, as far as the transport needs it. */
import type {
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	INode,
	IWebhookFunctions,
} from 'n8n-workflow';

export type ApiContext = IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions | IWebhookFunctions;

export const OAUTH2_CREDENTIAL = 'instagramBusinessLoginOAuth2Api';
export const TOKEN_CREDENTIAL = 'instagramBusinessTokenApi';

export type CredentialType = typeof OAUTH2_CREDENTIAL | typeof TOKEN_CREDENTIAL;

/** The credential type that the node's `authentication` field chooses. */
export function credentialTypeOf(node: INode): CredentialType {
	return node.parameters.authentication === 'accessToken' ? TOKEN_CREDENTIAL : OAUTH2_CREDENTIAL;
}

/** Fires when the user stops the execution; absent where n8n offers none. */
export function cancelSignalOf(ctx: ApiContext): AbortSignal | undefined {
	return 'getExecutionCancelSignal' in ctx ? ctx.getExecutionCancelSignal() : undefined;
}
