import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { CUSTOMER_ALONE, CUSTOMERS, ERRORS, LOGIN, violations } from '../support/care-cloud-schema.ts';
import { askCareCloud, send } from '../support/sandbox-client.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

describe("CareCloud's answers and the vendor's own schema", () => {
  it('holds for every customer of the default data', async () => {
    const { json } = await askCareCloud(sandbox, '/customers?count=100000');
    expect(json.data.customers.length).toBe(sandbox.careCloud.rows.length);
    expect(violations(json, CUSTOMERS)).toEqual([]);
  });

  it('detects a customer that violates it', async () => {
    await using own = await startSandbox({
      data: {
        careCloud: [
          { customer_id: 'a', state: 7, personal_information: { language_id: 'cs', email: 'Not@Lower.cz' } },
        ],
        helpCrunch: [],
      },
    });
    const { json } = await askCareCloud(own, '/customers');
    expect(violations(json, CUSTOMERS)).toEqual([
      '$.data.customers[0].state: 7 is not allowed',
      '$.data.customers[0].personal_information.email: Not@Lower.cz does not match',
    ]);
  });

  it('holds for a single customer, which is directly under data', async () => {
    const id = sandbox.careCloud.rows[7]?.customer_id;
    const { status, json } = await askCareCloud(sandbox, `/customers/${id}`);
    expect(status).toBe(200);
    expect(json.data.customer_id).toBe(id);
    expect(violations(json, CUSTOMER_ALONE)).toEqual([]);
  });

  it('holds for a login', async () => {
    const { baseUrl, login, password, applicationId } = sandbox.careCloud;
    const { json } = await send(`${baseUrl}/users/actions/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user_external_application_id: applicationId, login, password }),
    });
    expect(violations(json, LOGIN)).toEqual([]);
  });

  it.each([
    [400, '/customers?count=0', {}],
    [401, '/customers', { authorization: 'Bearer nonsense' }],
    [403, '/tokens', {}],
    [404, '/customers/8ea2591121e636086a4a9c0992', {}],
    [404, '/nowhere', {}],
  ])('holds for a %i', async (expected, path, headers) => {
    const { status, json } = await askCareCloud(sandbox, path, headers);
    expect(status).toBe(expected);
    expect(violations(json, ERRORS[expected] as never)).toEqual([]);
  });

  it('holds for a 405, and for a requested 500', async () => {
    const deleted = await send(`${sandbox.careCloud.baseUrl}/customers`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${sandbox.careCloud.token}` },
    });
    expect(deleted.status).toBe(405);
    expect(violations(deleted.json, ERRORS[405] as never)).toEqual([]);
    sandbox.careCloud.injectFault({ status: 500, times: 1 });
    const failed = await askCareCloud(sandbox, '/customers');
    expect(failed.status).toBe(500);
    expect(violations(failed.json, ERRORS[500] as never)).toEqual([]);
  });
});
