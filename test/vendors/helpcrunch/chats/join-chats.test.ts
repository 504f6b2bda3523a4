import { expect, test } from 'vitest';
import type { HelpCrunchChat } from '../../../../src/customers/model/help-crunch-chat.ts';
import { chatsOfPart, joinChats } from '../../../../src/vendors/helpcrunch/chats/join-chats.ts';
import { BatchSize } from '../../../../src/vendors/shared/look-up/batch-size.ts';

const chat = (chatId: string, customerId: string, email: string | null = null) =>
  ({ chatId, customer: { customerId, email, userId: null } }) as unknown as HelpCrunchChat;
const byId = (value: number) => ({ field: 'chats.customer', operator: '=', value }) as const;
const byEmail = (value: string) => ({ field: 'chats.customer.email', operator: '=', value }) as const;
const rows = [chat('10', '1'), chat('11', '2', 'Eva@x.cz'), chat('12', '1')];

test('a person’s chats are those of their ids and emails, however these are written', () => {
  const of = (...conditions: Parameters<typeof chatsOfPart>[1]) =>
    chatsOfPart({ rows, total: 3 }, conditions)?.rows.map(({ chatId }) => chatId);
  expect(of(byId(1))).toEqual(['10', '12']);
  expect(of(byEmail('eva@x.cz'))).toEqual(['11']);
  expect(of(byId(3))).toEqual([]);
});

test('nothing is known if not all chats came, or one cannot be read', () => {
  expect(chatsOfPart({ rows, total: 4 }, [byId(1)])).toBeNull();
  expect(chatsOfPart({ rows, total: null }, [byId(1)])).toBeNull();
  const unreadable = { ...chat('13', '1'), isUnreadable: true } as HelpCrunchChat;
  expect(chatsOfPart({ rows: [...rows, unreadable], total: 4 }, [byId(1)])).toBeNull();
});

test('as many people are combined as one page probably holds, and no more than HelpCrunch was shown to read', () => {
  const batch = new BatchSize(100, { mayBeSize: () => false });
  const kind = joinChats({
    pages: { areTotalsWrong: false },
    batch,
    request: () => ({}) as never,
  });
  const people = (count: number) => Array.from({ length: count }, (_, id) => [byId(id)]);
  expect(kind.fits(people(2))).toBe(false);
  batch.sawWhole(100);
  expect([kind.fits(people(20)), kind.fits(people(21))]).toEqual([true, false]);
  kind.partOf({ rows: [], total: null }, [byId(1)]);
  expect(kind.fits(people(2))).toBe(false);
});
