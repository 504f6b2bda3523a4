import type { HelpCrunchCustomer } from '../../customers/model/help-crunch-customer.ts';
import type { SourceRecord } from '../../customers/model/source-record.ts';
import type { SourceCall } from '../../customers/source-call.ts';
import { compareKeys } from '../../paging/compare.ts';
import { learnFromUnlisted } from '../shared/traits/list-comparison.ts';
import { judgeTotal, learnOrder } from '../shared/traits/list-traits.ts';
import { learnComplete, mixed, SAMPLE, tryStep } from '../shared/traits/probe-steps.ts';
import type { TraitBook } from '../shared/traits/trait-book.ts';
import type { TextEvidence } from './criteria/text-evidence.ts';
import type { CustomerRequests } from './customer-requests.ts';
import { sortKey } from './record.ts';
import { type Question, textQuestions } from './text-questions.ts';
import type { TraitName } from './traits.ts';
import type { ListOrder } from './wire/requests.ts';
import type { SearchCondition } from './wire/wire.ts';

type Profile = SourceRecord<HelpCrunchCustomer>;
type Page = { readonly records: readonly Profile[]; readonly total: number | null };

interface Asking {
  readonly requests: CustomerRequests;
  readonly traits: TraitBook<TraitName>;
  readonly evidence: Pick<TextEvidence, 'sawNameInOtherCase'>;
}

interface Probed extends Asking {
  /** Called with records of the list, which look-ups are checked against. */
  readonly saw: (records: readonly Profile[]) => void;
}

const NEWEST: ListOrder = { field: 'FIRST_SEEN', direction: 'DESC' };
/** Emails with blanks come before the newest profiles. */
const OLDEST: ListOrder = { field: 'FIRST_SEEN', direction: 'ASC' };
const PAGE = { offset: 0, limit: 100 };

/**
 * Learns how HelpCrunch behaves: a page (formats, its size), whether a search finds what the list shows and how many
 * conditions it reads, how texts are compared, whether totals are right, whether the list shows what a search finds,
 * and blanks around emails.
 */
export async function probeHelpCrunch({ saw, ...asking }: Probed, call: SourceCall): Promise<void> {
  const { requests, traits } = asking;
  const newest = await requests.page(null, NEWEST, PAGE, call);
  const known = newest.records.filter(isReadable);
  saw(known);
  learnOrder(known, (row) => sortKey(row, NEWEST.field), NEWEST.direction, traits);
  // First, because a search that is cut answers no other question.
  let found: readonly Profile[] = known;
  await tryStep(async () => {
    found = await compareWithSearch(known, asking, call);
  });
  // At once, because operations wait for a slow vendor to be learned, but not for long.
  await Promise.all([
    ...(requests.isSearchRefused ? [] : [tryStep(() => learnTexts(found, asking, call))]),
    tryStep(() => learnTotals(newest, asking, call)),
  ]);
  if (!requests.isSearchRefused) await tryStep(() => learnBlanks(newest, asking, call));
}

const isReadable = ({ isUnreadable }: Profile) => isUnreadable !== true;

/**
 * The id from which on half of a page's profiles are, if new ones get higher ids; more would leave no room for others.
 */
function middleId({ records }: Page): number | null {
  const ids = records.filter(isReadable).map(({ id }) => Number(id));
  return ids.toSorted((a, b) => a - b)[Math.floor(ids.length / 2)] ?? null;
}

/**
 * Conditions that profiles of the list satisfy: the ids from the middle one on, which find what the list lacks, too,
 * and the newest ids below it, as ids need not ascend. Only as many as are known to be read.
 */
function idConditions(newest: Page, { batch }: CustomerRequests): readonly SearchCondition[] {
  const middle = middleId(newest);
  if (middle === null) return [];
  const ids = newest.records.filter(isReadable).map(({ id }) => Number(id));
  const others = ids.slice(0, SAMPLE).filter((id) => id < middle);
  const room = batch.isUnproven(others.length + 2) ? 0 : others.length;
  return [
    { field: 'customers.id', operator: '>=', value: middle },
    ...others
      .slice(0, room)
      .map((value): SearchCondition => ({ field: 'customers.id', operator: '=', value })),
  ];
}

