import type { CustomerSource } from '../../customers/customer-source.ts';
import type {
  CareCloudCustomer,
  CareCloudCustomerFilter,
} from '../../customers/model/care-cloud-customer.ts';
import { normalKeyValue } from '../../customers/model/identity-keys.ts';
import type { RecordKey, SourceRecord } from '../../customers/model/source-record.ts';
import type { SourceCall } from '../../customers/source-call.ts';
import type { SortKey } from '../../paging/leg.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import type { Clock } from '../../upstream/clock.ts';
import { systemClock } from '../../upstream/clock.ts';
import type { SharedStore } from '../../upstream/redis/shared-store.ts';
import type { UpstreamClient } from '../../upstream/upstream-client.ts';
import type { UpstreamClientOptions } from '../../upstream/upstream-options.ts';
import { alignToKeys } from '../shared/look-up/align-to-keys.ts';
import { createCheckedSearch } from '../shared/look-up/checked-search.ts';
import { stateBesideSearch } from '../shared/search-access.ts';
import { createCheckedList } from '../shared/traits/checked-list.ts';
import { learnFromFound, learnFromMissing, learnFromRepeated } from '../shared/traits/learn-from-missing.ts';
import { judgeTotal, learnFromWarning, wrongTotalsOf } from '../shared/traits/list-traits.ts';
import { asWritten } from '../shared/traits/missing-records.ts';
import { createTraitBook } from '../shared/traits/trait-book.ts';
import { LARGEST_PAGE } from './assumptions.ts';
import { matchesDemand, planDemand } from './criteria/filter.ts';
import { invisible, planOwnFilter } from './criteria/own-filter.ts';
import { FILTERS } from './criteria/parameters.ts';
import { createCustomerPages } from './customer-pages.ts';
import { createCustomerRequests } from './customer-requests.ts';
import { areDeletedListed, noticeDeleted } from './deleted-accounts.ts';
import { toCareCloudError } from './errors.ts';
import { createCareCloudFacets, FACET_DEFAULTS, type FacetSettings } from './facets/facet-source.ts';
import { FOUND_READINGS } from './find-by-text.ts';
import { SharedLogin } from './login/shared-login.ts';
import { createTokenSeal } from './login/token-seal.ts';
import { emailsOf, planLookUp, valuesOfStep } from './look-up.ts';
import { learnNamesCase, readMatching } from './matching.ts';
import { probeCareCloud } from './probe.ts';
import { CARECLOUD, FILLS, isTimeField, sortKey } from './record.ts';
import { hasValuesToFind, resolveCareCloudFilter } from './resolve-filter.ts';
import { SEARCH_READINGS } from './search.ts';
import { searchAccounts } from './search-accounts.ts';
import { type CareCloudCredentials, createCareCloudSession } from './session.ts';
import { createShownAccounts } from './shown-accounts.ts';
import { TRAITS } from './traits.ts';
import type { DecodeOptions } from './wire/decode.ts';
import { createLocalBounds } from './wire/local-bounds.ts';
import { ORDERS } from './wire/requests.ts';
import type { CustomersFilter } from './wire/wire.ts';
import { createLatestInstant, createZoneTimeReader } from './wire/zone-time.ts';

/**
 * What CareCloud's own session and errors contribute to its client; base URL, budget, cache and the rest are the
 * caller's.
 */
type CareCloudClientParts = Required<
  Pick<UpstreamClientOptions, 'source' | 'authorize' | 'toError' | 'identity'>
>;

export interface CareCloudSourceOptions {
  /** Creates the HTTP client with these parts; called once. The caller closes it. */
  readonly openClient: (parts: CareCloudClientParts) => UpstreamClient;
  readonly credentials: CareCloudCredentials;
  /** How replicas share one login to this address; absent: each logs in separately. */
  readonly sharing?: { readonly store: SharedStore; readonly baseUrl: string };
  /** IANA name of the time zone of the vendor's times (CARECLOUD_TIME_ZONE). */
  readonly timeZone: string;
  /** Accept-Language of every request that does not set its own (CARECLOUD_LANGUAGE); absent = the vendor's default. */
  readonly language?: string;
  /** The most values in one array parameter (CARECLOUD_LOOKUP_BATCH), 1 … 1000. */
  readonly lookUpBatch: number;
  /** Cache lifetimes of facets and catalogues, and the largest segment. Absent: the settings' defaults. */
  readonly facets?: Partial<FacetSettings>;
  readonly metrics?: Pick<Metrics, 'decodeFailed'>;
  /** Called for each trait that differs from the assumption. */
  readonly onTrait?: (trait: { readonly name: string; readonly value: string }) => void;
  readonly clock?: Clock;
}

