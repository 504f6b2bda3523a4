import type { CustomerSource, SourceAbilities } from '../../customers/customer-source.ts';
import type {
  HelpCrunchCustomer,
  HelpCrunchCustomerFilter,
} from '../../customers/model/help-crunch-customer.ts';
import type { RecordKey, SourceRecord } from '../../customers/model/source-record.ts';
import type { SourceCall } from '../../customers/source-call.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import { type Clock, systemClock } from '../../upstream/clock.ts';
import type { UpstreamClient } from '../../upstream/upstream-client.ts';
import type { UpstreamClientOptions } from '../../upstream/upstream-options.ts';
import { alignToKeys } from '../shared/look-up/align-to-keys.ts';
import { createCheckedSearch } from '../shared/look-up/checked-search.ts';
import { stateBesideSearch } from '../shared/search-access.ts';
import { createCheckedList } from '../shared/traits/checked-list.ts';
import { learnFromMissing, learnFromRepeated } from '../shared/traits/learn-from-missing.ts';
import { areTotalsWrong, judgeTotal, learnFromWarning, wrongTotalsOf } from '../shared/traits/list-traits.ts';
import { asWritten } from '../shared/traits/missing-records.ts';
import { createShownRows } from '../shared/traits/shown-rows.ts';
import { createTraitBook } from '../shared/traits/trait-book.ts';
import { LARGEST_PAGE } from './assumptions.ts';
import { type ChatLifetimes, createHelpCrunchFacets } from './chats/facet-source.ts';
import { invisible, matchesDemand, planDemand, planOwnFilter } from './criteria/filter.ts';
import { type Missed, whyMissed } from './criteria/missed-profiles.ts';
import { filtersFor } from './criteria/own-criteria.ts';
import { emailSearch, readSearchTraits } from './criteria/search-traits.ts';
import { phoneEndings } from './criteria/shared-criteria.ts';
import { createTextEvidence } from './criteria/text-evidence.ts';
import { createCustomerRequests } from './customer-requests.ts';
import { toHelpCrunchError } from './errors.ts';
import { findByText, mayCover } from './find-by-text.ts';
import { createListing } from './listing.ts';
import { comparedValue, mayLack, toLookUpConditions } from './look-up.ts';
import { lookedUpPhones } from './looked-up-phones.ts';
import { probeHelpCrunch } from './probe.ts';
import { FILLS, HELPCRUNCH, sortKey, toRecord } from './record.ts';
import { SEARCH_READINGS } from './search.ts';
import { TRAITS } from './traits.ts';
import { UsualRows } from './usual-rows.ts';
import { ORDERS } from './wire/requests.ts';
import type { HelpCrunchQuery, HelpCrunchSearch } from './wire/wire.ts';

/**
 * What HelpCrunch's own key and errors contribute to its client; base URL, budget, cache and the rest are the caller's.
 */
type HelpCrunchClientParts = Required<
  Pick<UpstreamClientOptions, 'source' | 'authorize' | 'toError' | 'identity'>
>;

export interface HelpCrunchSourceOptions {
  /** Creates the HTTP client with these parts; called once. The caller closes it. */
  readonly openClient: (parts: HelpCrunchClientParts) => UpstreamClient;
  /** From HelpCrunch's Settings → Developers → Public API. It is permanent, so there is nothing to renew on 401. */
  readonly apiKey: string;
  /** The most conditions of one search (HELPCRUNCH_SEARCH_BATCH), at least 1. */
  readonly searchBatch: number;
  /** The country of national phone numbers, ISO 3166-1 alpha-2 (PHONE_COUNTRY); absent: they are not parsed. */
  readonly phoneCountry?: string;
  /** Cache lifetimes of chats and catalogues. Absent: the settings' defaults. */
  readonly lifetimes?: ChatLifetimes;
  readonly clock?: Pick<Clock, 'now'>;
  readonly metrics?: Pick<Metrics, 'decodeFailed'>;
  /** Called for each trait that differs from the assumption. */
  readonly onTrait?: (trait: { readonly name: string; readonly value: string }) => void;
}

