import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGateway, type Gateway } from '../../../src/gateway.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { GRAPHIQL_EXAMPLES } from '../../../src/server/graphiql/graphiql-examples.ts';
import { withSandbox } from '../../../src/settings/read-settings.ts';
import { silentLogger } from '../../../src/telemetry/logger.ts';
import { tinyGateway } from '../support/tiny-gateway.ts';

const HTML = { accept: 'text/html,application/xhtml+xml' };

describe('GraphiQL', () => {
  it('is self-contained, and may load nothing from elsewhere', async () => {
    const { status, headers, text } = await tinyGateway().get('/graphql', HTML);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(headers.get('content-security-policy')).toMatch(/default-src 'self';.*frame-ancestors 'none'/);
    expect(text).not.toMatch(/<(script|link|img)[^>]+(src|href)=["']?https?:/i);
  });

  it('opens with the examples as tabs', async () => {
    const { text } = await tinyGateway().get('/graphql', HTML);
    for (const { query } of GRAPHIQL_EXAMPLES) {
      const name = /query (\w+)/.exec(query)?.[1] ?? 'no name';
      expect(text).toContain(`query ${name}`);
    }
  });

  it('states in its title that the data is simulated, if it is', async () => {
    expect((await tinyGateway().get('/graphql', HTML)).text).toContain('Customers (simulated data)');
    const real = await tinyGateway({ HELPCRUNCH_API_KEY: 'x' }).get('/graphql', HTML);
    expect(real.text).not.toContain('simulated');
  });

  it('does not exist if switched off', async () => {
    const { status, headers } = await tinyGateway({ GRAPHIQL: '0' }).get('/graphql', HTML);
    expect(headers.get('content-type') ?? 'none').not.toContain('text/html');
    expect(status).toBeGreaterThanOrEqual(400);
  });
});

describe('each example', () => {
  let sandbox: Sandbox;
  let gateway: Gateway;
  beforeAll(async () => {
    sandbox = await startSandbox();
    gateway = await createGateway(withSandbox({ PORT: '0' }, sandbox), { logger: silentLogger });
  });
  afterAll(async () => {
    await gateway.stop(0);
    await sandbox.close();
  });

  const examples = GRAPHIQL_EXAMPLES.map(
    (example) => [/query (\w+)/.exec(example.query)?.[1] ?? '', example] as const,
  );

  const ask = async ({ query, variables, headers }: (typeof GRAPHIQL_EXAMPLES)[number]) => {
    const response = await gateway.fetch(
      new Request('http://localhost/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      }),
    );
    const { data, errors, extensions } = await response.json();
    return {
      errors,
      extensions,
      people: data.customers?.nodes ??
        data.searchCustomers?.matches ??
        data.helpCrunchChats?.nodes ??
        data._entities ?? [data.customer],
    };
  };

  it.each(examples)('%s returns at least one person', async (_, example) => {
    const { people, errors, extensions } = await ask(example);
    expect(errors).toBeUndefined();
    expect(people.length).toBeGreaterThan(0);
    expect(people).not.toContain(null);
    expect(Object.keys(extensions.upstream).length).toBeGreaterThan(0);
    if (example.headers?.['x-gateway-plan'] === '1')
      expect(extensions.plan.requests.length).toBeGreaterThan(0);
  });

  it.each(examples)('%s returns the same once its plan is cached', async (_, example) => {
    const { people } = await ask(example);
    for (const _again of [1, 2]) expect((await ask(example)).people).toEqual(people);
  });

  it.each(examples)('%s explains itself', (_, { query }) => {
    expect(query).toMatch(/^# [A-Z]/);
  });
});
