import { describe, expect, it } from 'vitest';
import { customerIdListHonoured } from '../../src/sandbox/personality/loyalty.ts';
import { generatedSection, isUpdating, replaceSection } from '../readme/support/readme-file.ts';
import { type StartedGateway, type StartOptions, startGateway } from '../support/start-gateway.ts';

interface Operation {
  readonly name: string;
  /** The minimum of HTTP requests that could answer it: CareCloud + HelpCrunch, and why if it is not obvious. */
  readonly fewest: string;
  /** What the gateway sends. */
  readonly made: readonly [careCloud: number, helpCrunch: number];
  /** The longest chain of requests that wait for one another; in words if it depends on a setting. */
  readonly depth: number | string;
  readonly start?: StartOptions;
  /** Runs before requests are counted. */
  prepare?(product: StartedGateway): Promise<void>;
  run(product: StartedGateway): Promise<void>;
}

const ask =
  (query: string) =>
  async (product: StartedGateway): Promise<void> => {
    const { errors } = await product.query(query);
    expect(errors).toBeUndefined();
  };

/** Walks a list for `pages` pages. */
const walk =
  (field: string, size: number, pages: number) =>
  async (product: StartedGateway): Promise<void> => {
    let after: string | null = null;
    for (let page = 0; page < pages; page++) {
      const { data, errors } = await product.query(
        `query ($after: String) { list: ${field}(first: ${size}, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }`,
        { after },
      );
      expect(errors).toBeUndefined();
      after = data.list.pageInfo.endCursor;
    }
  };

const emailsOf = (product: StartedGateway): readonly string[] =>
  product.sandbox.careCloud.rows
    .map((row) => row.personal_information.email)
    .filter((email) => email != null)
    .slice(0, 50);

const leadEmailsOf = (product: StartedGateway): readonly string[] => {
  const members = new Set(
    product.sandbox.careCloud.rows.map((row) => row.personal_information.email?.toLowerCase()),
  );
  return product.sandbox.helpCrunch.rows
    .map((row) => row.email ?? '')
    .filter((email) => email.includes('@') && !members.has(email.toLowerCase()));
};

