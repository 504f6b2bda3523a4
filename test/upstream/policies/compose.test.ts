import { expect, test } from 'vitest';
import { compose, type Policy } from '../../../src/upstream/compose.ts';

test('the first policy sees a request first and its result last', async () => {
  const mark =
    (name: string): Policy<string, string> =>
    (next) =>
    async (text) =>
      `${await next(`${text}${name}`)}${name}`;
  expect(await compose([mark('a'), mark('b')], async (text) => `${text}|`)('')).toBe('ab|ba');
});

test('without policies only the last step remains', async () => {
  const last = async (text: string) => text;
  expect(compose([], last)).toBe(last);
});
