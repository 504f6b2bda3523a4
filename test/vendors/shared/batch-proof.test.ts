import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchCut } from '../../../src/vendors/shared/look-up/batch-cut.ts';
import { createBatchProof } from '../../../src/vendors/shared/look-up/batch-proof.ts';
import { BatchSize } from '../../../src/vendors/shared/look-up/batch-size.ts';
import { looseForm, Witness } from '../../../src/vendors/shared/traits/witness.ts';
import { runs } from '../../customers/support/cases.ts';
import { testCall } from '../../customers/support/walks.ts';

interface Row {
  readonly id: string;
  readonly email: string;
}

/** How vendors may compare. */
const FOLDINGS: Readonly<Record<string, (text: string) => string>> = {
  exactly: (text) => text,
  'ignoring case': (text) => text.toLowerCase(),
  'ignoring case and blanks': (text) => text.trim().toLowerCase(),
  'ignoring accents': (text) => text.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase(),
};

const EMAIL = fc
  .record({
    name: fc.constantFrom('a', 'b', 'é', 'c'),
    host: fc.constantFrom('x', 'y'),
    isUpper: fc.boolean(),
    blank: fc.constantFrom('', '', '', ' '),
  })
  .map(({ name, host, isUpper, blank }) => `${blank}${isUpper ? name.toUpperCase() : name}@${host}.cz`);

const CASE = fc.record({
  rows: fc
    .array(EMAIL, { maxLength: 8 })
    .map((emails) => emails.map((email, id) => ({ id: `${id}`, email }))),
  /** Which of them were seen before, and which of those are gone by now. */
  seen: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
  gone: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
  batch: fc.uniqueArray(EMAIL, { minLength: 1, maxLength: 8 }),
  room: fc.integer({ min: 0, max: 3 }),
  cutTo: fc.integer({ min: 1, max: 10 }),
  folding: fc.constantFrom(...Object.keys(FOLDINGS)),
  isList: fc.boolean(),
});

describe('a batch that a vendor may cut', () => {
  it('is noticed to be cut, or has every row, or says that nobody knows', async () => {
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(CASE, async ({ rows, seen, gone, batch, room, cutTo, folding, isList }) => {
        const fold = FOLDINGS[folding] as (text: string) => string;
        const present = rows.filter((_, index) => !(seen[index] && gone[index]));
        const find = (values: readonly string[]) =>
          present.filter((row) => values.slice(0, cutTo).some((value) => fold(value) === fold(row.email)));
        const size = new BatchSize(batch.length + room, { mayBeSize: () => false });
        const witness = new Witness<string, Row>(
          (value, { email }) => looseForm(value) === looseForm(email),
          ({ email }) => [email],
        );
        witness.saw(
          rows.filter((_, index) => seen[index]),
          false,
        );
        let warnings = 0;
        const meter = { sent() {}, saved() {}, warned: () => void warnings++ };
        const proof = createBatchProof({
          source: 'S',
          size,
          witness,
          fits: () => true,
          few: async (values) => find(values),
        });
        const last = proof.atEnd(batch);
        const sent = last?.batch ?? batch;
        const records = find(sent);
        const again = async ({ batch: values }: { readonly batch: readonly string[] }) => find(values);
        const answered = { values: batch, last, records, isList, again };
        const outcome = await proof.prove(answered, testCall(meter)).catch((error) => error);
        if (outcome instanceof Error && !(outcome instanceof BatchCut)) throw outcome;
        outcomes.add(outcome instanceof BatchCut ? 'CUT' : outcome ? 'WHOLE' : 'NOBODY KNOWS');
        if (outcome instanceof BatchCut) {
          expect(cutTo).toBeLessThanOrEqual(batch.length);
          expect(outcome.atLeast).toBeLessThanOrEqual(cutTo);
          return;
        }
        if (outcome === true) {
          const all = present.filter((row) => batch.some((value) => fold(value) === fold(row.email)));
          expect(records).toEqual(expect.arrayContaining(all));
        }
        // Whoever was answered without a proof is told once batches of this size are cut.
        const ask = (values: readonly string[]) =>
          values.length > 1
            ? Promise.reject(new BatchCut({ atLeast: 1, atMost: 1 }))
            : Promise.resolve(values);
        await size.askFirst(batch, ask);
        expect(warnings > 0).toBe(outcome === false && batch.length > 1);
      }),
      runs(600),
    );
    expect([...outcomes].toSorted()).toEqual(['CUT', 'NOBODY KNOWS', 'WHOLE']);
  });
});

