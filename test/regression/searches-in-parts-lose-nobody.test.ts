import { expect, it } from 'vitest';
import { toRow, walkForward } from '../customers/support/walks.ts';
import { profileId, someProfile } from '../customers/support/world.ts';
import { setUpList } from './support/set-up-list.ts';

it.each([
  1, 3, 7,
])('loses no row of a search that HelpCrunch accepts only in parts, in pages of %i', async (size) => {
  const people = Array.from({ length: 25 }, (_, index) => profileId(index));
  const { setup, request } = setUpList(
    { accounts: [], profiles: people.map((id) => someProfile({ id })) },
    { maxConditions: 7, cachesResponses: false },
  );
  const filter = {
    own: new Map([['HELPCRUNCH', { match: 'ALL' as const, id: { in: people.map(String) } }]]),
  };

  const { edges } = await walkForward(setup, request(filter, size));

  expect(edges.map((edge) => toRow(edge).record).toSorted()).toEqual(people.map(String).toSorted());
});
