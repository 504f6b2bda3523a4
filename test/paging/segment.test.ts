import { expect, it } from 'vitest';
import type { Leg } from '../../src/paging/leg.ts';
import { readAround } from '../../src/paging/segment.ts';

/** A list that is read two rows at a time, and what each further request returns. */
function legOf(...pages: readonly { readonly rows: readonly string[]; readonly total: number | null }[]) {
  let at = 0;
  const leg: Pick<Leg<string, unknown>, 'read' | 'largestRead' | 'identityOf' | 'keyOf'> = {
    largestRead: 2,
    identityOf: (row) => row,
    keyOf: () => 1,
    read: async () => pages[at++] ?? { rows: [], total: 3 },
  };
  return leg as Leg<string, unknown>;
}

it('a row that comes twice under an unchanged total moved', async () => {
  const page = (rows: readonly string[], total = 3) => ({ rows, total });
  const repeated = async (leg: Leg<string, unknown>, attempts = 1) =>
    (await readAround(leg, 0, 5, { fresh: true }, attempts)).isRepeated;
  expect(await repeated(legOf(page(['a', 'b']), page(['b', 'a'])))).toBe(true);
  expect(await repeated(legOf(page(['a', 'b']), page(['c', 'b'])))).toBe(true);
  expect(await repeated(legOf(page(['a', 'b']), page(['b', 'c'])))).toBeUndefined();
  // A row was added before them in the meantime.
  expect(await repeated(legOf(page(['a', 'b']), page(['a', 'b'], 4), page(['b', 'c'], 4)))).toBeUndefined();
});