describe('how many values are read is found', () => {
  const numbers = (many: number) => Array.from({ length: many }, (_, index) => index);

  it.each([
    [100, 60, 0, 2],
    [100, 25, 0, 3],
    [100, 1, 0, 7],
    // Where the rows show how many were read, at once.
    [100, 7, 7, 2],
    [20, 5, 4, 3],
  ])('%s asked for, %s read, %s seen to be read: %s requests', async (many, cut, atLeast, expected) => {
    const size = new BatchSize(many, { mayBeSize: () => false });
    let requests = 0;
    const ask = async (values: readonly number[]) => {
      requests++;
      if (values.length > cut) throw new BatchCut({ atLeast, atMost: atLeast === cut ? cut : values.length });
      return values;
    };
    const { taken } = await size.askFirst(numbers(many), ask);
    expect(taken).toBeLessThanOrEqual(cut);
    expect(requests).toBe(expected);
    expect((await size.ask(numbers(many), ask)).flat()).toEqual(numbers(many));
  });

  it.each([
    ['too many values', 10, 100],
    ['too many rows', 100, 50],
    ['both', 10, 25],
  ])('if %s are refused, within ⌈log₂⌉ requests on one side', async (_name, mostValues, mostRows) => {
    let pageRows = 100;
    let requests = 0;
    const size = new BatchSize(100, {
      mayBeSize: () => true,
      otherCause: () => pageRows,
      smallerPages: [50, 25, 10],
    });
    const ask = async (values: readonly number[], rows = 100) => {
      for (let limit = Math.min(rows, pageRows); ; limit = limit === 100 ? 50 : 25) {
        requests++;
        if (values.length <= mostValues && limit <= mostRows) {
          size.sawAccepted(values.length, limit);
          if (limit < Math.min(rows, pageRows)) {
            pageRows = limit;
            size.sawOtherCause();
          }
          return values;
        }
        if (!size.isAccepted(values.length) || limit <= 25) throw new Error('refused');
      }
    };
    expect((await size.ask(numbers(100), ask)).flat()).toEqual(numbers(100));
    const isValues = mostValues < 100;
    expect(requests).toBeLessThanOrEqual(1 + 7 + (isValues ? Math.ceil(100 / 6) + 2 : 1));
    requests = 0;
    expect((await size.ask(numbers(100), ask)).flat()).toEqual(numbers(100));
    expect(requests).toBe(Math.ceil(100 / size.size));
    expect(size.size).toBe(isValues ? 7 : 100);
  });

  it('for another request of the vendor, too', async () => {
    const customers = new BatchSize(100, { mayBeSize: () => true });
    const chats = new BatchSize(100, { mayBeSize: () => false, like: customers });
    await customers.ask(numbers(80), async ({ length }) => {
      if (length > 30) throw new Error('refused');
    });
    const sizes = await chats.ask(numbers(50), async ({ length }) => length);
    expect(sizes).toEqual([20, 20, 10]);
  });

  it('of pieces sent at once, one that was answered whole is sent again if another shows the cut', async () => {
    const size = new BatchSize(4, { mayBeSize: () => false });
    const ask = async (values: readonly number[]) => {
      if (values.length > 2 && values.includes(7)) throw new BatchCut({ atLeast: 2, atMost: 2 });
      return values.slice(0, 2);
    };
    expect((await size.ask(numbers(8), ask)).flat()).toEqual(numbers(8));
  });
});
