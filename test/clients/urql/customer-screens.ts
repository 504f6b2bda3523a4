import { Client, fetchExchange } from '@urql/core';
import { cacheExchange, type Resolver } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { type CustomerScreens, PAGE_SIZE } from '../customer-screens.ts';
import { CUSTOMER_LIST, type ListVariables, MEMBERS, PERSON } from '../documents.ts';

/** Receives what the cache would otherwise write to the console. */
type CacheLogger = (severity: 'debug' | 'error' | 'warn', message: string) => void;

/** urql for this gateway: pages of a list are merged into one list, and everything is cached by its global id. */
export function createUrqlClient(url: string, logger?: CacheLogger): Client {
  return new Client({
    url,
    preferGetMethod: false,
    exchanges: [
      cacheExchange({
        ...(logger && { logger }),
        // An object without an id belongs to its parent.
        keys: Object.fromEntries(PARTS.map((type) => [type, () => null])),
        resolvers: {
          Query: {
            customers: listOf('sources', 'totalCount'),
            careCloudCustomers: listOf('totalCount'),
            helpCrunchCustomers: listOf('totalCount'),
          },
        },
      }),
      fetchExchange,
    ],
  });
}

/** Every type that is not a Node, except connections, edges and page infos, which graphcache knows. */
export const PARTS = [
  'CareCloudAddress',
  'CareCloudAgreement',
  'CareCloudCard',
  'CareCloudCardType',
  'CareCloudCatalogue',
  'CareCloudChannel',
  'CareCloudConsent',
  'CareCloudConsentType',
  'CareCloudCreditBalance',
  'CareCloudCredits',
  'CareCloudCurrency',
  'CareCloudCustomAgreement',
  'CareCloudCustomerSource',
  'CareCloudExpiry',
  'CareCloudMoney',
  'CareCloudPointEntry',
  'CareCloudPoints',
  'CareCloudProperty',
  'CareCloudPropertyChoice',
  'CareCloudPurchaseItem',
  'CareCloudPurchaseType',
  'CareCloudRelation',
  'CareCloudReward',
  'CareCloudSegmentGroup',
  'CareCloudSegmentMembership',
  'CareCloudSourceRecord',
  'CareCloudTierProgress',
  'CareCloudTierRecord',
  'CareCloudTurnoverGoal',
  'CustomerCount',
  'CustomerMatch',
  'CustomerSearch',
  'FacetHealth',
  'HelpCrunchAgent',
  'HelpCrunchApplication',
  'HelpCrunchCatalogue',
  'HelpCrunchCustomDatum',
  'HelpCrunchDepartment',
  'HelpCrunchDevice',
  'HelpCrunchLocation',
  'HelpCrunchMessage',
  'HelpCrunchTag',
  'SearchReport',
  'SourceCount',
  'SourceError',
  'SourceHealth',
  'SourceReport',
  'SourceTrait',
];

/**
 * All pages as one list. `relayPagination` handles edges, nodes and pageInfo; the other fields are those of the latest
 * page.
 */
function listOf(...others: readonly string[]): Resolver {
  const allPages = relayPagination();
  return (parent, args, cache, info) => {
    const list = allPages(parent, args, cache, info) as object | undefined;
    const latest = cache.resolve(info.parentKey, info.fieldName, args);
    if (list === undefined || typeof latest !== 'string') return list;
    return { ...list, ...Object.fromEntries(others.map((field) => [field, cache.resolve(latest, field)])) };
  };
}

/** The two screens without a view library; with React, `useQuery` replaces `client.query`. */
export function createUrqlScreens(url: string, logger?: CacheLogger): CustomerScreens {
  const client = createUrqlClient(url, logger);
  return {
    async openList(order) {
      let variables: ListVariables = { first: PAGE_SIZE, order };
      await client.query(CUSTOMER_LIST, variables);
      const shown = () => client.readQuery(CUSTOMER_LIST, variables)?.data?.customers;
      return {
        rows: () => shown()?.edges.map(({ node }) => node) ?? [],
        sources: () => shown()?.sources ?? [],
        hasNext: () => shown()?.pageInfo.hasNextPage ?? false,
        async loadNext() {
          const after = shown()?.pageInfo.endCursor;
          if (!after) return;
          variables = { ...variables, after };
          await client.query(CUSTOMER_LIST, variables);
        },
      };
    },
    async openMembers() {
      const { data } = await client.query(MEMBERS, {});
      const { edges = [], sources = [] } = data?.customers ?? {};
      return { rows: edges.map(({ node }) => node), sources };
    },
    async refetchPerson(id) {
      const { data } = await client.query(
        PERSON,
        { id },
        { requestPolicy: 'network-only', fetchOptions: { headers: { 'cache-control': 'no-cache' } } },
      );
      return data?.node ?? null;
    },
    close() {},
  };
}
