import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chooseToken, type LoginToken } from '../../../../src/vendors/carecloud/login/choose-token.ts';

const NOW = 1_000;
const a: LoginToken = { token: 'a', oldAt: NOW + 1 };
const b: LoginToken = { token: 'b', oldAt: NOW + 1 };
const old: LoginToken = { token: 'c', oldAt: NOW };

it.each<[what: string, own: LoginToken | null, shared: LoginToken | null, refused: string[], choice: string]>(
  [
    ['no login yet', null, null, [], 'LOG_IN'],
    ['another replica did', null, a, [], 'TAKE_OVER'],
    ['another one did later', a, b, [], 'TAKE_OVER'],
    ['it is the shared one', a, a, [], 'USE'],
    ['no token is shared', a, null, [], 'USE'],
    ['the vendor refused it, and there is no newer one', a, a, ['a'], 'LOG_IN'],
    ['the vendor refused it, and another replica has a newer one', a, b, ['a'], 'TAKE_OVER'],
    ['the shared one was refused long ago', a, b, ['b'], 'USE'],
    ['both were refused', a, b, ['a', 'b'], 'LOG_IN'],
    ['it is too old', old, null, [], 'LOG_IN'],
    ['the shared one is too old', null, old, [], 'LOG_IN'],
  ],
)('%s', (_, own, shared, refused, choice) => {
  expect(chooseToken({ own, shared, refused: new Set(refused), now: NOW })).toBe(choice);
});

it('never uses a token that was refused or is too old, and only logs in if there is no other', () => {
  const token = fc.option(
    fc.record({ token: fc.constantFrom('a', 'b', 'c'), oldAt: fc.integer({ min: 0, max: 4 }) }),
  );
  fc.assert(
    fc.property(token, token, fc.subarray(['a', 'b', 'c']), (own, shared, list) => {
      const refused = new Set(list);
      const choice = chooseToken({ own, shared, refused, now: 2 });
      const isUsable = (one: LoginToken | null) => one !== null && one.oldAt > 2 && !refused.has(one.token);
      if (choice === 'LOG_IN') expect([isUsable(own), isUsable(shared)]).toEqual([false, false]);
      if (choice === 'USE')
        expect(isUsable(own) || (isUsable(shared) && shared?.token === own?.token)).toBe(true);
      if (choice === 'TAKE_OVER') expect(isUsable(shared)).toBe(true);
    }),
  );
});
