import { ask, errorOf, useScene, useThread } from './support.mts';
import type { Answer } from './support.mts';

const s = useScene({ switches: { messagingRateLimits: false } });
const igsid = useThread(s);

const send = (message: unknown, more: Record<string, unknown> = {}): Promise<Answer> =>
	s.post(`/v25.0/${s.account.id}/messages`, { recipient: { id: igsid() }, message, ...more });

describe('reading', () => {
	test('conversations with expansion; details of the newest 20 only', async () => {
		for (let i = 0; i < 24; i++) await send({ text: `n${i}` });
		const list = await s.get(
			'/me/conversations?platform=instagram&fields=participants,messages.limit(30){message,from}',
		);
		const [thread] = list.json['data'] as { id: string; messages: { data: Record<string, unknown>[] } }[];
		expect(thread?.messages.data).toHaveLength(25);
		expect(thread?.messages.data[0]).toMatchObject({ message: 'n23' });
		expect(Object.keys(thread?.messages.data[24] ?? {})).toEqual(['id']);
		const oldest = String(thread?.messages.data[24]?.['id']);
		expect(errorOf(await s.get(`/${oldest}?fields=message`))).toBe('9000001');
		expect((await s.get(`/${thread?.id}/messages?limit=2`)).json['data']).toHaveLength(2);
		expect((await s.get(`/me/conversations?user_id=${igsid()}`)).json['data']).toHaveLength(1);
		expect((await s.get('/me/conversations?user_id=1')).json['data']).toEqual([]);
	});

	test('profiles need consent', async () => {
		expect((await s.get(`/${igsid()}?fields=username,follower_count`)).json).toEqual({
			id: igsid(),
			username: 'ada',
			follower_count: 120,
		});
		const media = s.simulator.instagram.createMedia(s.account);
		const stranger = s.simulator.instagram.createPerson({ username: 'stranger' });
		await s.simulator.instagram.comment({ from: stranger, media, text: 'x' });
		expect(errorOf(await s.get(`/${s.simulator.instagram.igsid(stranger, s.account)}`))).toBe('230');
	});
});

describe('messenger profile and welcome flows', () => {
	test('ice breakers and menu, set, read, deleted', async () => {
		const breakers = [{ call_to_actions: [{ question: 'Q', payload: 'P' }], locale: 'default' }];
		expect(
			(await s.post('/me/messenger_profile', { platform: 'instagram', ice_breakers: breakers })).json,
		).toEqual({ success: true });
		expect((await s.get('/me/messenger_profile?fields=ice_breakers')).json).toEqual({ data: breakers });
		s.simulator.switches.messengerProfileResponse = 'nested';
		expect((await s.get('/me/messenger_profile?fields=ice_breakers')).json).toEqual({
			data: [{ ice_breakers: breakers }],
		});
		const five = [{ call_to_actions: Array.from({ length: 5 }, () => ({ question: 'Q', payload: 'P' })) }];
		expect((await s.post('/me/messenger_profile', { ice_breakers: five })).status).toBe(400);
		await ask(s.simulator, '/me/messenger_profile', {
			method: 'DELETE',
			token: s.token,
			json: { fields: ['ice_breakers'] },
		});
		expect((await s.get('/me/messenger_profile?fields=ice_breakers')).json).toEqual({ data: [] });
	});

	test('flows are created, listed, changed, deleted', async () => {
		const flow = {
			eligible_platforms: ['instagram'],
			name: 'F',
			welcome_message_flow: [{ message: { text: 'hi' } }],
		};
		const id = String((await s.post('/me/welcome_message_flows', flow)).json['flow_id']);
		expect((await s.get('/me/welcome_message_flows')).json['data']).toMatchObject([{ id, name: 'F' }]);
		expect((await s.post('/me/welcome_message_flows', { flow_id: id, name: 'G' })).json).toEqual({
			success: true,
		});
		expect((await s.get(`/${id}?fields=name`)).json).toEqual({ id, name: 'G' });
		const gone = await ask(s.simulator, `/me/welcome_message_flows?flow_id=${id}`, {
			method: 'DELETE',
			token: s.token,
		});
		expect(gone.json).toEqual({ success: true });
		expect(errorOf(await s.get(`/${id}`))).toBe('100/33');
	});
});
