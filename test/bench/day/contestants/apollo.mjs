import { RESTDataSource } from '@apollo/datasource-rest';
import { ApolloServer, HeaderMap } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import DataLoader from 'dataloader';
import { GraphQLError, parse } from 'graphql';
import { PlainRateLimiter } from './plain-rate-limiter.mjs';
import { typeDefs } from './type-defs.mjs';

/**
 * The company's operations by Apollo Server 5 as a good engineer writes it: a RESTDataSource per API with answers cached for
 * ten seconds in a cache that all operations share (catalogues for an hour; searches by what they ask, as they are POSTs that
 * read), DataLoaders for everything that rows would ask one
 * by one, as few requests per operation as the vendors allow, and a rate limiter that waits its turn. Apollo Server does not tell
 * resolvers that a client has closed its connection, so what was begun is finished.
 */
const TTL_SECONDS = 10;
const CATALOGUE_TTL_SECONDS = 3_600;
/** So long a request may wait for its turn: the gateway's own deadline. */
const PATIENCE_MS = 10_000;

class VendorAPI extends RESTDataSource {
  constructor({ vendors, vendor, baseUrl, key, cache, limiter }) {
    super({ cache, fetch: async (url, init) => send(await limiter.wait(), url, init) });
    this.baseURL = `${baseUrl}/`;
    this.key = key;
    async function send(_turn, url, { method = 'GET', headers = {}, body = null }) {
      const { pathname, search } = new URL(url);
      const answer = await vendors.send(vendor, { method, path: pathname + search, headers, body });
      return new Response(answer.text, { status: answer.status, headers: answer.headers });
    }
  }

  willSendRequest(_path, request) {
    request.headers.authorization = `Bearer ${this.key}`;
  }

  cacheOptionsFor(url) {
    return { ttl: url.includes('/statuses') ? CATALOGUE_TTL_SECONDS : TTL_SECONDS };
  }
}

class CareCloudAPI extends VendorAPI {
  #byId = new DataLoader((ids) => this.#readByIds(ids));
  #byEmail = new DataLoader((emails) => this.#readByEmails(emails));

  byId(id) {
    return this.#byId.load(id);
  }

  async withEmail(email) {
    return email ? await this.#byEmail.load(email.trim().toLowerCase()) : null;
  }

  async list(params) {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(params)) {
      for (const each of Array.isArray(value) ? value : [value]) query.append(name, String(each));
    }
    const { data } = await this.get('customers', { params: query });
    return data.customers;
  }

  async tier(id) {
    const params = { valid_now: 'true', count: '1' };
    const { data } = await this.get(`customers/${id}/status-records`, { params });
    const [record] = data.status_records;
    if (!record) return null;
    const { data: catalogue } = await this.get('statuses', { params: { count: '1000' } });
    return catalogue.statuses.find(({ status_id }) => status_id === record.status_id) ?? null;
  }

  async points(id) {
    const { data } = await this.get('wallet/actions/points-overview', { params: { customer_id: id } });
    return data;
  }

  async #readByIds(ids) {
    const rows = await this.list({ count: ids.length, offset: 0, 'customer_ids[]': ids });
    const byId = new Map(rows.map((row) => [row.customer_id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  async #readByEmails(emails) {
    const rows = await this.list({ count: 2 * emails.length, offset: 0, 'email_list[]': emails });
    const byEmail = new Map(rows.map((row) => [emailOf(row)?.trim().toLowerCase(), row]));
    return emails.map((email) => byEmail.get(email) ?? null);
  }
}

class HelpCrunchAPI extends VendorAPI {
  #byEmail = new DataLoader((emails) => this.#searchByEmails(emails), { maxBatchSize: 100 });
  #lastChat = new DataLoader((ids) => this.#searchChats(ids), { maxBatchSize: 100 });

  /** Null when nobody has this email; the one last seen when several have. */
  async withEmail(email) {
    return email ? await this.#byEmail.load(email.trim().toLowerCase()) : null;
  }

  lastChat(id) {
    return this.#lastChat.load(id);
  }

  list(offset, limit) {
    const params = {
      sort: 'customers.lastSeen',
      order: 'desc',
      limit: String(limit),
      offset: String(offset),
    };
    return this.get('customers', { params });
  }

  /** The cache's own key would be the address alone. */
  #read(path, body) {
    return this.post(path, { body, cacheKey: `POST ${path} ${JSON.stringify(body)}` });
  }

  search(comparison, filter, { offset = 0, limit = 100 } = {}) {
    const body = { comparison, filter, sort: 'customers.lastSeen', order: 'DESC', limit, offset };
    return this.#read('customers/search', body);
  }

  async #searchByEmails(emails) {
    const filter = emails.map((value) => ({ field: 'customers.email', operator: '=', value }));
    const { data } = await this.search('OR', filter);
    const byEmail = new Map(data.toReversed().map((row) => [row.email.trim().toLowerCase(), row]));
    return emails.map((email) => byEmail.get(email) ?? null);
  }

  async #searchChats(ids) {
    const filter = ids.map((value) => ({ field: 'chats.customer', operator: '=', value }));
    const body = { comparison: 'OR', filter, sort: 'chats.createdAt', order: 'DESC', limit: 100, offset: 0 };
    const { data } = await this.#read('chats/search', body);
    return ids.map((id) => data.find(({ customer }) => customer.id === id) ?? null);
  }
}

