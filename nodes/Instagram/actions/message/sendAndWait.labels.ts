/** The two buttons of Send and Wait, for the message and for the page behind it. */
import { isRecord, recordAt, textAt } from '../../protocol/json';

/** Parameters of the resume URL; n8n's signature covers them. */
export const APPROVED = 'approved';
export const QUESTION_KEY = 'question';

/** The key in n8n's context of the node under which the execution keeps the open question. */
export const OPEN_QUESTION = 'openQuestion';

/** @param options the fixed collection Approval Options, as n8n gives it */
export function labelOf(options: unknown, approved: boolean): string {
	const values = recordAt(isRecord(options) ? options : {}, 'values') ?? {};
	return approved
		? (textAt(values, 'approveLabel') ?? 'Approve')
		: (textAt(values, 'disapproveLabel') ?? 'Decline');
}

export function isApproveOnly(options: unknown): boolean {
	return isRecord(options) && recordAt(options, 'values')?.approvalType === 'single';
}