/** CareCloud as a source of accounts. */
export function createCareCloudSource(options: CareCloudSourceOptions): CustomerSource<CareCloudCustomer> {
  const { lookUpBatch, language, metrics, clock = systemClock } = options;
  const session = createCareCloudSession({
    credentials: options.credentials,
    request: (request, call) => client.request(request, call),
    clock,
    sharedLogin: openSharedLogin(options, clock),
  });
  const client = options.openClient({
    source: CARECLOUD,
    authorize: session,
    toError: toCareCloudError,
    identity: identityOf(options.credentials),
  });
  const decoding: DecodeOptions = {
    time: createZoneTimeReader(options.timeZone),
    report: (field) => metrics?.decodeFailed(CARECLOUD, field),
  };

  const latestInstant = createLatestInstant(options.timeZone);
  const latestKey = (key: SortKey, field: string) =>
    typeof key === 'number' && isTimeField(field) ? latestInstant(key) : key;

  const traits = createTraitBook(TRAITS, options.onTrait, clock.now);
  const requests = createCustomerRequests({
    traits,
    client,
    decoding,
    lookUpBatch,
    ...(language !== undefined && { language }),
  });
  const pages = createCustomerPages(requests);
  const facets = createCareCloudFacets({
    traits,
    arrayBatch: requests.batch,
    client,
    decoding,
    clock,
    localBounds: createLocalBounds(options.timeZone),
    ...(language !== undefined && { language }),
    ...FACET_DEFAULTS,
    ...options.facets,
  });
  const matching = () => readMatching(traits);
  const planSteps = (keys: readonly RecordKey[], restrictTo?: CareCloudCustomerFilter) =>
    planLookUp(keys, lookUpBatch, restrictTo, matching().spellEmail);
  async function search(keys: readonly RecordKey[], call: SourceCall, restrictTo?: CareCloudCustomerFilter) {
    const steps = planSteps(keys, restrictTo);
    const found = (await Promise.all(steps.map((step) => pages.read(step, call)))).flat();
    learnFromFound(
      emailsOf(steps),
      found.map(({ own }) => own.email ?? ''),
      traits,
      SEARCH_TRAITS,
    );
    return found;
  }
  const isIncomplete = () => traits.currently('criteria.complete') === 'NO';
  const mindsCase = () => traits.currently('email.case') === 'SENSITIVE';
  const mayLack = (keys: readonly RecordKey[]) =>
    isIncomplete() || (mindsCase() && keys.some(({ kind }) => kind === 'email'));
  const checked = createCheckedSearch<CareCloudCustomer>({
    source: CARECLOUD,
    search,
    one: requests.one,
    comparedValue: normalKeyValue,
    valuesOf: (keys) => Math.max(0, ...planSteps(keys).map(valuesOfStep)),
    batch: requests.batch,
    onMissing: (missing) => learnFromMissing(missing.map(asWritten), traits, SEARCH_TRAITS),
    onAskedAnew: (found, missing) => learnFromRepeated(found, missing.map(asWritten), traits, SEARCH_TRAITS),
    mayLack,
  });

  const isUnlisted = () => traits.currently('list.complete') === 'NO';
  const checkedList = createCheckedList<CareCloudCustomer>({
    source: CARECLOUD,
    field: UNIFIED_ORDERS.SOURCE,
    keyOf: sortKey,
    page: (order, range, call) => requests.page({ filter: null, order }, range, call),
    one: requests.one,
    isIncomplete: isUnlisted,
    async onUnlisted({ own }, call) {
      if (own.state !== 'DELETED') traits.learn('list.complete', 'NO');
      else await areDeletedListed(requests, traits, call);
    },
    now: clock.now,
  });
  const shown = createShownAccounts({ requests, pages, traits, latestKey, now: clock.now });
  const foundAlso = async (accounts: readonly SourceRecord<CareCloudCustomer>[], call: SourceCall) => {
    if (await shown.found(accounts, call)) call.meter.warned?.(CARECLOUD, 'INCOMPLETE_SEARCH');
  };
  const warnOfList = (call: SourceCall) => {
    if (isUnlisted()) call.meter.warned?.(CARECLOUD, 'INCOMPLETE_LIST');
  };

  return {
    name: CARECLOUD,
    role: 'ACCOUNTS',
    abilities: {
      get filters() {
        if (requests.areCriteriaRefused) return [];
        return matching().findsNames ? FILTERS : FILTERS.filter((name) => !/Name$/.test(name));
      },
      orders: ORDERS,
      unifiedOrders: UNIFIED_ORDERS,
      fills: FILLS,
      largestPage: LARGEST_PAGE,
      lookUpBatch: { id: lookUpBatch, userId: lookUpBatch, email: lookUpBatch, phone: 1 },
      lookUpMixesKinds: false,
      searchReadings: [...SEARCH_READINGS, ...FOUND_READINGS],
      idReading: 'CARE_CLOUD_ID',
    },
    plan: (demand) => planDemand(demand, lookUpBatch, matching()),
    planAsAssumed: (demand) => planDemand(demand, lookUpBatch),
    planOwn: (filter) => planOwnFilter(filter as CareCloudCustomerFilter | null),
    matches: matchesDemand,
    invisible,
    sortKey,
    latestKey,
    lists(record, filter, call) {
      if (filter !== null) return true;
      if (record.own.state === 'DELETED') return areDeletedListed(requests, traits, call);
      warnOfList(call);
      return true;
    },
    omits: (filter, { own }) =>
      filter === null &&
      traits.currently('list.deleted') === 'HIDDEN' &&
      (own as CareCloudCustomerFilter | null)?.states?.includes('DELETED') !== false,
    async list(query, range, call) {
      const page = await pages.list(query, range, call);
      const filter = query.filter as CustomersFilter | null;
      await foundAlso(page.records, call);
      if (filter === null) {
        noticeDeleted(page.records, traits);
        await checkedList.listed(query, range, page, call);
        warnOfList(call);
      } else {
        learnNamesCase(filter, page.records, traits);
        const isContradicted = await shown.listed(query, range, page, call);
        if (isContradicted || isIncomplete() || mindsCase())
          call.meter.warned?.(CARECLOUD, 'INCOMPLETE_SEARCH');
        await checkedList.found(page.records, call);
      }
      return checked.listed(page, call);
    },
    async lookUp(keys, call, restrictTo) {
      const own = restrictTo as CareCloudCustomerFilter | undefined;
      const found = own === undefined ? await checked.lookUp(keys, call) : await search(keys, call, own);
      // What a customer source excludes is not missing.
      if (own === undefined && (await shown.lookedUp(keys, found, call)))
        call.meter.warned?.(CARECLOUD, 'INCOMPLETE_SEARCH');
      await foundAlso(found, call);
      await checkedList.found(found, call);
      const demand = { shared: {}, own: restrictTo ?? null };
      return alignToKeys(
        keys,
        found.filter((record) => matchesDemand(record, demand)),
        normalKeyValue,
      );
    },
    search: (text, call) =>
      searchAccounts(text, { pages, requests, traits, find: facets.find, load: search }, call),
    isUnresolved: (filter) => hasValuesToFind(filter as CareCloudCustomerFilter),
    resolve: (filter, call) => resolveCareCloudFilter(filter as CareCloudCustomerFilter, facets, call),
    facets,
    health: async () =>
      stateBesideSearch(await client.state(), {
        isSearchRefused: requests.areCriteriaRefused,
        isListed: requests.isListed,
      }),
    traits: traits.list,
    traitMemory: traits,
    wrongTotals: () => wrongTotalsOf(traits),
    sawEnd: (end) => traits.learn('totals', judgeTotal(end)),
    mayLack,
    skipsRows: () => traits.currently('rows.unreadable') === 'SOME',
    keepsOrder: () => traits.currently('order.declared') === 'KEPT',
    noticed: (warning) => learnFromWarning(warning, traits),
    probe: (call) =>
      probeCareCloud(
        {
          requests,
          traits,
          latestKey,
          saw(accounts) {
            checked.saw(accounts);
            shown.saw(accounts);
          },
        },
        call,
      ),
  };
}

const UNIFIED_ORDERS = { SOURCE: 'CUSTOMER_ID', UPDATED_AT: 'LAST_CHANGE' } as const;

const SEARCH_TRAITS = {
  mindsCase: 'email.case',
  mindsBlanks: 'email.blanks',
  isComplete: 'criteria.complete',
} as const;

/** Identifies the credentials: other credentials may see other data. */
function identityOf(credentials: CareCloudCredentials): string {
  return JSON.stringify(
    'token' in credentials ? [credentials.token] : [credentials.login, credentials.applicationId],
  );
}

/** A configured token needs no login. */
function openSharedLogin(
  { credentials, sharing }: Pick<CareCloudSourceOptions, 'credentials' | 'sharing'>,
  clock: Clock,
): SharedLogin | null {
  if (sharing === undefined || 'token' in credentials) return null;
  const { store, baseUrl } = sharing;
  return new SharedLogin({ store, clock, createSeal: () => createTokenSeal({ ...credentials, baseUrl }) });
}
