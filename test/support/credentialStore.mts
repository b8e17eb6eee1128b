/**
 * n8n's credential store, as far as a node sees it: decrypts with defaults and expressions, runs
 * `preAuthentication` as n8n does for each kind of type, and keeps what is written back
 * (cli/credentials-helper of n8n).
 */
import {
	ICredentialsHelper,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeProperties,
	type INodeTypes,
	type IRequestOptionsSimplified,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { Credentials } from 'n8n-core';

import { InstagramBusinessLoginOAuth2Api } from '../../credentials/InstagramBusinessLoginOAuth2Api.credentials.ts';
import { InstagramBusinessTokenApi } from '../../credentials/InstagramBusinessTokenApi.credentials.ts';

const TYPES: Record<string, ICredentialType> = {
	instagramBusinessLoginOAuth2Api: new InstagramBusinessLoginOAuth2Api(),
	instagramBusinessTokenApi: new InstagramBusinessTokenApi(),
	oAuth2Api: { name: 'oAuth2Api', displayName: 'OAuth2 API', properties: [] },
};

const NO_NODE: INode = { id: '', name: '', type: 'mock', typeVersion: 1, position: [0, 0], parameters: {} };
const NO_NODE_TYPES = {
	getByNameAndVersion: () => ({ description: { properties: [] } }),
} as unknown as INodeTypes;
const NO_WORKFLOW = new Workflow({ nodes: [], connections: {}, active: false, nodeTypes: NO_NODE_TYPES });

type Data = ICredentialDataDecryptedObject;

export class CredentialStore extends ICredentialsHelper {
	/** The stored data by credential type, as an export of n8n would show it. */
	readonly stored = new Map<string, Data>();
	/** How many times something was written. */
	writes = 0;
	/** False behaves like n8n's experimental engine 2.0, which refuses both ways to write. */
	writable = true;
	/** What the expressions of a credential came to. */
	private evaluated?: { readonly given: string; readonly data: Data };

	private type(name: string): ICredentialType {
		const type = TYPES[name];
		if (!type) throw new Error(`unknown credential type ${name}`);
		return type;
	}

	getParentTypes(name: string): string[] {
		return this.type(name).extends ?? [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		return this.type(type).properties;
	}

	async getCredentials(details: INodeCredentialsDetails, type: string): Promise<Credentials> {
		return new Credentials({ id: details.id, name: details.name }, type, '');
	}

	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		_details: INodeCredentialsDetails,
		type: string,
	): Promise<Data> {
		const defaults = Object.fromEntries(
			this.type(type).properties.map((property) => [property.name, property.default]),
		) as Data;
		const data: Data = { ...defaults, ...structuredClone(this.stored.get(type) ?? {}) };
		if (type === 'instagramBusinessLoginOAuth2Api') data.grantType ??= 'authorizationCode';
		const given = JSON.stringify(data);
		// an expression takes longer than all else here; those that tell the time give something else each time
		if (this.evaluated?.given === given && !given.includes('Date'))
			return structuredClone(this.evaluated.data);
		const resolved = NO_WORKFLOW.expression.getComplexParameterValue(
			NO_NODE,
			data as never,
			'internal',
			{},
			undefined,
			undefined,
			data,
		);
		this.evaluated = { given, data: structuredClone(resolved) as unknown as Data };
		return resolved as unknown as Data;
	}

	async authenticate(
		credentials: Data,
		typeName: string,
		requestOptions: IHttpRequestOptions | IRequestOptionsSimplified,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.type(typeName);
		if (!authenticate || typeof authenticate === 'function')
			throw new Error('only generic authentication is expected');
		const signed = Object.fromEntries(
			Object.entries(authenticate.properties.headers ?? {}).map(([key, value]) => {
				const keys = { $credentials: credentials };
				const resolved: unknown = NO_WORKFLOW.expression.getSimpleParameterValue(
					NO_NODE,
					value as string,
					'internal',
					keys,
				);
				return [key, String(resolved)];
			}),
		);
		return { ...(requestOptions as IHttpRequestOptions), headers: { ...requestOptions.headers, ...signed } };
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: Data,
		typeName: string,
		_node: INode,
		credentialsExpired: boolean,
	): Promise<Data | undefined> {
		const type = this.type(typeName);
		const expirable = type.properties.find((property) => property.typeOptions?.expirable === true);
		if (!expirable || !type.preAuthentication) return undefined;
		if (credentials[expirable.name] !== '' && !credentialsExpired) return undefined;
		if (!this.writable) throw new Error('Expirable credentials are not supported by this engine');
		const output = (await type.preAuthentication.call(helpers, credentials)) as Data;
		if (output[expirable.name] === undefined) return undefined;
		this.write(typeName, { ...this.stored.get(typeName), ...output });
		return Object.assign(credentials, output);
	}

	async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: Data,
		typeName: string,
	): Promise<Data | undefined> {
		return (await this.type(typeName).preAuthentication?.call(helpers, credentials)) as Data | undefined;
	}

	async updateCredentials(_details: INodeCredentialsDetails, type: string, data: Data): Promise<void> {
		this.write(type, data);
	}

	async updateCredentialsOauthTokenData(
		_details: INodeCredentialsDetails,
		type: string,
		data: Data,
	): Promise<void> {
		this.write(type, {
			...this.stored.get(type),
			oauthTokenData: structuredClone(data.oauthTokenData ?? {}),
		});
	}

	private write(type: string, data: Data): void {
		if (!this.writable) throw new Error('Credentials cannot be updated by this engine');
		this.stored.set(type, data);
		this.writes += 1;
	}
}