const OPERATIONS: readonly Operation[] = [
  {
    name: 'a page of `customers`, while CareCloud lasts',
    fewest: '1 + 0',
    made: [1, 0],
    depth: 1,
    run: ask('{ customers(first: 20) { nodes { id name email } pageInfo { hasNextPage endCursor } } }'),
  },
  {
    name: 'the same with HelpCrunch facets',
    fewest: '1 + 1',
    made: [1, 1],
    depth: 2,
    run: ask('{ customers(first: 20) { nodes { id helpCrunch { lastSeenAt } company sources } } }'),
  },
  {
    name: 'a page of `customers` by `UPDATED_AT`',
    fewest: '2 + 1 (one list each, one look-up of who is in both)',
    made: [2, 1],
    depth: 2,
    run: ask(
      '{ customers(first: 20, orderBy: { field: UPDATED_AT, direction: DESC }) { nodes { id name } } }',
    ),
  },
  {
    name: 'ten pages of ten of `helpCrunchCustomers`',
    fewest: '0 + 1',
    made: [0, 1],
    depth: 1,
    run: walk('helpCrunchCustomers', 10, 10),
  },
  {
    name: 'a count: `customers(first: 0) { totalCount }`',
    fewest: '1 + 1',
    made: [1, 1],
    depth: 1,
    run: ask('{ customers(first: 0) { totalCount { value precision } } }'),
  },
  {
    name: 'a search box: `customers(filter: { email })`',
    fewest: '1 + 1',
    made: [1, 1],
    depth: 2,
    run: async (product) => {
      const [email = ''] = emailsOf(product);
      await ask(`{ customers(filter: { email: "${email}" }) { nodes { id name company sources } } }`)(
        product,
      );
    },
  },
  {
    name: '`customer(by: { email })` of a member',
    fewest: '1 + 0',
    made: [1, 0],
    depth: 1,
    run: async (product) => {
      const [email = ''] = emailsOf(product);
      await ask(`{ customer(by: { email: "${email}" }) { id name } }`)(product);
    },
  },
  {
    name: '`customer(by: { email })` of a chat lead',
    fewest: '1 + 1',
    made: [1, 1],
    depth: 2,
    run: ask('{ customer(by: { email: "vlad.dark@transylmania.com" }) { id name } }'),
  },
  {
    name: 'fifty `customer(by: { email })` of members in one operation',
    fewest: '1 + 0',
    made: [1, 0],
    depth: 1,
    run: async (product) => {
      const fields = emailsOf(product).map(
        (email, index) => `c${index}: customer(by: { email: "${email}" }) { id }`,
      );
      await ask(`{ ${fields.join('\n')} }`)(product);
    },
  },
  {
    name: '300 aliases of one field',
    fewest: '1 + 0',
    made: [1, 0],
    depth: 1,
    run: ask(
      `{ ${Array.from({ length: 300 }, (_, index) => `a${index}: customers(first: 1) { nodes { id } }`).join('\n')} }`,
    ),
  },
  {
    name: 'people by HelpCrunch tag, with their CareCloud consents',
    fewest: '1 + 2 (list, who they are, their other profiles)',
    made: [1, 2],
    depth: 3,
    run: ask(
      '{ customers(first: 20, filter: { helpCrunch: { tags: { anyOf: ["VIP"] } } }) { nodes { name careCloud { consents { value } } } } }',
    ),
  },
  {
    name: '`_entities` of 100: emails of members and of chat leads, CareCloud ids, HelpCrunch ids',
    fewest: '3 + 1 (ids, emails, accounts of profiles + one search)',
    made: [3, 1],
    depth: 3,
    run: async (product) => {
      const { careCloud, helpCrunch } = product.sandbox;
      const representations = [
        ...[...emailsOf(product).slice(0, 17), ...leadEmailsOf(product).slice(0, 17)].map((email) => ({
          __typename: 'Customer',
          email,
        })),
        ...careCloud.rows
          .slice(50, 83)
          .map((row) => ({ __typename: 'Customer', careCloudId: row.customer_id })),
        ...helpCrunch.rows
          .slice(0, 33)
          .map((row) => ({ __typename: 'Customer', helpCrunchId: String(row.id) })),
      ];
      const { errors } = await product.query(
        'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Customer { id } } }',
        { representations },
      );
      expect(errors).toBeUndefined();
    },
  },
  {
    name: 'a filter that contradicts itself',
    fewest: '0 + 0',
    made: [0, 0],
    depth: 0,
    run: ask(`{
      customers(filter: { inSources: [CARECLOUD], notInSources: [CARECLOUD] }) { nodes { id } }
      tags: customers(filter: { helpCrunch: { tags: { anyOf: ["VIP"], noneOf: ["vip"] } } }) { nodes { id } }
      own: helpCrunchCustomers(filter: { tags: { allOf: ["VIP", "Lead"], noneOf: ["Lead"] } }) { nodes { id } }
      chats: helpCrunchChats(filter: { customerTags: { anyOf: ["VIP"], noneOf: ["VIP"] } }) { nodes { id } }
    }`),
  },
];

const CATALOGUES = ask(
  '{ careCloudCatalogue { tiers { name } segments { name } segmentGroups { name } stores { name } consents { name } channels { name } currencies { name } cardTypes { name } purchaseTypes { name } } }',
);

/** At least a hundred members, with catalogues read within the last hour. */
const FACETS = { start: { sandbox: { people: 200 } }, prepare: CATALOGUES } as const;

const PANEL =
  'careCloud { tier { tier { name } } points { available } segments { segment { name } } cards { number } vouchers(validNow: true) { nodes { code } } purchases(first: 3) { totalCount nodes { paidAt } } }';
