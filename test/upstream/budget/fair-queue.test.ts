import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FairQueue } from '../../../src/upstream/budget/fair-queue.ts';

function drain(queue: FairQueue<string>): string[] {
  const order: string[] = [];
  for (let next = queue.peek(() => true); next !== null; next = queue.peek(() => true)) {
    queue.take(next);
    order.push(next.item);
  }
  return order;
}

test('serves clients round-robin, and keeps each client’s items in order', () => {
  const queue = new FairQueue<string>();
  for (const item of ['a1', 'a2', 'a3', 'b1', 'c1', 'b2']) queue.add(item.charAt(0), item);
  expect(drain(queue)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
});

test('puts a client that was just served behind the waiting ones', () => {
  const queue = new FairQueue<string>();
  queue.add('a', 'a1');
  queue.add('a', 'a2');
  queue.add('b', 'b1');
  const first = queue.peek(() => true);
  expect(first).toEqual({ client: 'a', item: 'a1' });
  if (first !== null) queue.take(first);
  queue.add('a', 'a3');
  expect(drain(queue)).toEqual(['b1', 'a2', 'a3']);
});

test('lets an item of two clients go when either may, once', () => {
  const queue = new FairQueue<string>();
  queue.add('crawler', 'x1');
  queue.add('crawler', 'x2');
  queue.add('crawler', 'both');
  queue.add('person', 'both');
  queue.add('person', 'both');
  expect(drain(queue)).toEqual(['x1', 'both', 'x2']);
});

test('forgets what was removed, also in the middle', () => {
  const queue = new FairQueue<string>();
  for (const item of ['a1', 'a2', 'b1']) queue.add(item.charAt(0), item);
  queue.remove('a1');
  queue.remove('b1');
  queue.remove('b1');
  expect([queue.size, queue.has('a1'), drain(queue)]).toEqual([1, false, ['a2']]);
});

test('skips clients that may not go', () => {
  const queue = new FairQueue<string>();
  for (const item of ['a1', 'b1']) queue.add(item.charAt(0), item);
  expect(queue.peek((client) => client !== 'a')).toEqual({ client: 'b', item: 'b1' });
  expect(queue.peek(() => false)).toBeNull();
});

test('makes no client wait longer than one round of the others per own item', () => {
  const arrivals = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 60 });
  fc.assert(
    fc.property(arrivals, fc.constantFrom('a', 'x'), (clients, late) => {
      const queue = new FairQueue<string>();
      clients.forEach((client, index) => void queue.add(client, `${client}${index}`));
      const foretold = queue.ahead(late, () => true);
      queue.add(late, 'late');
      const place = drain(queue).indexOf('late');
      // The round-robin order may put up to one more round of clients behind instead of in front.
      expect(place).toBeLessThanOrEqual(foretold);
      expect(place).toBeGreaterThanOrEqual(foretold - 4);
    }),
  );
});
