/**
 * What Check Setup has to find: everything right, or one thing wrong after the other. Both the test in n8n's
 * engine and the one in the real n8n go through this list.
 */
import type { Account, App, Simulator } from '../../simulator/index.mts';
import { defaultSwitches } from '../../simulator/state/switches.mts';
import { PERMISSIONS } from '../../nodes/Instagram/protocol/tokens';

export const SETUP_CHECKS = [
	'connection',
	'tokenExpiry',
	'professionalAccount',
	'testerAccepted',
	...PERMISSIONS,
	'webhookSubscription',
	'appCallback',
	'appFields',
	'messagesAccess',
	'publishingQuota',
	'publicAddress',
	'binaryMode',
];

export interface Finding {
	readonly check: string;
	readonly ok: boolean | null;
	readonly detail: string;
	readonly remedy: string | null;
}

export const checksFound = (findings: Iterable<Finding>, ok: boolean | null): string[] =>
	[...findings].filter((finding) => finding.ok === ok).map(({ check }) => check);

export interface SetupWorld {
	readonly simulator: Simulator;
	readonly app: App;
	readonly account: Account;
	advance: (ms: number) => void | Promise<void>;
	/** Connects the credential once more. Default: the account, with all permissions. */
	connect: (login?: { account?: Account; scopes?: readonly string[] }) => void | Promise<void>;
}

/** Whatever was wrong outside n8n is right again; the credential is connected by whoever calls this. */
export function setEverythingRight({ simulator, app, account }: SetupWorld): void {
	const { quotaTotal, appSubscriptions } = defaultSwitches();
	Object.assign(simulator.switches, { quotaTotal, appSubscriptions });
	simulator.faults.clear();
	app.mode = 'live';
	app.callback = {
		callbackUrl: 'https://n8n.example.test/webhook/1/webhook',
		verifyToken: 'verify me',
		fields: ['messages', 'comments'],
	};
	account.accountType = 'BUSINESS';
	account.messagesAllowed = true;
	account.subscriptions = {};
	simulator.instagram.subscribe(account, app, ['messages']);
}

export interface WrongState {
	readonly what: string;
	/** The checks that have to call it wrong, and no others. */
	readonly checks: string[];
	/** What the first of them says. */
	readonly detail?: RegExp;
	/** What each of them tells to do. */
	readonly remedy: RegExp;
	make(world: SetupWorld): void | Promise<void>;
}

const DAY_MS = 24 * 60 * 60_000;
const REFUSED = { error: { code: 10, message: 'x' } };

const lacking = (permission: string): WrongState => ({
	what: `${permission} was not granted`,
	checks: [permission],
	remedy: /Tick it under Permissions/,
	make: async ({ connect }) => await connect({ scopes: PERMISSIONS.filter((scope) => scope !== permission) }),
});

export const WRONG_STATES: readonly WrongState[] = [
	{
		what: 'the token has not been renewed for weeks',
		checks: ['tokenExpiry'],
		remedy: /Connect the credential again/,
		make: async ({ simulator, advance }) => {
			await advance(40 * DAY_MS);
			simulator.faults.failNext(
				{ path: '/refresh_access_token', times: 9 },
				{ kind: 'status', status: 400, body: REFUSED, effect: 'before' },
			);
		},
	},
	{
		what: 'the account became a private one again',
		checks: ['professionalAccount'],
		remedy: /Switch to professional account/,
		make: ({ account }) => void (account.accountType = 'PERSONAL'),
	},
	...PERMISSIONS.slice(1).map(lacking),
	{
		what: 'the account is subscribed to nothing',
		checks: ['webhookSubscription'],
		remedy: /activate a workflow with an Instagram Trigger/,
		make: ({ account }) => void (account.subscriptions = {}),
	},
	{
		what: 'the app has no callback',
		checks: ['appCallback', 'appFields'],
		remedy: /Configure webhooks/,
		make: ({ app }) => void (app.callback = undefined),
	},
	{
		what: 'the app is not subscribed to a field that the account is subscribed to',
		checks: ['appFields'],
		remedy: /Webhook fields/,
		make: ({ app }) => void (app.callback!.fields = ['comments']),
	},
	{
		what: 'the account keeps its messages from apps',
		checks: ['messagesAccess'],
		remedy: /Connected tools/,
		make: ({ account }) => void (account.messagesAllowed = false),
	},
	{
		what: 'the quota is used up',
		checks: ['publishingQuota'],
		remedy: /Wait/,
		make: ({ simulator }) => void (simulator.switches.quotaTotal = 0),
	},
	{
		what: 'the account removed the app',
		checks: ['connection'],
		detail: /was removed/,
		remedy: /press Connect again/,
		make: ({ simulator, account, app }) => simulator.instagram.revoke(account, app, 'removed'),
	},
	{
		what: 'the account has a new password',
		checks: ['connection'],
		detail: /password/,
		remedy: /press Connect again/,
		make: ({ simulator, account, app }) => simulator.instagram.revoke(account, app, 'password'),
	},
	{
		what: 'nobody used the login within the hour',
		checks: ['connection'],
		detail: /run out/,
		remedy: /within the hour/,
		make: async ({ connect, advance }) => {
			await connect();
			await advance(DAY_MS / 12);
		},
	},
	{
		what: 'the account is another one than the node is meant for',
		checks: ['connection'],
		detail: /meant for the account/,
		remedy: /Choose the account again/,
		make: async ({ simulator, connect }) =>
			await connect({ account: simulator.instagram.createAccount({ username: 'another' }) }),
	},
	{
		what: 'the account is no accepted tester',
		checks: ['connection', 'testerAccepted'],
		remedy: /Instagram Testers/,
		make: ({ app }) => void (app.mode = 'development'),
	},
];

/**
 * The address that n8n takes for its own, and what is wrong with it; the callback of the app lies under it.
 */
export const WRONG_ADDRESSES: ReadonlyArray<{ what: string; address: string; remedy: RegExp }> = [
	{
		what: 'n8n takes a private address for its own',
		address: 'http://localhost:5678',
		remedy: /WEBHOOK_URL/,
	},
	{ what: 'n8n has no https', address: 'http://n8n.example.test', remedy: /https/ },
];

/** Fails unless just these checks call it wrong, in these words. */
export function expectWrong(
	findings: readonly Finding[],
	{ checks, detail = /./, remedy }: Pick<WrongState, 'checks' | 'detail' | 'remedy'>,
): void {
	expect(findings.map(({ check }) => check)).toEqual(SETUP_CHECKS);
	expect(checksFound(findings, false)).toEqual(checks);
	const wrong = findings.filter(({ ok }) => ok === false);
	for (const finding of wrong) expect(finding.remedy).toMatch(remedy);
	expect(wrong[0]?.detail).toMatch(detail);
	if (checks.includes('connection')) expectNothingKnown(findings);
}

/** Without a connection nothing that needs one is called right. */
export function expectNothingKnown(findings: readonly Finding[]): void {
	expect(checksFound(findings, true)).toEqual(['appCallback', 'binaryMode']);
	for (const { ok, remedy, check } of findings)
		if (ok === null && check.startsWith('instagram_')) expect(remedy).toContain('see the first item');
}
