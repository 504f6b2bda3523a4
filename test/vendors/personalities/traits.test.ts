import { expect, it } from 'vitest';
import type { SourceName } from '../../../src/customers/model/source-record.ts';
import { careCloudRow } from '../../../src/sandbox/carecloud/wire.ts';
import { helpCrunchRow } from '../../../src/sandbox/helpcrunch/wire.ts';
import {
  countRefused,
  criteriaForbidden,
  emailListCut,
  largePagesRefused,
  largeSearchesRefused,
  orSearchCut,
  searchForbidden,
} from '../../../src/sandbox/personality/batches.ts';
import type { Personality } from '../../../src/sandbox/personality/personality.ts';
import { rowsWithoutId, timesInMilliseconds } from '../../../src/sandbox/personality/shapes.ts';
import { helpCrunchEqualsMindsCase } from '../../../src/sandbox/personality/text.ts';
import { MOST_PROBE_REQUESTS, probeSource } from '../../../src/vendors/shared/traits/probe-source.ts';
import { createMemoryVendors } from '../../customers/support/memory-vendors.ts';

const numbers = Array.from({ length: 60 }, (_, index) => index + 1);
const ROWS = {
  careCloud: numbers.map((n) => careCloudRow({ customer_id: `c${n}` }, { email: `p${n}@x.cz` })),
  helpCrunch: numbers.map((n) => helpCrunchRow({ id: n, email: `P${n}@x.cz`, lastSeen: 1_600_000_000 + n })),
};

/** What probing learns that differs from the assumptions, and the number of requests. */
async function probed(source: SourceName, personalities: readonly Personality[]) {
  const vendors = createMemoryVendors(ROWS, { personalities });
  const opened = vendors.sources.find(({ name }) => name === source);
  if (opened === undefined) throw new Error(source);
  const assumed = new Map(opened.traits?.().map(({ name, value }) => [name, value]));
  expect(opened.traits?.().every(({ learned }) => !learned)).toBe(true);
  await probeSource(opened, () => Date.now());
  const news = opened.traits?.().filter(({ name, value }) => assumed.get(name) !== value) ?? [];
  expect(news.every(({ learned }) => learned)).toBe(true);
  return { news: Object.fromEntries(news.map(({ name, value }) => [name, value])), opened };
}

it.each<[SourceName, readonly Personality[], Readonly<Record<string, string>>]>([
  ['CARECLOUD', [], {}],
  ['HELPCRUNCH', [], {}],
  ['HELPCRUNCH', [helpCrunchEqualsMindsCase()], { 'search.equals.case': 'SENSITIVE' }],
  ['HELPCRUNCH', [timesInMilliseconds()], { 'times.unit': 'MILLISECONDS' }],
  ['HELPCRUNCH', [rowsWithoutId()], { 'rows.unreadable': 'SOME' }],
  ['CARECLOUD', [rowsWithoutId()], { 'rows.unreadable': 'SOME' }],
  ['HELPCRUNCH', [searchForbidden()], { 'search.allowed': 'NO' }],
  ['CARECLOUD', [criteriaForbidden()], { 'criteria.allowed': 'NO' }],
  ['HELPCRUNCH', [largePagesRefused(50)], { 'page.rows': '50' }],
  ['CARECLOUD', [countRefused()], { 'page.count': 'REFUSED' }],
  ['HELPCRUNCH', [orSearchCut(60)], { 'search.batch': '50' }],
  ['HELPCRUNCH', [largeSearchesRefused(60)], { 'search.batch': '50' }],
  ['CARECLOUD', [emailListCut(60)], { 'array.values': '50' }],
  ['CARECLOUD', [largeSearchesRefused(60)], { 'array.values': '50' }],
])('%s, %j: probing learns %j', async (source, personalities, expected) => {
  expect((await probed(source, personalities)).news).toEqual(expected);
});

it('an email that only `~` finds is found in any spelling', async () => {
  const { opened } = await probed('HELPCRUNCH', [helpCrunchEqualsMindsCase()]);
  const call = {
    signal: new AbortController().signal,
    deadlineAt: Date.now() + 60_000,
    bypassCache: false,
    client: 'test',
    meter: { sent() {}, saved() {} },
  };
  const found = await opened.lookUp([{ kind: 'email', value: 'p5@x.cz' }], call);
  expect(found.map((records) => records.map(({ id }) => id))).toEqual([['5']]);
});

it('sends at most six requests', async () => {
  expect(MOST_PROBE_REQUESTS).toBe(6);
  for (const source of ['CARECLOUD', 'HELPCRUNCH']) {
    const vendors = createMemoryVendors(ROWS, { personalities: [largeSearchesRefused(2)] });
    const opened = vendors.sources.find(({ name }) => name === source);
    if (opened === undefined) throw new Error(source);
    let sent = 0;
    const counted = {
      ...opened,
      probe: (call: Parameters<NonNullable<typeof opened.probe>>[0]) =>
        opened.probe?.({ ...call, meter: { ...call.meter, sent: () => void sent++ } }) ?? Promise.resolve(),
    };
    expect(await probeSource(counted)).toBe('OK');
    expect(sent).toBeLessThanOrEqual(6);
  }
});
