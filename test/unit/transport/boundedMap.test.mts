import { BoundedMap } from '../../../nodes/Instagram/transport/boundedMap';

describe('a bounded map', () => {
	it('forgets the one that was set the longest ago', () => {
		const map = new BoundedMap<string, number>(2);
		map.set('a', 1);
		map.set('b', 2);
		expect(map.get('a')).toBe(1);
		map.set('c', 3);
		map.set('d', 4);
		expect(map.keys()).toEqual(['c', 'd']);
		expect(map.has('b')).toBe(false);
	});

	it('drops the oldest of many together, and never one of the newest', () => {
		const map = new BoundedMap<number, true>(100);
		for (let number = 1; number <= 1000; number += 1) {
			map.set(number, true);
			const least = Math.min(number, 100);
			expect(map.keys().length).toBeLessThan(200);
			expect(map.keys().slice(-least)).toEqual(
				Array.from({ length: least }, (_, place) => number - least + 1 + place),
			);
		}
	});

	it('takes a renewed entry for a new one', () => {
		const map = new BoundedMap<string, number>(2);
		map.set('a', 1);
		map.set('b', 2);
		map.set('a', 3);
		expect(map.keys()).toHaveLength(2);
		map.set('c', 4);
		expect(map.keys()).toEqual(['a', 'c']);
		expect(map.get('a')).toBe(3);
	});

	it('creates what is missing, once', () => {
		const map = new BoundedMap<string, object>(2);
		const first = map.getOrCreate('a', () => ({}));
		expect(map.getOrCreate('a', () => ({}))).toBe(first);
		expect(map.keys()).toHaveLength(1);
		expect(map.delete('a')).toBe(true);
		expect(map.has('a')).toBe(false);
	});

	it('holds the newest value of a key, and nothing of one that was deleted', () => {
		const map = new BoundedMap<string, number>(2);
		map.set('a', 1);
		map.set('b', 2);
		map.set('a', 3);
		expect(map.get('a')).toBe(3);
		expect(map.delete('a')).toBe(true);
		expect(map.get('a')).toBeUndefined();
		expect(map.keys()).toEqual(['b']);
	});
});
