import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../src/errors/gateway-error.ts';
import { type PageArguments, type PageRequest, toPageRequest } from '../../src/paging/page-request.ts';

describe('toPageRequest', () => {
  it.each<[PageArguments, PageRequest]>([
    [{}, { heading: 'FORWARD', size: 20, cursor: null }],
    [
      { first: null, after: null, last: null, before: null },
      { heading: 'FORWARD', size: 20, cursor: null },
    ],
    [
      { first: 5, after: '', before: '' },
      { heading: 'FORWARD', size: 5, cursor: null },
    ],
    [
      { last: 5, after: '', before: '' },
      { heading: 'BACKWARD', size: 5, cursor: null },
    ],
    [{ before: '' }, { heading: 'FORWARD', size: 20, cursor: null }],
    [
      { last: 5, after: '', before: 'c' },
      { heading: 'BACKWARD', size: 5, cursor: 'c' },
    ],
    [{ first: 0 }, { heading: 'FORWARD', size: 0, cursor: null }],
    [
      { first: 100, after: 'c' },
      { heading: 'FORWARD', size: 100, cursor: 'c' },
    ],
    [{ after: 'c' }, { heading: 'FORWARD', size: 20, cursor: 'c' }],
    [{ last: 5 }, { heading: 'BACKWARD', size: 5, cursor: null }],
    [
      { last: 5, before: 'c' },
      { heading: 'BACKWARD', size: 5, cursor: 'c' },
    ],
    [{ before: 'c' }, { heading: 'BACKWARD', size: 20, cursor: 'c' }],
    [
      { last: 0, before: 'c' },
      { heading: 'BACKWARD', size: 0, cursor: 'c' },
    ],
  ])('reads %j as %j', (page, request) => {
    expect(toPageRequest(page)).toEqual(request);
  });

  it.each<[PageArguments, string]>([
    [{ first: -1 }, '`first` from 0 to 100, got -1'],
    [{ first: 101 }, '`first` from 0 to 100, got 101'],
    [{ last: 101 }, '`last` from 0 to 100, got 101'],
    [{ last: -5 }, '`last` from 0 to 100, got -5'],
    [{ first: 2 ** 31 - 1 }, 'got 2147483647'],
    [{ first: 1.5 }, 'got 1.5'],
    [{ first: Number.NaN }, 'got NaN'],
    [{ last: Number.POSITIVE_INFINITY }, 'got Infinity'],
    [{ first: 1, last: 1 }, '`first` or `last`, got both'],
    [{ first: 0, last: 0 }, '`first` or `last`, got both'],
    [{ first: 1, before: 'c' }, '`after` with `first`, got `before`'],
    [{ last: 1, after: 'c' }, '`before` with `last`, got `after`'],
    [{ after: 'a', before: 'b' }, 'got `'],
    [{ first: 1, after: 'a', before: 'b' }, 'got `before`'],
    [{ last: 1, after: 'a', before: 'b' }, 'got `after`'],
  ])('refuses %j: %s', (page, message) => {
    let thrown: unknown;
    try {
      toPageRequest(page);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(GatewayError);
    expect(thrown).toMatchObject({ code: 'BAD_USER_INPUT', message: expect.stringContaining(message) });
  });
});
