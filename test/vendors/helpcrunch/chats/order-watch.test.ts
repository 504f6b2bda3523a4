import { expect, test } from 'vitest';
import type { HelpCrunchChat } from '../../../../src/customers/model/help-crunch-chat.ts';
import { OrderWatch } from '../../../../src/vendors/helpcrunch/chats/peel/order-watch.ts';

/** Chats that began at these times; the time is the id. */
const rows = (...times: number[]) =>
  times.map((at) => ({ chatId: `${at}`, createdAt: at }) as HelpCrunchChat);

test('a row that comes again means that rows moved, unless it was requested again or their number changed', () => {
  const moved = (total: number, overlap: number) => {
    const watch = new OrderWatch();
    watch.begin();
    watch.saw({ rows: rows(9, 8, 7), total: 5 }, 0);
    watch.saw({ rows: rows(7, 6), total }, overlap);
    return [watch.hasMoved, watch.isDisordered];
  };
  expect(moved(5, 0)).toEqual([true, false]);
  expect(moved(5, 1)).toEqual([false, false]);
  expect(moved(6, 0)).toEqual([false, false]);
});

test('rows must be newest first', () => {
  const watch = new OrderWatch();
  watch.saw({ rows: rows(7, 8), total: null }, 0);
  expect(watch.isDisordered).toBe(true);
});