/** The profiles of the list that a search by these conditions lacks, although it returned everything it found. */
function unfoundIn(
  found: Page,
  conditions: readonly SearchCondition[],
  newest: Page,
  totals: string,
): readonly Profile[] {
  const isRead = found.records.length === found.total && found.records.every(isReadable);
  const isAll = totals === 'EXACT' && isRead;
  const ids = new Set(found.records.filter(isReadable).map(({ id }) => id));
  const isAsked = (id: number) =>
    conditions.some(({ operator, value }) => (operator === '=' ? id === value : id >= Number(value)));
  const asked = newest.records.filter((each) => isReadable(each) && isAsked(Number(each.id)));
  // None of them: the search did not read these conditions.
  if (!isAll || found.records.length >= PAGE.limit || !asked.some(({ id }) => ids.has(id))) return [];
  return asked.filter(({ id }) => !ids.has(id));
}

/** One search with alternatives, each of which finds one known profile or does not. */
async function learnTexts(
  known: readonly Profile[],
  { requests, traits, evidence }: Asking,
  call: SourceCall,
): Promise<void> {
  const possible = textQuestions(known);
  if (possible.length === 0) return;
  const { answer: page, taken } = await requests.batch.askFirst(
    possible,
    async (some, limit = PAGE.limit) => {
      const conditions = some.map(({ condition }) => condition);
      return requests.page({ comparison: 'OR', conditions }, NEWEST, { offset: 0, limit }, call);
    },
  );
  const { records } = page;
  const questions = possible.slice(0, taken);
  const found = new Set(records.map(({ id }) => id));
  const isRead = readIn(page, Math.min(requests.fullPage, requests.pageRows), traits);
  const answer = (about: Question['about'], field?: SearchCondition['field']) => {
    const isOf = (question: Question) => field === undefined || question.condition.field === field;
    const own = questions.filter((question) => question.about === about && isOf(question));
    if (own.some(({ ids }) => ids.some((id) => found.has(id)))) return true;
    const asked = own.map(({ ids }) => known.filter(({ id }) => ids.includes(id)));
    return asked.some((targets) => targets.length > 0 && targets.every(isRead)) ? false : null;
  };
  const learn = (name: TraitName, isSo: boolean | null, [yes, no]: readonly [string, string]) => {
    if (isSo !== null) traits.learn(name, isSo ? yes : no);
  };
  learn('search.equals.case', answer('EQUALS_CASE'), ['INSENSITIVE', 'SENSITIVE']);
  const inNames = answer('CONTAINS_CASE', 'customers.name');
  if (inNames === true) evidence.sawNameInOtherCase();
  else learn('search.contains.case', inNames ?? answer('CONTAINS_CASE'), ['INSENSITIVE', 'SENSITIVE']);
  learn('search.accents', answer('ACCENTS'), ['IGNORED', 'DISTINCT']);
  const insideWord = answer('INSIDE_WORD');
  const laterWord = answer('LATER_WORD');
  if (insideWord === true) traits.learn('search.contains.inside', 'ANYWHERE');
  else if (insideWord === false) {
    traits.learn('search.contains.inside', laterWord === true ? 'WORD' : 'BEGINNING');
  }
}

/**
 * Whether a page is read as far as a profile, so that it would be in it: the page is the end of its list, or its last
 * row comes after the profile.
 */
function readIn(
  { records, total }: Page,
  fullPage: number,
  traits: TraitBook<TraitName>,
): (profile: Profile) => boolean {
  const last = records.findLast(({ isUnreadable }) => isUnreadable !== true);
  const isEnd =
    records.length < Math.min(PAGE.limit, fullPage) && (total === null || records.length >= total);
  if (isEnd || last === undefined) return () => true;
  const isSorted = traits.currently('order.declared') === 'KEPT';
  const end = sortKey(last, NEWEST.field);
  return (profile) => isSorted && compareKeys(sortKey(profile, NEWEST.field), end) > 0;
}

