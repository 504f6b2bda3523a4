import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchSize } from '../../../src/vendors/shared/look-up/batch-size.ts';
import { runs } from '../../customers/support/cases.ts';

/** A vendor that refuses requests whose values are longer than this together. */
const LIMIT = 400;
const isOversized = (values: readonly unknown[]) => values.join('').length > 10 * values.length;
const VALUE = (longest: number) => fc.string({ minLength: 1, maxLength: longest, unit: 'grapheme-ascii' });

function vendor() {
  const sent: (readonly string[])[] = [];
  const ask = async (values: readonly string[]) => {
    sent.push(values);
    if (values.join('').length > LIMIT) throw new Error('414');
    return values;
  };
  return { sent, ask };
}

describe('a batch of long values', () => {
  it('is answered whole, and does not shorten later batches', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ minLength: 20, maxLength: 300 }), { minLength: 1, maxLength: 60 }),
        fc.array(VALUE(6), { minLength: 30, maxLength: 60 }),
        async (long, short) => {
          const learned: number[] = [];
          const batch = new BatchSize(100, {
            mayBeSize: () => true,
            isOversized,
            onLearned: (size) => void learned.push(size),
          });
          const { sent, ask } = vendor();
          expect((await batch.ask(long, ask)).flat()).toEqual(long);
          expect([batch.size, learned]).toEqual([100, []]);
          sent.length = 0;
          expect((await batch.ask(short, ask)).flat()).toEqual(short);
          expect(sent).toEqual([short]);
        },
      ),
      runs(50),
    ));

  it('of usual length that is refused is learned from', async () => {
    const batch = new BatchSize(100, { mayBeSize: () => true, isOversized });
    const { ask } = vendor();
    const values = Array.from({ length: 100 }, () => 'abcdefgh');
    expect((await batch.ask(values, ask)).flat()).toEqual(values);
    expect(batch.size).toBe(50);
  });
});