const emailOf = ({ personal_information: { email } }) => email ?? null;
const personOf = (account, profile) => ({ account, profile });
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (after) => (after ? JSON.parse(Buffer.from(after, 'base64url').toString()) : {});
const accountTime = ({ last_change }) => (last_change ? Date.parse(`${last_change.replace(' ', 'T')}Z`) : -1);
const profileTime = ({ lastSeen }) => (lastSeen ? Number(lastSeen) * 1_000 : -1);

/** Accounts and profiles found, each with its other side, and each person once. */
async function unite(accounts, profiles, { careCloud, helpCrunch }) {
  const [profilesOf, accountsOf] = await Promise.all([
    Promise.all(accounts.map((account) => helpCrunch.withEmail(emailOf(account)))),
    Promise.all(profiles.map((profile) => careCloud.withEmail(profile.email))),
  ]);
  const people = new Map();
  for (const [index, account] of accounts.entries()) {
    people.set(account.customer_id, personOf(account, profilesOf[index]));
  }
  profiles.forEach((profile, index) => {
    const key = accountsOf[index]?.customer_id ?? profile.id;
    if (!people.has(key)) people.set(key, personOf(accountsOf[index], profile));
  });
  return [...people.values()];
}

async function searchCustomers(_, { text, first }, { dataSources }) {
  const { careCloud, helpCrunch } = dataSources;
  const page = { count: 20, offset: 0 };
  if (text.trim().length < 3) return { matches: [], hasMore: false };
  const isPhone = /^[\d\s+/().-]{6,}$/.test(text);
  const [one = '', other] = text.trim().split(/\s+/);
  const like = (field, value) => ({ field, operator: '~', value });
  const names = other
    ? [
        { last_name: one, first_name: other },
        { last_name: other, first_name: one },
      ]
    : [{ last_name: one }, { first_name: one }];
  const digits = text.replace(/\D/g, '');
  const [accounts, { data: profiles }] = await Promise.all([
    Promise.all(
      (isPhone ? [{ phone: `420${digits}` }] : names).map((criteria) =>
        careCloud.list({ ...page, ...criteria }),
      ),
    ),
    isPhone
      ? helpCrunch.search('OR', [like('customers.phone', digits)], { limit: 20 })
      : other
        ? helpCrunch.search('AND', [like('customers.name', one), like('customers.name', other)], {
            limit: 20,
          })
        : helpCrunch.search('OR', [like('customers.name', one), like('customers.email', one)], { limit: 20 }),
  ]);
  const people = await unite(accounts.flat(), profiles, dataSources);
  return {
    matches: people.slice(0, first).map((customer) => ({ customer })),
    hasMore: people.length > first,
  };
}

