import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { helpCrunchRow } from '../../../src/sandbox/helpcrunch/wire.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { askHelpCrunch, helpCrunchIds } from '../support/sandbox-client.ts';

const ROWS = [
  helpCrunchRow({ id: 3, firstSeen: 50, lastSeen: 100, customData: [{ property: 'Plan', value: null }] }),
  helpCrunchRow({ id: 1, lastSeen: 200, createdFrom: 'telegram', integrationId: '77' }),
  helpCrunchRow({ id: 4, firstSeen: 50 }),
  helpCrunchRow({ id: 2, firstSeen: 40, lastSeen: 100 }),
];
const DATA = { careCloud: [], helpCrunch: ROWS };

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ data: DATA, helpCrunchRequestsPerMinute: null });
});
afterAll(() => sandbox.close());

describe("HelpCrunch's list", () => {
  it.each([
    ['', '3142', 'the order of the data'],
    ['?order=desc', '2413', 'and its reverse'],
    ['?sort=customers.firstSeen', '1234', 'without a value first, ties by position in the data'],
    ['?sort=customers.firstSeen&order=desc', '4321', 'the exact reverse, ties included'],
    ['?sort=customers.lastSeen&order=asc', '4321', 'by last visit'],
    ['?sort=customers.lastSeen&order=desc', '1234', 'by last visit, latest first'],
    ['?limit=2&offset=1', '14', 'a part'],
    ['?limit=100&offset=4', '', 'nothing past the end'],
  ])('%s lists %s: %s', async (query, expected) => {
    const reply = await askHelpCrunch(sandbox, `/customers${query}`);
    expect(helpCrunchIds(reply).join('')).toBe(expected);
    expect(reply.json.total).toBe(4);
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=', 'limit'],
    ['offset=-1', 'offset'],
    ['sort=firstSeen', 'sort'],
    ['sort=customers.id', 'sort'],
    ['order=DESC', 'order'],
    ['order=up', 'order'],
    ['count=5', 'count'],
    ['limit=5&limit=6', 'limit'],
  ])('?%s is a 400 that names %s', async (query, name) => {
    const { status, json } = await askHelpCrunch(sandbox, `/customers?${query}`);
    expect(status).toBe(400);
    expect(json.errors.map(({ code }: { code: string }) => code)).toEqual(['invalid_request', name]);
  });

  it('returns one customer by its number, bare', async () => {
    const { status, json } = await askHelpCrunch(sandbox, '/customers/1');
    expect(status).toBe(200);
    expect(json).toEqual({ ...ROWS[1], firstSeen: null, lastSeen: '200', customData: {} });
  });

  it.each([
    ['/customers/99', 404],
    ['/customers/one', 400],
    ['/nowhere', 404],
  ])('answers %s with %i', async (path, expected) => {
    expect((await askHelpCrunch(sandbox, path)).status).toBe(expected);
  });
});

describe("HelpCrunch's two generations", () => {
  it('writes times as numbers and custom data as a list in the OLD shape', async () => {
    await using old = await startSandbox({ data: DATA, helpCrunchShape: 'OLD' });
    const { json, text } = await askHelpCrunch(old, '/customers');
    const { createdFrom, integrationId, ...telegram } = ROWS[1] as (typeof ROWS)[number];
    expect([createdFrom, integrationId]).toEqual(['telegram', '77']);
    expect(json).toEqual({ total: 4, data: [ROWS[0], telegram, ROWS[2], ROWS[3]] });
    expect(text.startsWith('{"total":4,')).toBe(true);
  });

  it('writes times as strings, custom data as a map and two fields more in the NEW shape', async () => {
    const { json } = await askHelpCrunch(sandbox, '/customers?limit=1');
    expect(json.data[0]).toEqual({
      ...ROWS[0],
      firstSeen: '50',
      lastSeen: '100',
      customData: { Plan: null },
      createdFrom: null,
      integrationId: null,
    });
  });

  it('returns the total under meta on request', async () => {
    await using other = await startSandbox({ data: DATA, metaTotal: true });
    const { json } = await askHelpCrunch(other, '/customers?limit=1');
    expect(Object.keys(json)).toEqual(['data', 'meta']);
    expect(json.meta).toEqual({ total: 4 });
  });

  it.each([
    [
      'OLD',
      400,
      '/customers?limit=0&sort=x&order=y',
      ['validation_error', 'validation_error', 'validation_error'],
    ],
    ['OLD', 404, '/customers/99', ['entity_not_found']],
    ['NEW', 400, '/customers?limit=0&sort=x&order=y', ['invalid_request', 'sort', 'order', 'limit']],
    ['NEW', 404, '/customers/99', ['invalid_request', 'not_found']],
  ] as const)('in the %s shape a %i has the documented text', async (helpCrunchShape, expected, path, codes) => {
    await using other = await startSandbox({ data: DATA, helpCrunchShape });
    const { status, json } = await askHelpCrunch(other, path);
    expect(status).toBe(expected);
    expect(json.errors.map(({ code }: { code: string }) => code)).toEqual(codes);
  });

  it.each([
    ['OLD', [{ code: 'invalid_token', message: 'Invalid token' }]],
    [
      'NEW',
      [
        expect.objectContaining({ code: 'invalid_request' }),
        { code: 'unauthorized', message: 'Unauthorized' },
      ],
    ],
  ] as const)('in the %s shape a wrong key is refused', async (helpCrunchShape, errors) => {
    await using other = await startSandbox({ data: DATA, helpCrunchShape });
    for (const authorization of ['', 'Bearer wrong', other.helpCrunch.apiKey]) {
      const { status, json } = await askHelpCrunch(other, '/customers', { headers: { authorization } });
      expect([status, json.errors]).toEqual([401, errors]);
    }
  });
});

describe("HelpCrunch's 120 requests a minute", () => {
  it('accepts 120 in any 60 seconds and refuses the next, without Retry-After', async () => {
    let now = 1_000_000;
    await using limited = await startSandbox({ data: DATA, now: () => now });
    for (let count = 0; count < 120; count += 1) {
      now += 100;
      expect((await askHelpCrunch(limited, '/customers?limit=1')).status).toBe(200);
    }
    const refused = await askHelpCrunch(limited, '/customers/1');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, null]);
    expect(refused.json.errors.at(-1).code).toBe('too_many_requests');
    // The first of them was sent 11.9 seconds before the last.
    now += 60_000 - 11_900 - 1;
    expect((await askHelpCrunch(limited, '/customers/1')).status).toBe(429);
    now += 1;
    expect((await askHelpCrunch(limited, '/customers/1')).status).toBe(200);
    expect((await askHelpCrunch(limited, '/customers/1')).status).toBe(429);
  });

  it('sends Retry-After on request', async () => {
    let now = 0;
    const options = {
      data: DATA,
      now: () => now,
      helpCrunchRequestsPerMinute: 1,
      helpCrunchRetryAfter: true,
    };
    await using limited = await startSandbox(options);
    await askHelpCrunch(limited, '/customers');
    now = 17_500;
    const { status, headers } = await askHelpCrunch(limited, '/customers');
    expect([status, headers.get('retry-after')]).toEqual([429, '43']);
  });
});
