import { expect, test } from 'vitest';
import type { HelpCrunchChat } from '../../../../src/customers/model/help-crunch-chat.ts';
import { planInbox } from '../../../../src/vendors/helpcrunch/chats/inbox-plan.ts';

const chatOf = (email: string) => ({ customer: { customerId: '1', email } }) as HelpCrunchChat;

test('emails are searched for by =, and by ~ with a check if = respects letter case', () => {
  const filter = { customerEmails: ['Jan@x.cz'], match: 'ALL' } as const;
  expect(planInbox(filter).check).toBeNull();
  const { query, check } = planInbox(filter, '~');
  expect(query).toMatchObject({
    conditions: expect.arrayContaining([{ field: 'chats.customer.email', operator: '~', value: 'jan@x.cz' }]),
  });
  expect(['JAN@X.cz', 'dejan@x.cz'].map((email) => check?.(chatOf(email), null))).toEqual([true, false]);
});
