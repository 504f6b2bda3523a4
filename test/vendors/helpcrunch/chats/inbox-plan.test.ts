import { expect, test } from 'vitest';
import type { HelpCrunchChat } from '../../../../src/customers/model/help-crunch-chat.ts';
import { planInbox } from '../../../../src/vendors/helpcrunch/chats/inbox-plan.ts';
import { toPerson } from '../../../../src/vendors/helpcrunch/chats/person-chats.ts';
import {
  emailSearch,
  type SearchTraits,
  USUAL_SEARCH,
} from '../../../../src/vendors/helpcrunch/criteria/search-traits.ts';

const searching = (traits: Partial<SearchTraits>) => (email: string) =>
  emailSearch(email, { ...USUAL_SEARCH, ...traits });
const chatOf = (email: string) => ({ customer: { customerId: '1', email } }) as HelpCrunchChat;

test('emails are searched for by =, and by ~ with a check if = respects letter case', () => {
  const filter = { customerEmails: ['Jan@x.cz'], match: 'ALL' } as const;
  expect(planInbox(filter).check).toBeNull();
  const { query, check, mayMiss } = planInbox(filter, searching({ equalsMindsCase: true }));
  expect(mayMiss).toBeUndefined();
  expect(query).toMatchObject({
    conditions: expect.arrayContaining([{ field: 'chats.customer.email', operator: '~', value: 'jan@x.cz' }]),
  });
  expect(['JAN@X.cz', 'dejan@x.cz'].map((email) => check?.(chatOf(email), null))).toEqual([true, false]);
});

test('where neither operator finds every spelling, the usual ones are searched for, and chats may be missed', () => {
  const search = searching({ equalsMindsCase: true, containsMindsCase: true });
  const { query, mayMiss } = planInbox({ customerEmails: ['jan@x.cz'], match: 'ALL' }, search);
  expect(mayMiss).toBe(true);
  const person = toPerson(JSON.stringify([['email', 'jan@x.cz']]), search);
  expect(person.isSure).toBe(false);
  expect(person.conditions.length).toBeGreaterThan(1);
  expect(query).toMatchObject({ conditions: person.conditions });
});
