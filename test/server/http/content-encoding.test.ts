import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { compressOnce } from '../../../src/server/http/content-encoding.ts';

it('compresses what an entity tag identifies once per encoding', async () => {
  const body = Buffer.from('page '.repeat(1_000));
  const [first, again] = await Promise.all([
    compressOnce('"a"', 'br', body),
    compressOnce('"a"', 'br', body),
  ]);
  expect(again).toBe(first);
  expect(await compressOnce('"a"', 'br', body)).toBe(first);
  expect(brotliDecompressSync(first)).toEqual(body);
  expect(gunzipSync(await compressOnce('"a"', 'gzip', body))).toEqual(body);
  const other = Buffer.from('other '.repeat(1_000));
  expect(brotliDecompressSync(await compressOnce('"b"', 'br', other))).toEqual(other);
  for (const tag of ['"c"', '"d"', '"e"']) await compressOnce(tag, 'br', body);
  expect(await compressOnce('"a"', 'br', body)).not.toBe(first);
});
