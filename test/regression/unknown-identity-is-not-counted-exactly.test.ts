import { expect, it } from 'vitest';
import { readPage } from '../customers/support/walks.ts';
import { someAccount, someProfile } from '../customers/support/world.ts';
import { setUpList } from './support/set-up-list.ts';

it('does not include people with unresolved identity in an exact count', async () => {
  const { vendors, setup, request } = setUpList({
    accounts: [someAccount({ email: 'ann@x.cz' })],
    profiles: [someProfile({ email: 'ann@x.cz' })],
  });
  vendors.fail((source) => source === 'CARECLOUD');
  const first = await readPage(setup, request(), { after: null });
  expect(first.edges.map(({ identity }) => identity)).toEqual(['UNRESOLVED']);

  vendors.fail(null);
  const second = await readPage(setup, request(), { after: first.pageInfo.endCursor });

  expect(second.edges).toHaveLength(1);
  expect(second.totalCount).toMatchObject({ value: 2, precision: 'AT_MOST' });
});
