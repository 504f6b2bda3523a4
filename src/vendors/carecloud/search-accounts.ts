import type { RecordPage } from '../../customers/customer-source.ts';
import type { CareCloudCustomer } from '../../customers/model/care-cloud-customer.ts';
import type { FoundByOthers, FoundRecords } from '../../customers/search/found-records.ts';
import type { SearchText } from '../../customers/search/read-search-text.ts';
import type { SourceCall } from '../../customers/source-call.ts';
import { UpstreamError } from '../../errors/gateway-error.ts';
import { areTotalsWrong } from '../shared/traits/list-traits.ts';
import type { TraitBook } from '../shared/traits/trait-book.ts';
import { isWholeList } from '../shared/whole-list.ts';
import { furtherLists } from './criteria/further-lists.ts';
import type { CustomerPages } from './customer-pages.ts';
import type { CustomerRequests } from './customer-requests.ts';
import { type FindByText, FOUND_READINGS, findByText } from './find-by-text.ts';
import { learnNamesCase, readMatching } from './matching.ts';
import { CARECLOUD } from './record.ts';
import { isPhoneLast, MOST_SEARCHES, planSearch, SEARCH_ROWS } from './search.ts';
import type { TraitName } from './traits.ts';
import type { CustomersFilter } from './wire/wire.ts';

type Page = RecordPage<CareCloudCustomer>;

interface Searching extends Pick<FindByText, 'find' | 'load'> {
  readonly pages: Pick<CustomerPages, 'list'>;
  readonly requests: Pick<CustomerRequests, 'fullPage'>;
  readonly traits: TraitBook<TraitName>;
}

/** If there are too many, the latest changed are read. */
const LATEST_FIRST = { field: 'LAST_CHANGE', direction: 'DESC' } as const;

/**
 * The accounts that a text may mean, in at most three requests: by equal values, because CareCloud's page promises
 * nothing else. Lists that remain unused read on where a page ended early. What may be missing is warned of. What the
 * three requests left open follows once it is known whom the other sources found.
 */
export async function searchAccounts(
  text: SearchText,
  { pages, requests, traits, find, load }: Searching,
  call: SourceCall,
): Promise<FoundRecords<CareCloudCustomer>> {
  const filters = planSearch(text, readMatching(traits));
  const isLater = isPhoneLast(text) && filters.length > 0;
  const read = async (filter: CustomersFilter, offset: number, asking: SourceCall) => {
    const page = await pages.list({ filter, order: LATEST_FIRST }, { offset, limit: SEARCH_ROWS }, asking);
    learnNamesCase(filter, page.records, traits);
    return page;
  };
  const isWhole = ({ records: { length: rows }, total }: Page) =>
    isWholeList({ rows, total, fullPage: requests.fullPage, areTotalsWrong: areTotalsWrong(traits) });
  /** What was found before counts although this list failed. */
  const orNothing = (page: Promise<Page>) =>
    page.then(
      (read) => ({ records: read.records, isWhole: isWhole(read) }),
      (error: unknown) => {
        if (error instanceof UpstreamError) return { records: [], isWhole: false };
        throw error;
      },
    );
  const found: { records: Page['records']; isWhole: boolean }[] = [];
  const readAll = async (asking: SourceCall) => {
    const lists = await Promise.all(filters.map((filter) => read(filter, 0, asking)));
    found.push(...lists.map((page) => ({ records: page.records, isWhole: isWhole(page) })));
  };
  const finding = findByText(text, { find, load, listByPhone: isLater ? readAll : null });
  let sent = isLater ? 0 : filters.length;
  await Promise.all([isLater ? null : readAll(call), finding.ask(MOST_SEARCHES - sent, null, call)]);
  sent += finding.sent();
  for (const [at, filter] of filters.entries()) {
    const list = found[at];
    // A full page is as much as is wanted.
    while (list !== undefined && !list.isWhole && list.records.length < SEARCH_ROWS && sent < MOST_SEARCHES) {
      sent++;
      const more = await read(filter, list.records.length, call);
      list.isWhole = more.records.length === 0 || list.records.length + more.records.length === more.total;
      list.records = [...list.records, ...more.records];
    }
  }
  const isAsked = filters.length > 0 || FOUND_READINGS.some((reading) => text.readings.includes(reading));
  if (isAsked && mayMiss(text, filters, traits)) call.meter.warned?.(CARECLOUD, 'INCOMPLETE_SEARCH');
  const together = (): FoundRecords<CareCloudCustomer> => {
    const byValues = finding.found();
    return {
      records: [...found.flatMap(({ records }) => records), ...byValues.records].filter(
        ({ isUnreadable }) => isUnreadable !== true,
      ),
      isComplete: found.every((list) => list.isWhole) && byValues.isComplete,
      coverage: isAsked ? 'WHOLE_WORDS' : 'NONE',
      foundBy: byValues.foundBy,
    };
  };
  const isNamed = text.readings.includes('NAME') && filters.length > 0 && !isLater;
  if (!finding.isUnfinished() && !isNamed) return together();
  const rest = {
    sent,
    async ask(left: number, others: FoundByOthers, asking: SourceCall) {
      const before = finding.sent();
      await finding.ask(left, others.isAnyone, asking);
      const own = found.flatMap(({ records }) => records.map(({ person }) => person));
      const hasRoom = sent < MOST_SEARCHES;
      const lists = isNamed ? furtherLists(text, own, { others, hasRoom }) : [];
      const room = Math.max(0, left - (finding.sent() - before));
      found.push(
        ...(await Promise.all(lists.slice(0, room).map((filter) => orNothing(read(filter, 0, asking))))),
      );
      return together();
    },
  };
  return { ...together(), rest };
}

/** Whether accounts with these values may not be found, as far as is known. */
function mayMiss(
  { text }: SearchText,
  filters: readonly CustomersFilter[],
  traits: TraitBook<TraitName>,
): boolean {
  if (traits.currently('criteria.complete') === 'NO') return true;
  const hasCase = text.toLowerCase() !== text.toUpperCase();
  return filters.some(
    ({ first_name: first, last_name: last, email_list: emails }) =>
      hasCase &&
      (((first ?? last) !== undefined && !readMatching(traits).findsNames) ||
        (emails !== undefined && traits.currently('email.case') === 'SENSITIVE')),
  );
}
