import { expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { readSettings } from '../../src/settings/read-settings.ts';
import { exitCodeOf, printReport } from '../../src/verify/print-report.ts';
import { verify } from '../../src/verify/verify.ts';
import { type Deviation, deviatingVendor } from './support/deviating-vendor.ts';

interface Case {
  readonly careCloud?: Deviation;
  readonly helpCrunch?: Deviation;
  readonly env?: Record<string, string>;
}

async function verified(sandbox: Sandbox, { careCloud = {}, helpCrunch = {}, env }: Case = {}) {
  using accounts = await deviatingVendor(sandbox.careCloud.baseUrl, careCloud);
  using profiles = await deviatingVendor(sandbox.helpCrunch.baseUrl, helpCrunch);
  const settings = readSettings({
    CARECLOUD_BASE_URL: accounts.baseUrl,
    CARECLOUD_TOKEN: sandbox.careCloud.token,
    HELPCRUNCH_BASE_URL: profiles.baseUrl,
    HELPCRUNCH_API_KEY: sandbox.helpCrunch.apiKey,
    HELPCRUNCH_REQUESTS_PER_MINUTE: '100000',
    ...env,
  });
  return await verify(settings);
}

const wrongIn = ({ assumptions }: Awaited<ReturnType<typeof verify>>) =>
  assumptions
    .filter(({ result }) => result === 'WRONG')
    .map(({ source, assumption }) => `${source} ${assumption}`);

const SANDBOX = { people: 1800, helpCrunchRequestsPerMinute: null };

it('finds nothing wrong with vendors as documented, within its maximum of requests, and reports no personal data', async () => {
  await using sandbox = await startSandbox(SANDBOX);
  const report = await verified(sandbox);
  expect(wrongIn(report), printReport(report)).toEqual([]);
  expect(exitCodeOf(report)).toBe(0);
  expect(sandbox.careCloud.requests.length).toBeLessThanOrEqual(40);
  expect(sandbox.helpCrunch.requests.length).toBeLessThanOrEqual(25);
  expect(report.requests).toEqual({
    CARECLOUD: sandbox.careCloud.requests.length,
    HELPCRUNCH: sandbox.helpCrunch.requests.length,
  });
  const text = JSON.stringify(report) + printReport(report);
  expect(text).not.toContain('@');
  for (const { customer_id, personal_information: person } of sandbox.careCloud.rows.slice(0, 100)) {
    for (const value of [customer_id, person.last_name, person.phone]) {
      if (String(value).length > 3) expect(text).not.toContain(String(value));
    }
  }
});

const REFUSED = {
  status: 400,
  body: { error: { error_data: { invalid_params: [{ name: 'customer_ids', reason: 'not_found' }] } } },
};

const CASES: readonly [name: string, deviation: Case, wrong: string][] = [
  [
    'the largest page clamped at 500',
    {
      careCloud: {
        request({ query }) {
          if (Number(query.get('count')) > 500) query.set('count', '500');
          return undefined;
        },
      },
    },
    'CARECLOUD LARGEST_PAGE',
  ],
  [
    'descending is not the reverse',
    {
      careCloud: {
        answer(body, { query }) {
          if (
            query.get('sort_direction') !== 'DESC' ||
            body.data.customers === undefined ||
            body.data.customers.length < 10
          )
            return;
          const [first, second, ...rest] = body.data.customers;
          body.data.customers = [second, first, ...rest];
        },
      },
    },
    'CARECLOUD order',
  ],
  [
    'a list of at most 20 emails',
    {
      careCloud: { request: ({ query }) => (query.getAll('email_list[]').length > 20 ? REFUSED : undefined) },
    },
    'CARECLOUD brackets',
  ],
  [
    'unknown ids are refused',
    {
      careCloud: {
        request: ({ query }) =>
          query.getAll('customer_ids[]').includes('f'.repeat(26)) ? REFUSED : undefined,
      },
    },
    'CARECLOUD unknownId',
  ],
  [
    'no total',
    {
      helpCrunch: {
        answer(body) {
          body.total = undefined;
          body.meta = undefined;
        },
      },
    },
    'HELPCRUNCH totals',
  ],
  [
    'a total capped at 50',
    {
      helpCrunch: {
        answer(body, { path }) {
          if (path === '/customers') body.total = Math.min(body.total, 50);
        },
      },
    },
    'HELPCRUNCH totals',
  ],
  [
    'an offset past the end is refused',
    {
      careCloud: {
        request: ({ query }) => (Number(query.get('offset')) > 1800 ? REFUSED : undefined),
      },
    },
    'CARECLOUD noMatch',
  ],
  [
    'a search of at most 10 conditions',
    {
      helpCrunch: {
        request: ({ body }) =>
          body?.filter?.length > 10
            ? { status: 400, body: { errors: [{ code: 'x', message: 'x' }] } }
            : undefined,
      },
    },
    'HELPCRUNCH batch',
  ],
  [
    'missing values do not satisfy !=',
    {
      helpCrunch: {
        answer(body, { body: asked }) {
          if (!asked?.filter?.some(({ operator }: { operator: string }) => operator === '!=')) return;
          body.data = body.data.filter(({ email }: { email: unknown }) => email !== null);
        },
      },
    },
    'HELPCRUNCH missingValues',
  ],
  [
    'rows without a value last',
    {
      helpCrunch: {
        answer(body, { query }) {
          if (query.get('sort') !== 'customers.lastSeen') return;
          const seen = (row: { lastSeen: unknown }) => row.lastSeen !== null && row.lastSeen !== undefined;
          const isTail = Number(query.get('offset')) > 0;
          const rows = body.data.filter(seen);
          const nulls = body.data.filter((row: { lastSeen: unknown }) => !seen(row));
          body.data = query.get('order') === 'asc' && !isTail ? [...rows, ...nulls] : body.data;
          if (isTail) for (const row of body.data) row.lastSeen = null;
        },
      },
    },
    'HELPCRUNCH order',
  ],
  ['another time zone', { env: { CARECLOUD_TIME_ZONE: 'Pacific/Pago_Pago' } }, 'CARECLOUD times'],
];

it.each(CASES)('detects only that: %s', async (name, deviation, wrong) => {
  await using sandbox = await startSandbox(SANDBOX);
  if (name === 'another time zone') {
    const [{ customer_id } = { customer_id: '' }] = sandbox.careCloud.rows;
    const now = new Date().toLocaleString('sv-SE', { timeZone: 'Europe/Prague' });
    sandbox.careCloud.update(customer_id, { last_change: now });
  }
  const report = await verified(sandbox, deviation);
  expect(wrongIn(report), printReport(report)).toEqual([wrong]);
  expect(exitCodeOf(report)).toBe(1);
  expect(report.requests.CARECLOUD).toBeLessThanOrEqual(40);
  expect(report.requests.HELPCRUNCH).toBeLessThanOrEqual(25);
});

it('reports it, and exits with 2, if an account cannot be checked', async () => {
  await using sandbox = await startSandbox({ people: 20 });
  const report = await verified(sandbox, { env: { HELPCRUNCH_API_KEY: 'wrong' } });
  expect(report.failed).toEqual([
    { source: 'HELPCRUNCH', said: 'refused the credentials (401): check HELPCRUNCH_API_KEY' },
  ]);
  expect(exitCodeOf(report)).toBe(2);
});
