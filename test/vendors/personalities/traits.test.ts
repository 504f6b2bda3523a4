import { describe, expect, it } from 'vitest';
import type { SharedCriteria } from '../../../src/customers/model/customer-filter.ts';
import type { SourceName } from '../../../src/customers/model/source-record.ts';
import { careCloudRow } from '../../../src/sandbox/carecloud/wire.ts';
import type { Answer } from '../../../src/sandbox/fault.ts';
import { helpCrunchRow } from '../../../src/sandbox/helpcrunch/wire.ts';
import {
  countRefused,
  criteriaForbidden,
  emailListCut,
  largePagesRefused,
  largeSearchesRefused,
  largeSearchPagesRefused,
  orSearchCut,
  searchForbidden,
} from '../../../src/sandbox/personality/batches.ts';
import { editList } from '../../../src/sandbox/personality/list-answer.ts';
import type { Personality } from '../../../src/sandbox/personality/personality.ts';
import { rowsWithoutId, timesInMilliseconds } from '../../../src/sandbox/personality/shapes.ts';
import {
  containsBeginning,
  containsWord,
  helpCrunchEqualsMindsCase,
} from '../../../src/sandbox/personality/text.ts';
import { totalsOfPage } from '../../../src/sandbox/personality/totals.ts';
import { helpCrunchSearchLags, lookUpsHideDeleted } from '../../../src/sandbox/personality/visibility.ts';
import type { SandboxRequest } from '../../../src/sandbox/sandbox-request.ts';
import { MOST_PROBE_REQUESTS, probeSource } from '../../../src/vendors/shared/traits/probe-source.ts';
import { createMemoryVendors, type VendorRows } from '../../customers/support/memory-vendors.ts';
import { countingMeter, testCall } from '../../customers/support/walks.ts';

const numbers = Array.from({ length: 60 }, (_, index) => index + 1);
const ROWS = {
  careCloud: numbers.map((n) =>
    careCloudRow({ customer_id: `c${n}`, state: n % 20 === 0 ? 0 : 1 }, { email: `p${n}@x.cz` }),
  ),
  helpCrunch: numbers.map((n) => helpCrunchRow({ id: n, email: `P${n}@x.cz`, lastSeen: 1_600_000_000 + n })),
};

/** Every email is written in two letter cases, and half of them belong to two records. */
const spelled = numbers.flatMap((n) => [`p${n}@x.cz`, `P${n}@X.cz`]).filter((_, index) => index % 4 !== 3);
const ALIKE: VendorRows = {
  careCloud: spelled.map((email, n) => careCloudRow({ customer_id: `c${n}` }, { email })),
  helpCrunch: spelled.map((email, n) =>
    helpCrunchRow({ id: n + 1, email, userId: `u${n}`, phone: `60${n}` }),
  ),
};

/** Pages with fewer rows than requested, although the total says that there are more. */
const pagesOf = (most: number): Personality => {
  const cut = (answer: Answer, request: SandboxRequest) =>
    editList(answer, request, (list) => ({ ...list, rows: list.rows.slice(0, most) }));
  return { name: `pages-of-${most}`, description: '', careCloud: { after: cut }, helpCrunch: { after: cut } };
};

/** What probing learns that differs from the assumptions, and the number of requests. */
async function probed(source: SourceName, personalities: readonly Personality[], rows: VendorRows = ROWS) {
  const vendors = createMemoryVendors(rows, { personalities });
  const opened = vendors.sources.find(({ name }) => name === source);
  if (opened === undefined) throw new Error(source);
  const assumed = new Map(opened.traits?.().map(({ name, value }) => [name, value]));
  expect(opened.traits?.().every(({ learned }) => !learned)).toBe(true);
  await probeSource(opened);
  const news = opened.traits?.().filter(({ name, value }) => assumed.get(name) !== value) ?? [];
  expect(news.every(({ learned }) => learned)).toBe(true);
  return { news: Object.fromEntries(news.map(({ name, value }) => [name, value])), opened };
}