const PANEL_OF = 3;
const panel = (product: StartedGateway) =>
  ask(
    `{ customer(by: { careCloudId: "${product.sandbox.careCloud.rows[PANEL_OF]?.customer_id}" }) { name ${PANEL} } }`,
  )(product);

const cardsOfPage = ask('{ careCloudCustomers(first: 100) { nodes { cards { number } } } }');

/** The operations of a loyalty programme's screens, with catalogues cached. */
const FACET_OPERATIONS: readonly Operation[] = [
  {
    ...FACETS,
    name: '100 members with `consents { name }` and `store { name }`',
    fewest: '1 + 0',
    made: [1, 0],
    depth: 1,
    run: ask('{ careCloudCustomers(first: 100) { nodes { consents { name } store { name } } } }'),
  },
  {
    ...FACETS,
    name: '20 members with `tier` and `points { available }`',
    fewest: '41 + 0 (CareCloud has each by the customer)',
    made: [41, 0],
    depth: '1, then 8 at a time (`CARECLOUD_CONCURRENCY`)',
    run: ask('{ careCloudCustomers(first: 20) { nodes { tier { tierId } points { available } } } }'),
  },
  {
    ...FACETS,
    name: '100 members with both: refused',
    fewest: '0 + 0',
    made: [0, 0],
    depth: 0,
    async run(product) {
      const { errors } = await product.query(
        '{ careCloudCustomers(first: 100) { nodes { tier { tierId } points { available } } } }',
      );
      expect(errors).toMatchObject([{ extensions: { code: 'OPERATION_TOO_COMPLEX' } }]);
    },
  },
  {
    ...FACETS,
    name: '100 members with `segments(groupTextIds: ["rfm_badges"])`, six badges',
    fewest: '7 + 0 (who has each badge)',
    made: [7, 0],
    depth: 2,
    run: ask(
      '{ careCloudCustomers(first: 100) { nodes { segments(groupTextIds: ["rfm_badges"]) { segment { name } } } } }',
    ),
  },
  {
    ...FACETS,
    name: '100 members with `cards`, where CareCloud takes `customer_id[]`, once that is known',
    fewest: '2 + 0',
    made: [2, 0],
    depth: 2,
    start: {
      sandbox: { people: 200, personalities: [customerIdListHonoured()] },
      env: { FACET_TTL_SECONDS: '0', CACHE_TTL_SECONDS: '0', CACHE_STALE_SECONDS: '0' },
    },
    async prepare(product) {
      await cardsOfPage(product);
      await cardsOfPage(product);
    },
    run: cardsOfPage,
  },
  {
    ...FACETS,
    name: '`customer(by: { cardNumber })` with `tier` and `points`',
    fewest: '4 + 0 (card, account, one each)',
    made: [4, 0],
    depth: 3,
    async run(product) {
      const cards = product.sandbox.careCloud.loyalty.all('cards');
      const number = cards.filter(({ customer_id }) => customer_id !== null)[20]?.card_number;
      await ask(
        `{ customer(by: { cardNumber: "${number}" }) { careCloud { tier { tierId } points { available } } } }`,
      )(product);
    },
  },
  {
    ...FACETS,
    name: 'fifty `customer(by: { externalId })` in one operation',
    fewest: '2 + 0 (one search, one look-up)',
    made: [2, 0],
    depth: 2,
    async run(product) {
      const records = product.sandbox.careCloud.loyalty.all('customer_source_records');
      const ids = records.flatMap(({ external_id: id }) => (id == null || id.includes('SHARED') ? [] : [id]));
      const fields = ids
        .slice(0, 50)
        .map((id, index) => `c${index}: customer(by: { externalId: { id: ${JSON.stringify(id)} } }) { id }`);
      await ask(`{ ${fields.join('\n')} }`)(product);
    },
  },
  {
    ...FACETS,
    name: 'a support panel: tier, points, segments, cards, vouchers, purchases',
    fewest: '7 + 0 (account, one each)',
    made: [7, 0],
    depth: 2,
    run: panel,
  },
  {
    ...FACETS,
    name: 'the same again within a minute',
    fewest: '0 + 0',
    made: [0, 0],
    depth: 0,
    start: { sandbox: { people: 200 }, env: { CACHE_TTL_SECONDS: '60' } },
    async prepare(product) {
      await CATALOGUES(product);
      await panel(product);
    },
    run: panel,
  },
];

