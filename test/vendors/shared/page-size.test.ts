import { expect, it } from 'vitest';
import { UpstreamError } from '../../../src/errors/gateway-error.ts';
import { TransportFailure } from '../../../src/upstream/http/transport-failure.ts';
import { PageSize } from '../../../src/vendors/shared/page-size.ts';

const tooLarge = () =>
  new UpstreamError('UPSTREAM_INVALID_RESPONSE', 'HELPCRUNCH', 'sent a response that is too large', {
    cause: new TransportFailure('TOO_LARGE', 'The body is too large.'),
  });

/** A vendor that accepts pages of at most `most` rows, and fails otherwise. */
function vendor(most: number, failure: () => Error) {
  const asked: number[] = [];
  const ask = async (limit: number) => {
    asked.push(limit);
    if (limit > most) throw failure();
    return limit;
  };
  return { asked, ask };
}

it('halves a page whose body is too large until it fits, and remembers that size', async () => {
  const learned: number[] = [];
  const pageSize = new PageSize(100, [50, 25, 10], (rows) => learned.push(rows));
  const { asked, ask } = vendor(30, tooLarge);
  expect(await pageSize.ask(100, ask, () => false)).toBe(25);
  expect(asked).toEqual([100, 50, 25]);
  expect(learned).toEqual([25]);
  expect(await pageSize.ask(100, ask, () => false)).toBe(25);
  expect(asked).toEqual([100, 50, 25, 25]);
});

it('learns no size if even a single row is too large, as it is where an error page came', async () => {
  const learned: number[] = [];
  const { asked, ask } = vendor(0, tooLarge);
  const pageSize = new PageSize(4, [], (rows) => learned.push(rows));
  await expect(pageSize.ask(4, ask, () => false)).rejects.toThrow('too large');
  expect([asked, learned, pageSize.most]).toEqual([[4, 2, 1], [], 4]);
});

it('lets many refused requests look for one size', async () => {
  const refusal = () => new UpstreamError('UPSTREAM_REJECTED', 'CARECLOUD', 'refused');
  const { asked, ask } = vendor(30, refusal);
  const pageSize = new PageSize(100, [50, 25, 10]);
  const pages = Array.from({ length: 4 }, () => pageSize.ask(100, ask, () => true));
  expect(await Promise.all(pages)).toEqual([25, 25, 25, 25]);
  expect(asked).toEqual([100, 100, 100, 100, 50, 25, 25, 25, 25]);
});

it('lets many refused requests find out together that the size is not the reason', async () => {
  const refusal = () => new UpstreamError('UPSTREAM_REJECTED', 'CARECLOUD', 'refused');
  const { asked, ask } = vendor(0, refusal);
  const pageSize = new PageSize(100, [50, 25, 10]);
  const pages = Array.from({ length: 3 }, () => pageSize.ask(100, ask, () => true));
  expect((await Promise.allSettled(pages)).map(({ status }) => status)).toEqual(Array(3).fill('rejected'));
  expect(asked).toEqual([100, 100, 100, 50, 25, 10]);
});
