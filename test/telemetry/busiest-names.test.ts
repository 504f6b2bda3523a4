import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BusiestNames, OTHER } from '../../src/telemetry/busiest-names.ts';

it('names the first ones, and counts the rest as other until one of them is busier', () => {
  const left: string[] = [];
  const names = new BusiestNames(2, (name) => left.push(name));
  expect(names.nameFor('a', 5)).toBe('a');
  expect(names.nameFor('b', 2)).toBe('b');
  expect(names.nameFor('c', 1)).toBe(OTHER);
  expect(names.nameFor('c', 1)).toBe(OTHER);
  expect(names.nameFor('c', 1)).toBe('c');
  expect(left).toEqual(['b']);
  expect(names.nameFor('b', 1)).toBe(OTHER);
  expect(names.nameFor('a', 1)).toBe('a');
});

it('never uses more names than allowed', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 9 })), { maxLength: 300 }),
      (events) => {
        const shown = new Set<string>();
        const names = new BusiestNames(5, (name) => shown.delete(name));
        for (const [caller, amount] of events) {
          const name = names.nameFor(`caller-${caller}`, amount);
          if (name !== OTHER) shown.add(name);
          expect(shown.size).toBeLessThanOrEqual(5);
        }
      },
    ),
  );
});
