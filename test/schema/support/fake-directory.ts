import { type ExecutionResult, type GraphQLError, type GraphQLSchema, graphql } from 'graphql';
import type { CustomerDirectory } from '../../../src/customers/customer-directory.ts';
import { FacetDirectory } from '../../../src/customers/facets/facet-directory.ts';
import type { CareCloudCustomer } from '../../../src/customers/model/care-cloud-customer.ts';
import type { Customer } from '../../../src/customers/model/customer.ts';
import type { HelpCrunchCustomer } from '../../../src/customers/model/help-crunch-customer.ts';
import type { Scope } from '../../../src/customers/model/scopes.ts';
import type { Person, SourceRecord } from '../../../src/customers/model/source-record.ts';
import type { SourceCall } from '../../../src/customers/source-call.ts';
import { createSchema } from '../../../src/schema/create-schema.ts';

/** One call of a directory as tests read it: the name and the arguments. */
type DirectoryCall = readonly [name: keyof CustomerDirectory, ...asked: readonly unknown[]];

export interface FakeDirectory {
  readonly directory: CustomerDirectory;
  readonly calls: DirectoryCall[];
}

/** A directory that returns what a test sets, and records its calls. Anything not set does not exist. */
export function fakeDirectory(answers: Partial<CustomerDirectory> = {}): FakeDirectory {
  const calls: DirectoryCall[] = [];
  const everyAnswer: CustomerDirectory = {
    list: async () => ({ edges: [], pageInfo: NO_PAGE, totalCount: null, sources: [] }),
    listRecords: async () => ({ edges: [], pageInfo: NO_PAGE, totalCount: null }),
    search: async () => ({ matches: [], hasMore: false, understoodAs: [], sources: [] }),
    find: async () => null,
    record: async () => null,
    customerOf: async (record) =>
      customer(record.source === 'CARECLOUD' ? { account: record } : { profile: record }),
    account: async ({ account: known }) => known,
    profiles: async ({ profile: known }) => (known === null ? [] : [known]),
    profilesIn: async (person, source) =>
      (await everyAnswer.profiles(person)).filter((each) => each.source === source),
    field: ({ account: known, profile: other }, name) =>
      ((known ?? other)?.person[name] ?? null) as Person[typeof name],
    listRows: async () => ({ edges: [], pageInfo: NO_PAGE as never, totalCount: null }),
    personKey: async () => null,
    leastRequests: () => new Map(),
    facetCosts: () => new Map(),
    sources: async () => [],
    facets: new FacetDirectory([], NO_CALL),
    ...answers,
  };
  const directory = Object.fromEntries(
    Object.entries(everyAnswer).map(([name, answer]) => [
      name,
      typeof answer !== 'function'
        ? answer
        : (...asked: unknown[]) => {
            calls.push([name as keyof CustomerDirectory, ...asked]);
            return (answer as (...args: unknown[]) => unknown)(...asked);
          },
    ]),
  );
  return { directory: directory as unknown as CustomerDirectory, calls };
}

const NO_CALL: SourceCall = {
  signal: new AbortController().signal,
  deadlineAt: Number.POSITIVE_INFINITY,
  bypassCache: false,
  client: 'test',
  meter: { sent: () => {}, saved: () => {} },
};

const NO_PAGE = { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null };

export interface QueryOptions {
  readonly directory?: CustomerDirectory;
  readonly scopes?: readonly Scope[];
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly schema?: GraphQLSchema;
  readonly phoneCountry?: string;
}

const schemaOfTests = createSchema();

/** Runs GraphQL text and returns the whole response. */
export function runQuery(source: string, options: QueryOptions = {}): Promise<ExecutionResult> {
  const {
    directory = fakeDirectory().directory,
    scopes = ['customers:read', 'customers:pii'],
    variables = {},
    schema = schemaOfTests,
    phoneCountry,
  } = options;
  const reported: GraphQLError[] = [];
  const contextValue = {
    directory,
    access: { may: (scope: Scope) => scopes.includes(scope) },
    report: (error: GraphQLError) => void reported.push(error),
    phoneCountry,
  };
  return graphql({ schema, source, contextValue, variableValues: variables }).then((result) =>
    plain(reported.length === 0 ? result : { ...result, errors: [...(result.errors ?? []), ...reported] }),
  );
}

/** Results have no prototype; tests compare them with literals. */
function plain(result: ExecutionResult): ExecutionResult {
  return JSON.parse(JSON.stringify(result));
}

const NOBODY: Person = {
  name: null,
  firstName: null,
  lastName: null,
  email: null,
  phone: null,
  birthdate: null,
  gender: null,
  company: null,
  language: null,
  city: null,
  countryCode: null,
  firstSeenAt: null,
  lastSeenAt: null,
  updatedAt: null,
};

/** A CareCloud account with these values. */
export function account(
  own: Partial<CareCloudCustomer> & { readonly customerId: string },
  person: Partial<Person> = {},
): SourceRecord<CareCloudCustomer> {
  const empty = { consents: [] } as unknown as CareCloudCustomer;
  return recordOf('CARECLOUD', { ...empty, ...own }, person);
}

/** A HelpCrunch profile with these values. */
export function profile(
  own: Partial<HelpCrunchCustomer> & { readonly customerId: string },
  person: Partial<Person> = {},
): SourceRecord<HelpCrunchCustomer> {
  const empty = { tags: [], customData: [] } as unknown as HelpCrunchCustomer;
  return recordOf('HELPCRUNCH', { ...empty, ...own }, person);
}

function recordOf<Own extends { readonly customerId: string }>(
  source: string,
  own: Own,
  person: Partial<Person>,
): SourceRecord<Own> {
  return { source, id: own.customerId, person: { ...NOBODY, ...person }, keys: {}, rank: 0, own };
}

/** A customer with these records. */
export function customer(known: Partial<Pick<Customer, 'account' | 'profile' | 'identity'>>): Customer {
  const { account: held = null, profile: reached = null, identity = 'RESOLVED' } = known;
  const first = held ?? reached;
  return { key: `${first?.source}:${first?.id}`, account: held, profile: reached, identity };
}

/** A global id as the gateway creates it. */
export function globalId(type: string, key: string): string {
  return Buffer.from(`${type}:${key}`).toString('base64');
}
