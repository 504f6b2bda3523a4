import { expect, test } from 'vitest';
import { toRetryAfterMs } from '../../../src/upstream/retry/retry-after.ts';
import { type FailedAttempt, toRetryDelayMs } from '../../../src/upstream/retry/retry-delay.ts';

const policy = { mostAttempts: 3, baseMs: 200, capMs: 500 };
const first: FailedAttempt = {
  attempt: 1,
  isRead: true,
  failure: 503,
  retryAfterMs: null,
  leftMs: 10_000,
  random: 1,
};

test.each<[string, Partial<FailedAttempt>, number | null]>([
  ['a first failure waits the base time', {}, 200],
  ['with half of it at random', { random: 0 }, 100],
  ['and a second twice as long', { attempt: 2 }, 400],
  ['up to the cap', { attempt: 2, random: 0.5 }, 300],
  ['the last attempt is the last', { attempt: 3 }, null],
  ['only reads are repeated', { isRead: false }, null],
  ['Retry-After is waited for', { retryAfterMs: 3_000 }, 3_000],
  ['a short Retry-After does not cut the back-off', { retryAfterMs: 1 }, 200],
  ['not past the deadline', { retryAfterMs: 10_000 }, null],
  ['not up to the deadline either', { leftMs: 200 }, null],
  ['but just before it', { leftMs: 201 }, 200],
  ['429', { failure: 429 }, 200],
  ['500', { failure: 500 }, 200],
  ['502', { failure: 502 }, 200],
  ['504', { failure: 504 }, 200],
  ['501 would stay', { failure: 501 }, null],
  ['400 would stay', { failure: 400 }, null],
  ['404 would stay', { failure: 404 }, null],
  ['408 is not on the list', { failure: 408 }, null],
  ['a refused connection', { failure: 'CONNECTION' }, 200],
  ['no connection in time', { failure: 'CONNECT_TIMEOUT' }, 200],
  ['a connection that broke off', { failure: 'CUT' }, 200],
  ['a time-out has cost enough', { failure: 'TIMEOUT' }, null],
  ['a body too large stays too large', { failure: 'TOO_LARGE' }, null],
  ['garbage stays garbage', { failure: 'MALFORMED' }, null],
  ['no caller waits any more', { failure: 'CANCELLED' }, null],
])('%s', (_, change, delay) => {
  expect(toRetryDelayMs({ ...first, ...change }, policy)).toBe(delay);
});

const now = Date.UTC(2026, 0, 1, 12);

test.each<[string | string[] | undefined, number | null]>([
  ['120', 120_000],
  ['0', 0],
  [' 7 ', 7_000],
  [['3', '9'], 3_000],
  ['86400', 3_600_000],
  ['Thu, 01 Jan 2026 12:00:30 GMT', 30_000],
  ['Thu, 01 Jan 2026 11:00:00 GMT', 0],
  ['Friday, 02-Jan-26 12:00:00 GMT', 3_600_000],
  [undefined, null],
  ['', null],
  ['-1', null],
  ['1.5', null],
  ['1e9', null],
  ['soon', null],
  ['999999999', 3_600_000],
  ['9'.repeat(400), 3_600_000],
  ['Fri, 31 Dec 9999 23:59:59 GMT', 3_600_000],
  ['Thu Jan  1 12:00:30 2026', 30_000],
  ['Thu, 99 Foo 2026', null],
  [`${now / 1000 + 90}`, 90_000],
  [`${now + 90_000}`, 90_000],
  [`${now / 1000 - 90}`, 0],
  ['99999999999999', 3_600_000],
])('parses Retry-After %j as %j', (header, ms) => {
  expect(toRetryAfterMs(header, now)).toBe(ms);
});
