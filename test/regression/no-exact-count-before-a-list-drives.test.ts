import { expect, it } from 'vitest';
import { readPage } from '../customers/support/walks.ts';
import { someAccount, someProfile } from '../customers/support/world.ts';
import { setUpList } from './support/set-up-list.ts';

it('gives no exact count while it is undecided which list drives', async () => {
  const { vendors, setup, request } = setUpList({
    accounts: [someAccount({ email: 'ann@x.cz' })],
    profiles: [someProfile({ email: 'ann@x.cz' })],
  });
  const filter = {
    own: new Map([
      ['CARECLOUD', { email: 'ann@x.cz' }],
      ['HELPCRUNCH', { match: 'ALL' as const, email: { eq: 'ann@x.cz' } }],
    ]),
  };
  vendors.fail((source) => source === 'HELPCRUNCH');

  const page = await readPage(setup, request(filter), { after: null });

  expect(page.totalCount).toBeNull();
  expect(page).toMatchObject({ edges: [], pageInfo: { hasNextPage: true } });
});
