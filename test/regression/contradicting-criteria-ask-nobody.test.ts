import { expect, it } from 'vitest';
import { readPage } from '../customers/support/walks.ts';
import { someAccount } from '../customers/support/world.ts';
import { setUpList } from './support/set-up-list.ts';

it('sends no request if the own criteria contradict what all records of a customer have in common', async () => {
  const { setup, request } = setUpList({ accounts: [someAccount({ email: 'ann@x.cz' })], profiles: [] });
  const filter = { shared: { email: 'bob@x.cz' }, own: new Map([['CARECLOUD', { email: 'ann@x.cz' }]]) };

  const page = await readPage(setup, request(filter), { after: null });

  expect(page).toMatchObject({ edges: [], requests: {}, totalCount: { value: 0, precision: 'EXACT' } });
  expect(page.pageInfo.hasNextPage).toBe(false);
});