/** HelpCrunch as a source of profiles. */
export function createHelpCrunchSource(options: HelpCrunchSourceOptions): CustomerSource<HelpCrunchCustomer> {
  const { searchBatch, phoneCountry, metrics, clock = systemClock } = options;
  const headers = { authorization: `Bearer ${options.apiKey}` };
  const client = options.openClient({
    source: HELPCRUNCH,
    authorize: { headers: () => headers },
    toError: toHelpCrunchError,
    identity: options.apiKey,
  });
  const report = (field: string) => metrics?.decodeFailed(HELPCRUNCH, field);
  const traits = createTraitBook(TRAITS, options.onTrait, clock.now);
  const requests = createCustomerRequests({
    traits,
    client,
    searchBatch,
    toRecord: (own) => toRecord(own, phoneCountry),
    report,
    areTotalsWrong: () => areTotalsWrong(traits),
  });
  const listing = createListing(requests, () => areTotalsWrong(traits));
  const evidence = createTextEvidence(traits);
  const usualRows = new UsualRows();
  const searchTraits = () => readSearchTraits(traits);
  const lacks = (keys: readonly RecordKey[]) =>
    traits.currently('search.complete') === 'NO' || mayLack(keys, searchTraits());
  const checked = createCheckedSearch<HelpCrunchCustomer>({
    source: HELPCRUNCH,
    async search(keys, call) {
      const conditions = toLookUpConditions(keys, phoneCountry, searchTraits());
      const found = await listing.withAny(conditions, call);
      evidence.saw({ comparison: 'OR', conditions }, found);
      return found;
    },
    one: (id, call) => requests.one(Number(id), call),
    comparedValue: (key) => comparedValue(key, phoneCountry),
    valuesOf: (keys) => toLookUpConditions(keys, phoneCountry, searchTraits()).length,
    batch: requests.batch,
    onMissing: (missing) => learnFromMissing(missing.map(asWritten), traits, SEARCH_TRAITS),
    onAskedAnew: (found, missing) => learnFromRepeated(found, missing.map(asWritten), traits, SEARCH_TRAITS),
    mayLack: lacks,
  });
  const isUnlisted = () => traits.currently('list.complete') === 'NO';
  const checkedList = createCheckedList<HelpCrunchCustomer>({
    source: HELPCRUNCH,
    field: UNIFIED_ORDERS.SOURCE,
    keyOf: sortKey,
    page: (order, range, call) => listing.page(null, order, range, call),
    one: (id, call) => requests.one(Number(id), call),
    isIncomplete: isUnlisted,
    onUnlisted: () => traits.learn('list.complete', 'NO'),
    now: clock.now,
  });
  const shownRows = createShownRows<HelpCrunchCustomer, Missed>({
    source: HELPCRUNCH,
    reasonFor: (filter, record) => whyMissed(filter as HelpCrunchSearch, record, traits),
    one: (id, call) => requests.one(Number(id), call),
    search: (query, range, call) => listing.page(query.filter as HelpCrunchQuery, query.order, range, call),
    keyOf: sortKey,
    onMissing: ([name, value]) => traits.learn(name, value),
    now: clock.now,
  });
  const foundAlso = async (profiles: readonly SourceRecord<HelpCrunchCustomer>[], call: SourceCall) => {
    if (await shownRows.found(profiles, call)) call.meter.warned?.(HELPCRUNCH, 'INCOMPLETE_SEARCH');
  };
  const lacksPhone = async (
    keys: readonly RecordKey[],
    found: readonly SourceRecord<HelpCrunchCustomer>[],
    call: SourceCall,
  ) => {
    const phones = lacks(keys) ? null : lookedUpPhones(keys, phoneCountry);
    return phones !== null && (await shownRows.lookedUp(found, phones, call));
  };
  return {
    name: HELPCRUNCH,
    role: 'PROFILES',
    abilities: abilitiesFor(options, () => (requests.isSearchRefused ? [] : filtersFor(searchTraits()))),
    plan: (demand) => planDemand(demand, searchBatch, searchTraits()),
    planAsAssumed: (demand) => planDemand(demand, searchBatch),
    planOwn: (filter) => planOwnFilter(filter as HelpCrunchCustomerFilter | null, searchBatch),
    matches: matchesDemand,
    invisible,
    sortKey,
    async list(query, range, call) {
      const filter = query.filter as HelpCrunchQuery;
      const page = await listing.page(filter, query.order, range, call);
      await foundAlso(page.records, call);
      if (filter !== null) {
        evidence.saw(filter, page.records);
        if (await shownRows.searched(query, range, page, call)) {
          call.meter.warned?.(HELPCRUNCH, 'INCOMPLETE_SEARCH');
        }
        if (traits.currently('search.complete') === 'NO')
          call.meter.warned?.(HELPCRUNCH, 'INCOMPLETE_SEARCH');
      }
      if (filter === null) await checkedList.listed(query, range, page, call);
      else await checkedList.found(page.records, call);
      if (filter === null && isUnlisted()) call.meter.warned?.(HELPCRUNCH, 'INCOMPLETE_LIST');
      return checked.listed(page, call);
    },

    async lookUp(keys, call, restrictTo) {
      const records = await checked.lookUp(keys, call);
      if (await lacksPhone(keys, records, call)) call.meter.warned?.(HELPCRUNCH, 'INCOMPLETE_SEARCH');
      await foundAlso(records, call);
      await checkedList.found(records, call);
      const wanted =
        restrictTo === undefined
          ? records
          : records.filter((record) => matchesDemand(record, { shared: {}, own: restrictTo }));
      return alignToKeys(keys, wanted, (key) => comparedValue(key, phoneCountry));
    },

    search: (text, call) => findByText(text, { listing, requests, traits, evidence, usualRows }, call),
    mayCover: (beginning, whole) => mayCover(beginning, whole, { requests, traits, evidence }),

    facets: createHelpCrunchFacets({
      client,
      traits,
      clock,
      lifetimes: options.lifetimes,
      report,
      searchBatch,
      customerBatch: requests.batch,
      searchEmail: (email) => emailSearch(email, searchTraits()),
    }),

    health: async () =>
      stateBesideSearch(await client.state(), {
        isSearchRefused: requests.isSearchRefused,
        isListed: requests.isListed,
      }),
    traits: traits.list,
    traitMemory: traits,
    wrongTotals: () => wrongTotalsOf(traits),
    sawEnd: (end) => traits.learn('totals', judgeTotal(end)),
    mayLack: lacks,
    skipsRows: () => traits.currently('rows.unreadable') === 'SOME',
    keepsOrder: () => traits.currently('order.declared') === 'KEPT',
    noticed: (warning) => learnFromWarning(warning, traits),
    probe: (call) =>
      probeHelpCrunch(
        {
          requests,
          traits,
          evidence,
          saw(profiles) {
            checked.saw(profiles);
            shownRows.saw(profiles);
          },
        },
        call,
      ),
  };
}

const UNIFIED_ORDERS = { SOURCE: 'FIRST_SEEN', UPDATED_AT: 'LAST_SEEN' } as const;

const SEARCH_TRAITS = {
  mindsCase: 'search.equals.case',
  mindsBlanks: 'search.equals.blanks',
  isComplete: 'search.complete',
} as const;

function abilitiesFor(
  { searchBatch }: HelpCrunchSourceOptions,
  filters: () => readonly string[],
): SourceAbilities {
  return {
    get filters() {
      return filters();
    },
    orders: ORDERS,
    unifiedOrders: UNIFIED_ORDERS,
    fills: FILLS,
    largestPage: LARGEST_PAGE,
    blockSize: LARGEST_PAGE,
    lookUpBatch: {
      id: searchBatch,
      // Each spelling counts as one.
      email: searchBatch,
      userId: searchBatch,
      phone: Math.max(1, Math.floor(searchBatch / phoneEndings('+').length)),
    },
    lookUpMixesKinds: true,
    searchReadings: SEARCH_READINGS,
    idReading: 'HELP_CRUNCH_ID',
  };
}
