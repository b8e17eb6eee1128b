/** What n8n hands to a node, as far as the transport needs it. */
import type {
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	INode,
	IPollFunctions,
	ITriggerFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

export type ApiContext =
	| IExecuteFunctions
	| IHookFunctions
	| ILoadOptionsFunctions
	| IPollFunctions
	| IWebhookFunctions;

export const BUSINESS_LOGIN_TYPE = 'instagramBusinessLoginOAuth2Api';
export const PASTED_TOKEN_TYPE = 'instagramBusinessTokenApi';

export type CredentialType = typeof BUSINESS_LOGIN_TYPE | typeof PASTED_TOKEN_TYPE;

/** The credential type that the node's `authentication` field chooses. */
export function credentialTypeOf(node: INode): CredentialType {
	return node.parameters.authentication === 'accessToken' ? PASTED_TOKEN_TYPE : BUSINESS_LOGIN_TYPE;
}

/** Fires when the user stops the execution; absent where n8n offers none. */
export function cancelSignalOf(ctx: ApiContext): AbortSignal | undefined {
	return 'getExecutionCancelSignal' in ctx ? ctx.getExecutionCancelSignal() : undefined;
}

/** The name of a trigger, the same in all processes and after a restart. */
export function triggerNameOf(
	ctx: IHookFunctions | IPollFunctions | ITriggerFunctions | IWebhookFunctions,
): string {
	return `${ctx.getWorkflow().id ?? ''} ${ctx.getNode().id}`;
}

/**
 * Whether n8n activates a workflow by itself, because it starts or because another main takes over: nobody is
 * there to see an error.
 */
export function isUnattended(ctx: IHookFunctions | IPollFunctions): boolean {
	return ['init', 'leadershipChange'].includes(ctx.getActivationMode());
}
