import { expect, it } from 'vitest';
import { toRow, walkForward } from '../customers/support/walks.ts';
import { accountId, someAccount, someProfile } from '../customers/support/world.ts';
import { setUpList } from './support/set-up-list.ts';

it('lists people at their profile if their account has the own criteria but contradicts the shared ones', async () => {
  const { setup, request } = setUpList({
    accounts: [someAccount({ id: accountId(0), email: 'ann@x.cz', phone: '+420601234567' })],
    profiles: [
      someProfile({
        id: 7,
        email: 'ann@x.cz',
        phone: { text: '+420 523 828 931', e164: '+420523828931' },
      }),
    ],
  });
  const filter = {
    shared: { phone: '+420523828931' },
    own: new Map([['CARECLOUD', { phone: '420601234567' }]]),
  };

  const { edges } = await walkForward(setup, request(filter));

  expect(edges.map(toRow)).toEqual([
    { customer: `CARECLOUD:${accountId(0)}`, source: 'HELPCRUNCH', record: '7' },
  ]);
});
