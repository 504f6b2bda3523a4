import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CustomerSource } from '../../../src/customers/customer-source.ts';
import type {
  CareCloudCustomer,
  CareCloudCustomerFilter,
} from '../../../src/customers/model/care-cloud-customer.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { createUpstreamClient, type UpstreamClient } from '../../../src/upstream/upstream-client.ts';
import { createCareCloudSource } from '../../../src/vendors/carecloud/source.ts';
import { testCall } from './support/care-cloud.ts';

/** Against the simulated vendor, written independently from the same documents. */
let sandbox: Sandbox;
let client: UpstreamClient;
let source: CustomerSource<CareCloudCustomer>;
const undecodable: string[] = [];

beforeAll(async () => {
  sandbox = await startSandbox({ people: 600 });
  const { login, password, applicationId, baseUrl } = sandbox.careCloud;
  source = createCareCloudSource({
    openClient: (parts) => {
      client = createUpstreamClient({ ...parts, baseUrl, cacheFreshMs: 0, cacheStaleMs: 0 });
      return client;
    },
    credentials: { login, password, applicationId },
    timeZone: 'Europe/Prague',
    lookUpBatch: 100,
    metrics: { decodeFailed: (_source, field) => undecodable.push(field) },
  });
});
beforeEach(() => {
  sandbox.careCloud.clearRequests();
});
afterAll(async () => {
  await client?.close();
  await sandbox?.close();
});

const order = { field: 'CUSTOMER_ID', direction: 'ASC' } as const;
const list = (filter: unknown, limit = 1000) =>
  source.list({ filter, order }, { offset: 0, limit }, testCall());
const rows = () => sandbox.careCloud.rows;
const ids = (found: readonly { readonly id: string }[]) => found.map((record) => record.id);

describe('CareCloud, simulated', () => {
  it('lists all accounts once, by id, and everything decodes', async () => {
    const { records, total } = await list(null);
    expect(total).toBe(rows().length);
    expect(ids(records)).toEqual(
      rows()
        .map((row) => row.customer_id)
        .sort(),
    );
    expect(undecodable).toEqual([]);
  });

  it.each([
    'CUSTOMER_ID',
    'LAST_CHANGE',
    'STATE',
    'DOI_EMAIL',
    'DOI_PHONE',
  ])('sorts by %s as the sort keys say, and backward in reverse', async (field) => {
    const read = (direction: 'ASC' | 'DESC') =>
      source.list({ filter: null, order: { field, direction } }, { offset: 0, limit: 1000 }, testCall());
    const [ascending, descending] = [await read('ASC'), await read('DESC')];
    const keys = ascending.records.map((record) => source.sortKey(record, field));
    const rank = (key: unknown) => (key === null ? -1 : (key as number));
    if (field === 'CUSTOMER_ID') expect(keys).toEqual([...keys].sort());
    else expect(keys).toEqual([...keys].sort((one, other) => rank(one) - rank(other)));
    expect(ids(descending.records)).toEqual(ids(ascending.records).reverse());
  });

  it('finds by each of its own criteria exactly the matching accounts', async () => {
    const everybody = (await list(null)).records;
    const someone = everybody.find(
      ({ person }) => person.email && person.phone && person.birthdate && person.name,
    );
    const { email, phone, firstName, lastName, birthdate } = someone?.person ?? {};
    const criteria: readonly CareCloudCustomerFilter[] = [
      { email: email?.toUpperCase() ?? '' },
      { emails: [email ?? '', 'nobody@example.com'] },
      { phone: phone?.slice(1) ?? '' },
      { firstName: firstName ?? '' },
      { lastName: lastName ?? '' },
      { birthdate: birthdate ?? '' },
      { customerIds: [someone?.id ?? '', 'nobody'] },
      { firstName: firstName ?? '', lastName: lastName ?? '', birthdate: birthdate ?? '' },
    ];
    for (const own of criteria) {
      const demand = { shared: {}, own };
      const [filter] = source.plan(demand).filters;
      const matching = everybody.filter((record) => source.matches(record, demand));
      const found = (await list(filter)).records.filter((record) => source.matches(record, demand));
      expect(ids(matching)).toContain(someone?.id);
      expect(ids(found)).toEqual(ids(matching));
    }
  });

  it('finds nothing where nothing matches', async () => {
    expect(await list({ email: 'nobody@example.com' })).toEqual({ records: [], total: 0 });
    const past = await source.list({ filter: null, order }, { offset: 100_000, limit: 10 }, testCall());
    expect(past).toEqual({ records: [], total: rows().length });
  });

  it('looks up a page of emails, ids and a phone in three requests', async () => {
    const everybody = (await list(null)).records;
    sandbox.careCloud.clearRequests();
    const withEmail = everybody.filter(({ person }) => person.email !== null).slice(0, 40);
    const withPhone = everybody.find(({ person }) => person.phone !== null);
    const keys = [
      ...withEmail.map(({ person }) => ({ kind: 'email', value: person.email ?? '' }) as const),
      ...everybody.slice(0, 20).map(({ id }) => ({ kind: 'id', value: id }) as const),
      ...everybody.slice(20, 40).map(({ id }) => ({ kind: 'userId', value: id }) as const),
      { kind: 'phone', value: withPhone?.person.phone ?? '' } as const,
    ];
    const found = await source.lookUp(keys, testCall());
    keys.forEach((key, index) => {
      const expected = everybody.filter((record) =>
        key.kind === 'id' ? record.id === key.value : record.keys[key.kind] === key.value.toLowerCase(),
      );
      expect(ids(found[index] ?? [])).toEqual(ids(expected));
      expect(expected).not.toEqual([]);
    });
    expect(sandbox.careCloud.requests).toHaveLength(3);
  });

  it('looks up one id by its own path, known or not', async () => {
    const [first] = rows();
    const found = await source.lookUp([{ kind: 'id', value: first?.customer_id ?? '' }], testCall());
    expect(ids(found[0] ?? [])).toEqual([first?.customer_id]);
    expect(await source.lookUp([{ kind: 'id', value: 'nobody' }], testCall())).toEqual([[]]);
    expect(sandbox.careCloud.requests).toHaveLength(2);
  });

  it('supports the short and the long salutation', async () => {
    const greet = async (shortSalutation: boolean) => {
      const query = { filter: null, order, options: { shortSalutation, language: 'en' } };
      const { records } = await source.list(query, { offset: 0, limit: 50 }, testCall());
      return records.map(({ own }) => own.salutation);
    };
    expect(await greet(true)).not.toEqual(await greet(false));
  });

  it('logs in again, once, if all tokens have expired', async () => {
    await list(null, 1);
    sandbox.careCloud.clearRequests();
    sandbox.careCloud.expireTokens();
    await Promise.all([list({ first_name: 'a' }), list({ first_name: 'b' }), list({ first_name: 'c' })]);
    const logins = sandbox.careCloud.requests.filter(({ method }) => method === 'POST');
    expect(logins).toHaveLength(1);
  });

  it('loses fields of other types, but no record', async () => {
    sandbox.careCloud.injectFault({ wrongTypes: 'fields', times: 1 });
    const { records } = await list(null);
    expect(records).toHaveLength(rows().length);
    expect(undecodable.length).toBeGreaterThan(0);
  });

  it('refuses envelopes of other types', async () => {
    sandbox.careCloud.injectFault({ wrongTypes: 'envelope', times: 1 });
    await expect(list(null)).rejects.toMatchObject({ code: 'UPSTREAM_INVALID_RESPONSE' });
  });
});