it.each<[SourceName, readonly Personality[], Readonly<Record<string, string>>]>([
  ['CARECLOUD', [], {}],
  ['HELPCRUNCH', [], {}],
  ['HELPCRUNCH', [helpCrunchEqualsMindsCase()], { 'search.equals.case': 'SENSITIVE' }],
  ['HELPCRUNCH', [helpCrunchSearchLags()], { 'search.complete': 'NO' }],
  ['CARECLOUD', [lookUpsHideDeleted()], { 'criteria.complete': 'NO' }],
  ['CARECLOUD', [totalsOfPage()], { totals: 'TOO_LOW' }],
  ['HELPCRUNCH', [totalsOfPage()], { totals: 'TOO_LOW' }],
  ['CARECLOUD', [pagesOf(7)], {}],
  ['HELPCRUNCH', [pagesOf(7)], {}],
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

/** People of whom many share a name: every one is found by the name of another. */
const namesakes = (count: number, lastNames: readonly string[]): VendorRows => ({
  careCloud: [],
  helpCrunch: Array.from({ length: count }, (_, n) => ({
    ...helpCrunchRow({ id: n + 1, email: `p${n}@x.cz`, lastSeen: 1_600_000_000 + n }),
    firstSeen: 1_500_000_000 + n,
    name: `${n % 2 === 0 ? 'Jan' : 'Eva'} ${lastNames[n % lastNames.length]}`,
    phone: `+420 603 350 ${100 + n}`,
  })),
});

it.each([
  ['eight people with few names', namesakes(8, ['Novak', 'Dvorak'])],
  ['more people with each name than a page holds', namesakes(420, ['Novak', 'Dvorak', 'Cerny'])],
  ['people of one name', namesakes(5, ['Novak'])],
  ['accents', namesakes(6, ['Nováková', 'Dvořák'])],
])('where `~` finds a text is learned from %s', async (_, rows) => {
  const inside = async (...personalities: readonly Personality[]) =>
    (await probed('HELPCRUNCH', personalities, rows)).opened
      .traits?.()
      .find(({ name }) => name === 'search.contains.inside');
  expect(await inside()).toMatchObject({ value: 'ANYWHERE', learned: true });
  expect(await inside(containsBeginning())).toMatchObject({ value: 'BEGINNING', learned: true });
  expect((await inside(containsWord()))?.value).toMatch(/^(WORD|BEGINNING)$/);
});

it.each([
  containsBeginning(),
  containsWord(),
])('where $description a phone is looked up in its usual notations', async (personality) => {
  const { opened } = await probed('HELPCRUNCH', [personality], namesakes(8, ['Novak', 'Dvorak']));
  const told: string[] = [];
  const found = await opened.lookUp([{ kind: 'phone', value: '+420603350103' }], {
    signal: new AbortController().signal,
    deadlineAt: Date.now() + 60_000,
    bypassCache: false,
    client: 'test',
    meter: { sent() {}, saved() {}, warned: (_: string, warning: string) => void told.push(warning) },
  });
  expect(found.map((records) => records.map(({ id }) => id))).toEqual([['4']]);
  // It may be written otherwise, too.
  expect(told).toEqual(['INCOMPLETE_SEARCH']);
});

describe('lists warn of what contradicts an assumption, not of what nothing has shown', () => {
  const rows = namesakes(8, ['Novak', 'Dvorak']);
  const careCloud = [careCloudRow({ customer_id: 'c1' }, { first_name: 'Jan', last_name: 'Novak' })];

  /** The warnings of one list of people by these criteria; the source is not probed. */
  async function warnings(source: SourceName, shared: SharedCriteria) {
    const vendors = createMemoryVendors({ ...rows, careCloud }, {});
    const opened = vendors.sources.find(({ name }) => name === source);
    if (opened === undefined) throw new Error(source);
    const told: string[] = [];
    const meter = { sent() {}, saved() {}, warned: (_: string, warning: string) => void told.push(warning) };
    const call = {
      signal: new AbortController().signal,
      deadlineAt: Date.now() + 60_000,
      bypassCache: false,
    };
    for (const filter of opened.plan({ shared, own: null }).filters) {
      const query = {
        filter,
        order: { field: opened.abilities.unifiedOrders.SOURCE, direction: 'ASC' },
      } as const;
      await opened.list(query, { offset: 0, limit: 20 }, { ...call, client: 'test', meter });
    }
    return told;
  }

  it.each<[string, SourceName, SharedCriteria]>([
    ['a phone that is found', 'HELPCRUNCH', { phone: '+420603350103' }],
    ['a phone that nobody has', 'HELPCRUNCH', { phone: '+420603359999' }],
    ['a name in another letter case', 'HELPCRUNCH', { lastName: 'nOVAK' }],
    ['an account’s name in another letter case', 'CARECLOUD', { lastName: 'novak' }],
    ['a name that no account has', 'CARECLOUD', { lastName: 'nobody' }],
    ['an email', 'HELPCRUNCH', { email: 'p1@x.cz' }],
  ])('%s', async (_, source, shared) => expect(await warnings(source, shared)).toEqual([]));
});

it.each<[SourceName, Personality, string, number]>([
  ['CARECLOUD', emailListCut(5), 'array.values', 5],
  ['CARECLOUD', emailListCut(20), 'array.values', 20],
  ['HELPCRUNCH', orSearchCut(7), 'search.batch', 7],
  ['HELPCRUNCH', orSearchCut(25), 'search.batch', 25],
  ['HELPCRUNCH', largeSearchPagesRefused(50), 'page.rows', 50],
])('%s, $1.name, %s: emails that are alike neither hide a cut nor teach what is not so', async (...each) => {
  const [source, personality, trait, most] = each;
  const { news, opened } = await probed(source, [personality], ALIKE);
  expect(Object.keys(news)).toEqual([trait]);
  const keys = spelled.map((value) => ({ kind: 'email', value }) as const);
  const found = await opened.lookUp(keys, testCall(countingMeter()));
  const idsOf = (email: string) =>
    spelled.flatMap((other, n) =>
      other.toLowerCase() !== email.toLowerCase() ? [] : source === 'CARECLOUD' ? `c${n}` : `${n + 1}`,
    );
  expect(found.map((records) => records.map(({ id }) => id).toSorted())).toEqual(
    spelled.map((email) => idsOf(email).toSorted()),
  );
  const now = new Map((opened.traits?.() ?? []).map(({ name, value }) => [name, value]));
  expect(Number(now.get(trait))).toBeLessThanOrEqual(most);
  expect(Number(now.get(trait))).toBeGreaterThanOrEqual(most / 2);
  expect([now.get('criteria.complete') ?? now.get('search.complete')]).toEqual(['YES']);
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