/**
 * Searches for profiles from the list by their emails as written. Returns those that other searches should find: if
 * some are missing, only the others.
 */
async function compareWithSearch(
  known: readonly Profile[],
  { requests, traits }: Asking,
  call: SourceCall,
): Promise<readonly Profile[]> {
  const sample = known
    .filter(({ keys, own }) => keys.email !== undefined && own.email === own.email?.trim())
    .slice(0, SAMPLE);
  const emails = mixed([...new Set(sample.map(({ own }) => own.email ?? ''))]);
  const { taken, ids, isProven } = await requests.proveWhole(
    emails.map((value) => ({ field: 'customers.email', operator: '=', value })),
    call,
  );
  const asked = sample.filter(({ own }) => emails.slice(0, taken).includes(own.email ?? ''));
  // A search that may have been cut says nothing about what it lacks.
  if (!isProven) return known;
  const missing = asked.find(({ id }) => !ids.has(id));
  if (missing === undefined) {
    learnComplete(asked.length, traits, 'search.complete');
    return known;
  }
  // A profile deleted in the meantime is not missing.
  const [still] = await requests.one(Number(missing.id), call);
  if (still?.keys.email === missing.keys.email) traits.learn('search.complete', 'NO');
  return known.filter(({ id }) => ids.has(id));
}

/** Checks the end of the list according to the total. */
async function learnTotals(
  { records, total }: Page,
  { requests, traits }: Asking,
  call: SourceCall,
): Promise<void> {
  const offset = Math.max(0, (total ?? 0) - 1);
  const isInHand = total === null || total < records.length;
  const end = isInHand ? null : await requests.page(null, NEWEST, { offset, limit: 2 }, call);
  const atLast = end?.records.length ?? records.length - offset;
  if (total !== 0 || records.length > 0) {
    const totalAtLast = end?.total ?? null;
    traits.learn('totals', judgeTotal({ total, atLast, totalAtLast }));
  }
}

/**
 * Searches for the newest profiles, which the list must show, and for an email with a surrounding blank. If there is
 * one, searches for it without the blank.
 */
async function learnBlanks(newest: Page, { requests, traits }: Asking, call: SourceCall): Promise<void> {
  const byId = idConditions(newest, requests);
  const conditions: readonly SearchCondition[] = [
    { field: 'customers.email', operator: '~', value: ' ' },
    ...byId,
  ];
  const page = await requests.page({ comparison: 'OR', conditions }, OLDEST, PAGE, call);
  const { records } = page;
  const placeOf = (row: SourceRecord) => sortKey(row as Profile, NEWEST.field);
  const listed = { ...newest, order: NEWEST, limit: PAGE.limit };
  learnFromUnlisted(listed, records.filter(isReadable), placeOf, traits);
  const [unfound, another] = unfoundIn(page, byId, newest, traits.currently('totals'));
  // A single profile may have been deleted in the meantime.
  const isMissing = async ({ id }: Profile) =>
    another !== undefined || (await requests.one(Number(id), call)).length > 0;
  if (unfound !== undefined && (await isMissing(unfound))) traits.learn('search.complete', 'NO');
  const written = records.find(({ own: { email } }) => email !== null && email.trim() !== email);
  const email = written?.own.email?.trim();
  if (written === undefined || email === undefined || email === '') return;
  const equal: SearchCondition = { field: 'customers.email', operator: '=', value: email };
  const found = await requests.page({ comparison: 'AND', conditions: [equal] }, NEWEST, PAGE, call);
  const isFound = found.records.some(({ id }) => id === written.id);
  traits.learn('search.equals.blanks', isFound ? 'IGNORED' : 'SIGNIFICANT');
}
