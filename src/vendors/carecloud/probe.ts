import type { CareCloudCustomer } from '../../customers/model/care-cloud-customer.ts';
import type { SourceRecord } from '../../customers/model/source-record.ts';
import type { SourceCall } from '../../customers/source-call.ts';
import type { SortKey } from '../../paging/leg.ts';
import { learnFromUnlisted } from '../shared/traits/list-comparison.ts';
import { judgeTotal, learnOrder } from '../shared/traits/list-traits.ts';
import {
  distinctTexts,
  isAscii,
  learnComplete,
  mixed,
  SAMPLE,
  swapCase,
  tryStep,
} from '../shared/traits/probe-steps.ts';
import type { TraitBook } from '../shared/traits/trait-book.ts';
import { BY_STATE, type CustomerRequests } from './customer-requests.ts';
import { judgeDeleted, noticeDeleted } from './deleted-accounts.ts';
import { sortKey } from './record.ts';
import type { TraitName } from './traits.ts';

type Account = SourceRecord<CareCloudCustomer>;
type Page = { readonly records: readonly Account[]; readonly total: number | null };

interface Asking {
  readonly requests: CustomerRequests;
  readonly traits: TraitBook<TraitName>;
}

interface Probed extends Asking {
  /** Called with records of the list, which look-ups are checked against. */
  readonly saw: (records: readonly Account[]) => void;
  readonly latestKey: (key: SortKey, field: string) => SortKey;
}

const LATEST_FIRST = { filter: null, order: { field: 'LAST_CHANGE', direction: 'DESC' } } as const;
const PAGE = { offset: 0, limit: 100 };
const SWAPPED = 3;

/**
 * Learns how CareCloud behaves: both ends of the list (deleted accounts, the latest changes), whether a look-up finds
 * them and how many values it reads, one email and one name in another letter case, whether totals are right, and
 * whether the list shows what searches found.
 */
export async function probeCareCloud(
  { requests, traits, saw, latestKey }: Probed,
  call: SourceCall,
): Promise<void> {
  const byState = await requests.page(BY_STATE, PAGE, call);
  const latest = await requests.page(LATEST_FIRST, PAGE, call);
  noticeDeleted(byState.records, traits);
  for (const [{ records }, { order }] of [
    [byState, BY_STATE],
    [latest, LATEST_FIRST],
  ] as const) {
    const keyOf = (row: Account) => sortKey(row, order.field);
    const latestOf = (key: SortKey) => latestKey(key, order.field);
    learnOrder(records.filter(isReadable), keyOf, order.direction, traits, latestOf);
  }
  const known = [...byState.records.slice(0, SAMPLE), ...latest.records]
    .filter(isReadable)
    .filter(({ id }, index, all) => all.findIndex((other) => other.id === id) === index);
  saw(known);
  const found = await compareWithSearch(known, { requests, traits }, call);
  const compare = (found: readonly Account[]) => compareWithList(found, { byState, latest }, traits);
  // At once, because operations wait for a slow vendor to be learned, but not for long.
  await Promise.all([
    tryStep(async () => compare(await learnLetterCase(found, { requests, traits }, call))),
    tryStep(() => learnTotals(latest, { requests, traits }, call)),
    tryStep(async () => compare(await learnNames(known, { requests, traits }, call))),
  ]);
}

/** Whether the list shows accounts that searches found after it was read. */
function compareWithList(
  found: readonly Account[],
  { byState, latest }: { readonly byState: Page; readonly latest: Page },
  traits: TraitBook<TraitName>,
): void {
  const accounts = found.filter(isReadable);
  if (accounts.some(isDeleted) && judgeDeleted(byState) === 'HIDDEN') traits.learn('list.deleted', 'HIDDEN');
  const { order } = LATEST_FIRST;
  const placeOf = (row: SourceRecord) => sortKey(row as Account, order.field);
  const others = accounts.filter((account) => !isDeleted(account));
  learnFromUnlisted({ ...latest, order, limit: PAGE.limit }, others, placeOf, traits);
}

const isDeleted = ({ own }: Account) => own.state === 'DELETED';

const isReadable = ({ isUnreadable }: Account) => isUnreadable !== true;

/**
 * Looks up accounts from the list by their emails as written. Returns those that a look-up in another spelling should
 * find: if some are missing, only the others.
 */