const ALL = [...OPERATIONS, ...FACET_OPERATIONS];

/** The vendors' response time here, which shows which requests waited for another. */
const VENDOR_MS = 100;

/** For requests sent at these times: the longest chain in which each was sent after the previous response. */
function longestChain(sentAt: readonly number[]): number {
  let waves = 0;
  let waveAt = Number.NEGATIVE_INFINITY;
  for (const at of [...sentAt].sort((one, other) => one - other)) {
    if (at - waveAt < VENDOR_MS) continue;
    waves++;
    waveAt = at;
  }
  return waves;
}

describe('the upstream minimum', () => {
  it.each(ALL)('$name costs $made, $depth in sequence', async ({ start, prepare, run, made, depth }) => {
    await using product = await startGateway(start);
    await prepare?.(product);
    product.resetRequests();
    const vendors = [product.sandbox.careCloud, product.sandbox.helpCrunch];
    for (const vendor of vendors) vendor.injectFault({ delayMs: VENDOR_MS });
    await run(product);
    const { careCloud, helpCrunch } = product.upstreamRequests();
    expect([careCloud.length, helpCrunch.length], [...careCloud, ...helpCrunch].join(', ')).toEqual(made);
    const chain = longestChain(vendors.flatMap(({ requests }) => requests.map(({ at }) => at)));
    if (typeof depth === 'number') expect(chain).toBe(depth);
  });

  it('is the same for a late page as for the first, without a cache', async () => {
    await using product = await startGateway({
      env: { CACHE_TTL_SECONDS: '0', CACHE_STALE_SECONDS: '0' },
      sandbox: { people: 900 },
    });
    const list = 'customers(first: $first, after: $after, orderBy: { field: UPDATED_AT, direction: DESC })';
    const read = async (first: number, after: string | null): Promise<readonly string[]> => {
      const { data, errors } = await product.query(
        `query ($first: Int, $after: String) { list: ${list} { edges { cursor node { id } } pageInfo { hasNextPage } } }`,
        { first, after },
      );
      expect(errors).toBeUndefined();
      return data.list.edges.map(({ cursor }: { cursor: string }) => cursor);
    };
    const cursors: string[] = [];
    while (cursors.length < 500) cursors.push(...(await read(100, cursors.at(-1) ?? null)));
    for (const depth of [0, 10, 37, 50, 59, 77, 98, 99, 100, 101, 150, 199, 298]) {
      product.resetRequests();
      await read(20, cursors[depth - 1] ?? null);
      const { careCloud, helpCrunch } = product.upstreamRequests();
      // One list each and one look-up; none if the page reaches no profile.
      expect(careCloud.length, `the page after ${depth}`).toBeLessThanOrEqual(2);
      expect(helpCrunch.length, `the page after ${depth}`).toBe(1);
    }
  });

  it('is in the README as asserted', () => {
    const rows = ALL.map(
      ({ name, fewest, made, depth }) => `| ${name} | ${fewest} | ${made[0]} + ${made[1]} | ${depth} |`,
    );
    const table = [
      '| operation | fewest possible | the gateway | after one another |',
      '|---|---|---|---|',
      ...rows,
    ].join('\n');
    if (isUpdating) replaceSection('upstream-minimum', table);
    expect(generatedSection('upstream-minimum')).toBe(table);
  });
});
