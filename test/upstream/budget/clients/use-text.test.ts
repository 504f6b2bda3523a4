import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  fromUseText,
  LONGEST_CLIENT,
  MOST_TOLD,
  type ToldUse,
  toUseText,
} from '../../../../src/upstream/budget/clients/use-text.ts';

const count = fc.nat({ max: 1_000_000 });
const told: fc.Arbitrary<ToldUse> = fc.record({
  toldAt: fc.nat(),
  events: fc.array(
    fc.record({
      kind: fc.constantFrom('ASKED' as const, 'SENT' as const, 'REFUSED' as const),
      client: fc.string({ unit: 'binary', maxLength: LONGEST_CLIENT / 2 }),
      ageMs: count,
      operation: count,
      retryAfterMs: count,
    }),
    { maxLength: 20 },
  ),
  ended: fc.array(fc.record({ operation: count, ageMs: count }), { maxLength: 20 }),
  left: fc.array(count, { maxLength: 20 }),
});

describe('what a replica tells of its clients', () => {
  test('is read as it was written', () => {
    fc.assert(
      fc.property(told, (use) => {
        expect(fromUseText(toUseText(use))).toEqual(use);
      }),
    );
  });

  test('is nothing if somebody else wrote it, whatever that is', () => {
    const part = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          part.map((value) => JSON.stringify(value)),
        ),
        (text) => {
          expect(fromUseText(text)).toBe(null);
        },
      ),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 5, maxLength: 5 }), (parts) => {
        const use = fromUseText(JSON.stringify(parts));
        if (use !== null) expect(fromUseText(toUseText(use))).toEqual(use);
      }),
    );
  });

  const event = [0, 0, 10, 1, 0];
  test.each([
    ['a client that is not named', [1, ['desk'], [[0, 1, 10, 1, 0]], [], []]],
    ['something unknown', [1, ['desk'], [[3, 0, 10, 1, 0]], [], []]],
    ['an event of the future', [1, ['desk'], [[0, 0, -1, 1, 0]], [], []]],
    ['an event of the day before', [1, ['desk'], [[0, 0, 90_000_000, 1, 0]], [], []]],
    ['a wait of more than a day', [1, ['desk'], [[2, 0, 10, 1, 90_000_000]], [], []]],
    ['an end of the day before', [1, ['desk'], [event], [[1, 90_000_000]], []]],
    ['half a number', [1, ['desk'], [[0, 0, 0.5, 1, 0]], [], []]],
    ['a name that is too long', [1, ['d'.repeat(LONGEST_CLIENT + 1)], [event], [], []]],
    ['too many events', [1, ['desk'], Array(MOST_TOLD + 1).fill(event), [], []]],
    ['too little', [1, ['desk'], [event], []]],
    ['no time', [-1, ['desk'], [event], [], []]],
  ])('is nothing with %s', (_, parts) => {
    expect(fromUseText(JSON.stringify([1, ['desk'], [event], [], []]))).not.toBe(null);
    expect(fromUseText(JSON.stringify(parts))).toBe(null);
  });
});