async function compareWithSearch(
  known: readonly Account[],
  { requests, traits }: Asking,
  call: SourceCall,
): Promise<readonly Account[]> {
  const withEmail = known.filter(({ keys, own }) => keys.email !== undefined && own.email !== null);
  const half = SAMPLE / 2;
  const sample = [...new Set([...withEmail.slice(0, half), ...withEmail.slice(-half)])];
  const emails = mixed([...new Set(sample.map(({ own }) => own.email ?? ''))]);
  const { taken, ids, isProven } = await requests.proveWhole(emails, call);
  const asked = sample.filter(
    ({ own }) => own.email === own.email?.trim() && emails.slice(0, taken).includes(own.email ?? ''),
  );
  // A look-up that may have been cut says nothing about what it lacks.
  if (!isProven) return known;
  const [missing, another] = asked.filter(({ id }) => !ids.has(id));
  if (missing === undefined) {
    learnComplete(asked.length, traits, 'criteria.complete');
    return known;
  }
  // A single account may have been deleted in the meantime.
  if (another !== undefined || (await isStillThere(missing, requests, call))) {
    traits.learn('criteria.complete', 'NO');
  }
  return known.filter(({ id }) => ids.has(id));
}

async function isStillThere(
  { id, keys }: Account,
  requests: CustomerRequests,
  call: SourceCall,
): Promise<boolean> {
  const [still] = await requests.one(id, call);
  return still?.keys.email === keys.email;
}

async function learnLetterCase(
  known: readonly Account[],
  { requests, traits }: Asking,
  call: SourceCall,
): Promise<readonly Account[]> {
  const cased = distinctTexts(known, ({ own }) => own.email)
    .filter(({ text }) => isAscii(text) && text === text.trim() && text.includes('@'))
    .flatMap(({ record, text }) => {
      const swapped = swapCase(text);
      return swapped === null ? [] : [{ id: record.id, email: swapped }];
    })
    .slice(0, SWAPPED);
  const blank = known.find(({ own }) => own.email !== null && own.email.trim() !== own.email);
  const trimmed = blank?.own.email?.trim();
  const emails = [...cased.map(({ email }) => email), ...(trimmed === undefined ? [] : [trimmed])];
  if (emails.length === 0) return [];
  const query = { filter: { email_list: emails }, order: LATEST_FIRST.order };
  const { records } = await requests.page(query, PAGE, call);
  const finds = (id: string) => records.some((record) => record.id === id);
  if (cased.length > 0) {
    traits.learn('email.case', cased.some(({ id }) => finds(id)) ? 'INSENSITIVE' : 'SENSITIVE');
  }
  if (blank !== undefined) traits.learn('email.blanks', finds(blank.id) ? 'IGNORED' : 'SIGNIFICANT');
  return records;
}

async function learnNames(
  known: readonly Account[],
  { requests, traits }: Asking,
  call: SourceCall,
): Promise<readonly Account[]> {
  const names = known.flatMap(({ own: { lastName } }) =>
    lastName !== null && isAscii(lastName) ? lastName : [],
  );
  const swapped = swapCase(mostCommon(names) ?? '');
  if (swapped === null) return [];
  // Deleted accounts first: the list may hide them.
  const { records } = await requests.page(
    { filter: { last_name: swapped }, order: BY_STATE.order },
    PAGE,
    call,
  );
  // Other accounts with the same name prove just as much.
  const isFound = records.some(({ own }) => own.lastName?.toLowerCase() === swapped.toLowerCase());
  traits.learn('names.case', isFound ? 'INSENSITIVE' : 'SENSITIVE');
  return records;
}

/** The first of the texts that occur most often. */
function mostCommon(texts: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return texts.find((text) => counts.get(text) === most);
}

/** Checks the end of the list according to the total. */
async function learnTotals(
  { records, total }: Page,
  { requests, traits }: Asking,
  call: SourceCall,
): Promise<void> {
  const offset = Math.max(0, (total ?? 0) - 1);
  const isInHand = total === null || total < records.length;
  const end = isInHand ? null : await requests.page(LATEST_FIRST, { offset, limit: 2 }, call);
  const atLast = end?.records.length ?? records.length - offset;
  if (total !== 0 || records.length > 0) {
    const totalAtLast = end?.total ?? null;
    traits.learn('totals', judgeTotal({ total, atLast, totalAtLast }));
  }
}
