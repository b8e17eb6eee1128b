/** A wait that n8n could not keep is refused before the question is sent. */
import type { INodeParameters } from 'n8n-workflow';

import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'file' });

async function ask(values: INodeParameters) {
	world.clearRequests();
	const recipientId = world.simulator.instagram.igsid(world.person, world.account);
	return await world.run({
		resource: 'message',
		operation: 'sendAndWait',
		recipientId,
		message: 'Publish?',
		options: { limitWaitTime: { values } },
	});
}

const at = (maxDateAndTime: string): INodeParameters => ({ limitType: 'atSpecifiedTime', maxDateAndTime });
const after = (resumeAmount: string | number, resumeUnit = 'days'): INodeParameters => ({
	limitType: 'afterTimeInterval',
	resumeAmount,
	resumeUnit,
});

it.each<[string, INodeParameters]>([
	['30 February', at('2027-02-30T10:00:00')],
	['30 February without a time', at('2027-02-30')],
	['31 April with an offset', at('2027-04-31T10:00:00Z')],
	['a month 13', at('2027-13-01')],
	['25 hours', at('2027-01-01T25:00:00')],
	['no time at all', at('')],
	['words', at('next week')],
	['a number beyond what JavaScript holds', at('={{ 8.7e15 }}')],
	['a year beyond what JavaScript holds', at('+275761-01-01T00:00:00Z')],
	['an object that is no time', at('={{ ({ a: 1 }) }}')],
	['a date that is invalid', at('={{ new Date("x") }}')],
	['a time after the year 3000', at('3500-01-01T00:00:00Z')],
	['a time that has passed', at('2020-01-01T00:00:00Z')],
	['an interval beyond what JavaScript holds', after(1e12)],
	['an interval that ends after the year 3000', after(500_000)],
	['an interval without end', after('={{ Infinity }}')],
	['an interval of nothing', after(0)],
	['an interval backwards', after(-1)],
	['an interval that is no number', after('={{ "soon" }}')],
	['an interval in an unknown unit', after(1, 'moons')],
])('%s', async (_what, values) => {
	const { error, waitTill } = await ask(values);
	expect(error?.message).toMatch(/^Limit Wait Time /);
	expect(waitTill).toBeUndefined();
	expect(world.requests()).toEqual([]);
});

it.each<[string, INodeParameters]>([
	['29 February of a leap year', at('2028-02-29T10:00:00')],
	['the last years that n8n waits', at('2999-12-31T00:00:00Z')],
	['an interval of a century', after(36_500)],
])('%s is a time', async (_what, values) => {
	const { error, waitTill } = await ask(values);
	expect(error).toBeUndefined();
	expect(waitTill!.getTime()).toBeGreaterThan(world.simulator.clock.now());
	expect(world.requests()).toHaveLength(1);
});