/** By last activity: the two lists interleaved; the cursor holds both offsets. */
async function listByActivity(first, after, { dataSources }) {
  const { careCloud, helpCrunch } = dataSources;
  const { accounts: accountsFrom = 0, profiles: profilesFrom = 0 } = decode(after);
  const [accounts, { data: profiles }] = await Promise.all([
    careCloud.list({ count: first, offset: accountsFrom, sort_field: 'last_change', sort_direction: 'DESC' }),
    helpCrunch.list(profilesFrom, first),
  ]);
  const rows = [];
  const taken = { accounts: 0, profiles: 0 };
  while (rows.length < first && (accounts[taken.accounts] || profiles[taken.profiles])) {
    const [account, profile] = [accounts[taken.accounts], profiles[taken.profiles]];
    const isAccount = account && (!profile || accountTime(account) >= profileTime(profile));
    rows.push(isAccount ? { account } : { profile });
    taken[isAccount ? 'accounts' : 'profiles'] += 1;
  }
  const pick = (side) => rows.flatMap((row) => row[side] ?? []);
  const nodes = await unite(pick('account'), pick('profile'), dataSources);
  const endCursor = encode({
    accounts: accountsFrom + taken.accounts,
    profiles: profilesFrom + taken.profiles,
  });
  return { nodes, pageInfo: { hasNextPage: rows.length === first, endCursor } };
}

/** Everybody: the accounts, then the profiles that no account has. */
async function listAll(first, after, { dataSources }) {
  const { careCloud, helpCrunch } = dataSources;
  const { accounts: from = 0, profiles: profilesFrom = null } = decode(after);
  if (profilesFrom === null) {
    const sorting = { sort_field: 'customer_id', sort_direction: 'ASC' };
    const accounts = await careCloud.list({ count: first, offset: from, ...sorting });
    const nodes = await unite(accounts, [], dataSources);
    const next = accounts.length === first ? { accounts: from + first } : { profiles: 0 };
    return { nodes, pageInfo: { hasNextPage: true, endCursor: encode(next) } };
  }
  const { data } = await helpCrunch.list(profilesFrom, first);
  const nodes = (await unite([], data, dataSources)).filter(({ account }) => !account);
  const endCursor = encode({ profiles: profilesFrom + first });
  return { nodes, pageInfo: { hasNextPage: data.length === first, endCursor } };
}

/** So many pages of a list are read at most for one page of people that pass a filter. */
const MOST_READS = 20;

/** Of the filters that the screens use: the side with the narrower criterion is read on until the page is full. */
async function listFiltered(first, after, filter, context) {
  let { from = 0 } = decode(after);
  const nodes = [];
  let hasMore = true;
  for (let reads = 0; hasMore && nodes.length < first && reads < MOST_READS; reads++) {
    const { people, read } = await readFiltered(first, from, filter, context);
    from += read;
    hasMore = read === first;
    nodes.push(...people);
  }
  // What is too much of the last read is left out: no client of the day looks.
  return { nodes: nodes.slice(0, first), pageInfo: { hasNextPage: hasMore, endCursor: encode({ from }) } };
}

async function readFiltered(count, from, filter, { dataSources }) {
  const { careCloud, helpCrunch } = dataSources;
  const [tag] = filter.helpCrunch.tags.anyOf;
  if (filter.careCloud) {
    const sorting = { sort_field: 'customer_id', sort_direction: 'ASC' };
    const accounts = await careCloud.list({
      count,
      offset: from,
      last_name: filter.careCloud.lastName,
      ...sorting,
    });
    const people = await unite(accounts, [], dataSources);
    const isTagged = ({ profile }) => profile?.tags.some(({ name }) => name === tag);
    return { people: people.filter(isTagged), read: accounts.length };
  }
  const condition = { field: 'customers.tagsData', operator: '=', value: [{ name: tag }] };
  const { data } = await helpCrunch.search('AND', [condition], { offset: from, limit: count });
  const people = await unite([], data, dataSources);
  return { people: people.filter(({ account }) => !account), read: data.length };
}

const STATES = { 0: 'DELETED', 1: 'ACTIVE', 2: 'INACTIVE' };
const toTime = (seconds) =>
  seconds ? `${new Date(Number(seconds) * 1_000).toISOString().slice(0, 19)}Z` : null;
const profileOf = async (person, { dataSources }) =>
  person.profile === undefined ? dataSources.helpCrunch.withEmail(emailOf(person.account)) : person.profile;

