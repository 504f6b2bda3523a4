import { afterAll, beforeAll, expect, it } from 'vitest';
import { largePagesRefused } from '../../src/sandbox/personality/batches.ts';
import { personalitiesNamed } from '../../src/sandbox/personality/personalities.ts';
import type { Personality } from '../../src/sandbox/personality/personality.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { readSettings } from '../../src/settings/read-settings.ts';
import { exitCodeOf, printReport } from '../../src/verify/print-report.ts';
import { verify } from '../../src/verify/verify.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ people: 1800, helpCrunchRequestsPerMinute: null });
});
afterAll(() => sandbox.close());

function verified(personalities: readonly Personality[]) {
  sandbox.setPersonalities(personalities);
  return verify(
    readSettings({
      CARECLOUD_BASE_URL: sandbox.careCloud.baseUrl,
      CARECLOUD_TOKEN: sandbox.careCloud.token,
      HELPCRUNCH_BASE_URL: sandbox.helpCrunch.baseUrl,
      HELPCRUNCH_API_KEY: sandbox.helpCrunch.apiKey,
      HELPCRUNCH_REQUESTS_PER_MINUTE: '100000',
    }),
  );
}

/** What the requests that are left for learning show. */
const LEARNED: Readonly<Record<string, readonly string[]>> = {
  'helpcrunch-equals-minds-case': ['HELPCRUNCH search.equals.case SENSITIVE'],
  'names-mind-case': ['HELPCRUNCH search.contains.case SENSITIVE'],
  'accents-ignored': ['HELPCRUNCH search.accents IGNORED'],
  'contains-beginning': ['HELPCRUNCH search.contains.inside BEGINNING'],
  'contains-word': ['HELPCRUNCH search.contains.inside WORD'],
  'totals-too-high': ['CARECLOUD totals TOO_HIGH', 'HELPCRUNCH totals TOO_HIGH'],
  'totals-too-low': ['CARECLOUD totals TOO_LOW', 'HELPCRUNCH totals TOO_LOW'],
  'totals-capped': ['CARECLOUD totals TOO_LOW', 'HELPCRUNCH totals TOO_LOW'],
  'totals-missing': ['CARECLOUD totals MISSING', 'HELPCRUNCH totals MISSING'],
  'large-pages-refused': ['CARECLOUD page.count REFUSED', 'HELPCRUNCH page.rows 50'],
  'nulls-last': ['CARECLOUD order.declared NOT_KEPT', 'HELPCRUNCH order.declared NOT_KEPT'],
  'sort-ignored': ['CARECLOUD order.declared NOT_KEPT', 'HELPCRUNCH order.declared NOT_KEPT'],
};

