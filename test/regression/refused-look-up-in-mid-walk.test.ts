import { expect, it } from 'vitest';
import { toRow, walkForward } from '../customers/support/walks.ts';
import { accountId, someAccount, someProfile } from '../customers/support/world.ts';
import { setUpList } from './support/set-up-list.ts';

it('loses no row if HelpCrunch refuses a look-up during a walk that is larger than the walked search', async () => {
  const ids = [60, 50, 40, 30, 20, 10];
  const emails = ['Ann@x.cz', 'Bob@x.cz', 'Cyd@x.cz', 'Dan@x.cz'];
  const { setup, request } = setUpList(
    {
      accounts: emails.map((email, index) => someAccount({ id: accountId(index), email })),
      profiles: ids.map((id, index) => someProfile({ id, email: emails[index] ?? null })),
    },
    { maxConditions: 7 },
  );
  const filter = { own: new Map([['HELPCRUNCH', { match: 'ALL' as const, id: { in: ids.map(String) } }]]) };

  const { edges } = await walkForward(setup, request(filter, 1));

  expect(edges.map((edge) => toRow(edge).record).toSorted()).toEqual(ids.map(String).toSorted());
});
