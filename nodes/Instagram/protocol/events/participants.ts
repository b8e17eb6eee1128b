/**
 * The keys that all elements of `messaging[]` share (Meta: "Instagram webhooks"; sender and recipient swap
 * for echoes).
 */
import { recordAt, textAt, type JsonRecord } from '../json';
import type { ReadContent } from './kind';
import type { SimplifiedReferral } from './simplified';

export function readParticipants(content: JsonRecord): Pick<ReadContent, 'senderId' | 'recipientId'> {
	return {
		senderId: textAt(recordAt(content, 'sender') ?? {}, 'id'),
		recipientId: textAt(recordAt(content, 'recipient') ?? {}, 'id'),
	};
}

/** @returns `undefined` when `holder` has no referral */
export function readReferral(holder: JsonRecord): SimplifiedReferral | undefined {
	const referral = recordAt(holder, 'referral');
	if (!referral) return undefined;
	const ad = recordAt(referral, 'ads_context_data') ?? {};
	return {
		ref: textAt(referral, 'ref'),
		source: textAt(referral, 'source'),
		type: textAt(referral, 'type'),
		adId: textAt(referral, 'ad_id'),
		adTitle: textAt(ad, 'ad_title'),
		photoUrl: textAt(ad, 'photo_url'),
		videoUrl: textAt(ad, 'video_url'),
	};
}
