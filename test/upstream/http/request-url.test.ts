import { describe, expect, it } from 'vitest';
import { toPathAndQuery } from '../../../src/upstream/http/request-url.ts';

describe('toPathAndQuery', () => {
  it.each([
    ['letters of other alphabets', 'Čap & 日本', '%C4%8Cap%20%26%20%E6%97%A5%E6%9C%AC'],
    ['letters beyond the basic plane', '😀', '%F0%9F%98%80'],
    // A text cut within an emoji. It equals nothing, but the rest of the look-up must be sent.
    ['half a letter', 'jana\ud83d@x.example', 'jana%EF%BF%BD%40x.example'],
  ])('writes %s', (_, value, written) => {
    expect(toPathAndQuery('/v1', { path: '/customers', query: [['email_list[]', value]] })).toBe(
      `/v1/customers?email_list[]=${written}`,
    );
  });
});
