import { expect, it } from 'vitest';
import { readPage } from '../customers/support/walks.ts';
import { someAccount, someProfile } from '../customers/support/world.ts';
import { setUpList } from './support/set-up-list.ts';

it('goes backward from the end once it is decided which list drives', async () => {
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
  const { pageInfo } = await readPage(setup, request(filter), { before: null });
  expect(pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: false });

  vendors.fail(null);
  const backward = await readPage(setup, request(filter), { before: pageInfo.startCursor });
  const forward = await readPage(setup, request(filter), { after: pageInfo.startCursor });

  expect(backward.edges).toHaveLength(1);
  expect(forward.edges).toHaveLength(0);
});