it.each([
  ['helpcrunch-equals-minds-case', ['HELPCRUNCH letterCase']],
  ['carecloud-email-minds-case', ['CARECLOUD letterCase']],
  ['names-mind-case', ['CARECLOUD letterCase', 'HELPCRUNCH letterCase']],
  ['accents-ignored', ['CARECLOUD accents', 'HELPCRUNCH accents']],
  ['carecloud-names-find-parts', ['CARECLOUD wholeValues']],
  ['contains-beginning', ['HELPCRUNCH insideWords']],
  ['contains-word', ['HELPCRUNCH insideWords']],
  ['totals-too-high', ['CARECLOUD totals', 'HELPCRUNCH totals']],
  ['totals-too-low', ['CARECLOUD totals', 'HELPCRUNCH totals']],
  ['totals-capped', ['CARECLOUD totals', 'HELPCRUNCH totals']],
  ['totals-missing', ['CARECLOUD totals', 'HELPCRUNCH totals']],
  ['email-list-cut', ['CARECLOUD brackets']],
  ['or-search-cut', ['HELPCRUNCH batch']],
  ['large-searches-refused', ['CARECLOUD brackets', 'HELPCRUNCH batch']],
  ['large-pages-refused', ['CARECLOUD LARGEST_PAGE', 'CARECLOUD DEFAULT_COUNT', 'HELPCRUNCH LARGEST_PAGE']],
  ['nulls-last', ['CARECLOUD order', 'HELPCRUNCH order']],
  ['desc-keeps-ties', ['CARECLOUD order', 'HELPCRUNCH order']],
  ['ties-random', ['CARECLOUD order', 'HELPCRUNCH order']],
  ['sort-ignored', ['CARECLOUD order', 'HELPCRUNCH order']],
  ['helpcrunch-equals-ignores-blanks', []],
  ['numeric-texts', []],
])('detects vendors that are %s, and reports nothing else as wrong', async (personality, wrong) => {
  const report = await verified(personalitiesNamed(personality));
  const found = report.assumptions.filter(({ result }) => result === 'WRONG');
  expect(
    found.map(({ source, assumption }) => `${source} ${assumption}`),
    printReport(report),
  ).toEqual(wrong);
  expect(report.failed).toEqual([]);
  expect(exitCodeOf(report)).toBe(wrong.length === 0 ? 0 : 1);
  expect(report.requests.CARECLOUD).toBeLessThanOrEqual(40);
  expect(report.requests.HELPCRUNCH).toBeLessThanOrEqual(25);
  expect(printReport(report)).not.toContain('@');
  for (const { todo, otherwise } of found) expect(todo ?? otherwise).not.toBe('');
  const learned = report.traits.filter(({ value, assumed, ...trait }) => trait.learned && value !== assumed);
  expect(learned.map(({ source, name, value }) => `${source} ${name} ${value}`)).toEqual(
    LEARNED[personality] ?? [],
  );
  const lines = printReport(report).split('\n');
  for (const { source, name, value, assumed, otherwise } of learned) {
    const index = lines.indexOf(`trait        ${source} ${name} = ${value} (assumed: ${assumed})`);
    expect(lines[index + 1]?.trim()).toBe(`→ ${otherwise}`);
  }
});

it('detects that CareCloud refuses more than a hundred rows, and judges everything else by pages of a hundred', async () => {
  const { assumptions } = await verified([largePagesRefused(100)]);
  const wrong = assumptions.filter(({ result }) => result === 'WRONG');
  expect(wrong.map(({ assumption }) => assumption)).toEqual(['LARGEST_PAGE']);
});

it.each([
  ['search-forbidden', 'HELPCRUNCH', /\(403\)/],
  ['criteria-forbidden', 'CARECLOUD', /\(403\)/],
  ['search-missing', 'HELPCRUNCH', /404/],
  ['count-refused', 'CARECLOUD', /^refused even a list of 20$/],
])('%s: reports that %s could not be checked, and exits with 2', async (personality, source, said) => {
  const report = await verified(personalitiesNamed(personality));
  expect(report.failed).toEqual([{ source, said: expect.stringMatching(said) }]);
  expect(exitCodeOf(report)).toBe(2);
  expect(report.assumptions.filter(({ result }) => result === 'WRONG')).toEqual([]);
});

it.each([
  ['customer-id-list-honoured', 'cards taken, sourceRecords taken, vouchers taken, purchases taken'],
  ['customer-id-list-ignored', 'cards ignored, sourceRecords ignored, vouchers ignored, purchases ignored'],
  [
    'customer-id-list-last',
    'cards read in part, sourceRecords read in part, vouchers read in part, purchases read in part',
  ],
  ['', 'cards refused, sourceRecords refused, vouchers refused, purchases refused'],
])('reports lists over all customers that accept several at once, %s', async (personality, seen) => {
  const report = await verified(personalitiesNamed(personality));
  expect(report.assumptions.find(({ assumption }) => assumption === 'customerIds')).toMatchObject({
    result: 'HOLDS',
    seen,
  });
  expect(printReport(report)).toContain(seen);
});