const resolvers = {
  Query: {
    searchCustomers,
    async customer(_, { by }, { dataSources }) {
      const id = Buffer.from(by.id, 'base64').toString().split(':')[2];
      const account = await dataSources.careCloud.byId(id);
      return account && { account };
    },
    customers(_, { first, after, filter, orderBy }, context) {
      if (filter) return listFiltered(first, after, filter, context);
      return orderBy ? listByActivity(first, after, context) : listAll(first, after, context);
    },
  },
  Customer: {
    async __resolveReference({ careCloudId }, { dataSources }) {
      const account = await dataSources.careCloud.byId(careCloudId);
      return account && { account };
    },
    id: ({ account, profile }) =>
      Buffer.from(
        account ? `Customer:CARECLOUD:${account.customer_id}` : `Customer:HELPCRUNCH:${profile.id}`,
      ).toString('base64'),
    name: ({ account, profile }) =>
      account
        ? [account.personal_information.first_name, account.personal_information.last_name].join(' ')
        : profile.name,
    email: ({ account, profile }) => (account ? emailOf(account) : profile.email),
    phone: ({ account, profile }) => (account ? account.personal_information.phone : profile.phone),
    updatedAt: ({ account, profile }) => account?.last_change ?? toTime(profile?.lastSeen),
    sources: async (person, _, context) => [
      ...(person.account ? ['CARECLOUD'] : []),
      ...((await profileOf(person, context)) ? ['HELPCRUNCH'] : []),
    ],
    careCloud: ({ account }) => account ?? null,
    helpCrunch: (person, _, context) => profileOf(person, context),
    async lastChat(person, _, context) {
      const profile = await profileOf(person, context);
      return profile && context.dataSources.helpCrunch.lastChat(profile.id);
    },
  },
  CareCloudCustomer: {
    state: ({ state }) => STATES[state] ?? null,
    tier: async ({ customer_id: id }, _, { dataSources }) => {
      const tier = await dataSources.careCloud.tier(id);
      return tier && { tier };
    },
    points: ({ customer_id: id }, _, { dataSources }) => dataSources.careCloud.points(id),
  },
  Points: { available: (points) => points.available_points ?? null },
  HelpCrunchCustomer: { lastSeenAt: ({ lastSeen }) => toTime(lastSeen) },
  Chat: {
    lastMessageAt: ({ lastMessageAt }) => toTime(lastMessageAt),
    status: ({ status }) => String(status),
  },
};

export async function startApollo({ vendors, time }) {
  const limits = {
    careCloud: { wait: async () => undefined },
    helpCrunch: new PlainRateLimiter({ time, limit: 120, windowMs: 61_000, patienceMs: PATIENCE_MS, refuse }),
  };
  const server = new ApolloServer({ schema: buildSubgraphSchema({ typeDefs: parse(typeDefs), resolvers }) });
  await server.start();
  const { cache } = server;
  const context = async () => ({
    dataSources: {
      careCloud: new CareCloudAPI({
        ...{ vendors, vendor: 'CARECLOUD', cache, limiter: limits.careCloud },
        ...{ baseUrl: vendors.careCloud.baseUrl, key: vendors.careCloud.token },
      }),
      helpCrunch: new HelpCrunchAPI({
        ...{ vendors, vendor: 'HELPCRUNCH', cache, limiter: limits.helpCrunch },
        ...{ baseUrl: vendors.helpCrunch.baseUrl, key: vendors.helpCrunch.apiKey },
      }),
    },
  });
  return {
    async ask({ query, variables }) {
      const headers = new HeaderMap([['content-type', 'application/json']]);
      const response = await server.executeHTTPGraphQLRequest({
        httpGraphQLRequest: { method: 'POST', headers, search: '', body: { query, variables } },
        context,
      });
      return JSON.parse(response.body.string);
    },
    stop: () => server.stop(),
  };
}

function refuse(retryAfterSeconds) {
  const extensions = { code: 'UPSTREAM_RATE_LIMITED', retryAfterSeconds };
  return new GraphQLError('The request budget of the source is spent.', { extensions });
}
