import { trace } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { afterAll, expect, it } from 'vitest';
import { careCloudRow } from '../../src/sandbox/carecloud/wire.ts';
import { helpCrunchRow } from '../../src/sandbox/helpcrunch/wire.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { startGateway } from '../support/start-gateway.ts';

/** Texts that occur nowhere else. */
const PERSON = {
  firstName: 'Zyxomira',
  lastName: 'Qwertzova',
  email: 'zyxomira.qwertzova@leak.example',
  digits: '420777123321',
  birthdate: '1971-03-17',
  street: 'Kryptonova ulice',
  notes: 'xylophone-notes',
  ip: '203.0.113.77',
  custom: 'quagga-value',
};

const spans = new InMemorySpanExporter();
trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }));
afterAll(() => trace.disable());

const data = {
  careCloud: [
    careCloudRow(
      { customer_id: '8ea2591121e636086a4a9c0992' },
      {
        first_name: PERSON.firstName,
        last_name: PERSON.lastName,
        email: PERSON.email,
        phone: PERSON.digits,
        birthdate: PERSON.birthdate,
      },
    ),
  ],
  helpCrunch: [1, 2, 3].map((id) =>
    helpCrunchRow({
      id,
      name: `${PERSON.firstName} ${PERSON.lastName}`,
      email: id === 1 ? PERSON.email : null,
      phone: `+${PERSON.digits}`,
      notes: PERSON.notes,
      lastSeen: 1_600_000_000 + id,
    }),
  ),
};

const FIELDS =
  '{ id name email phone birthdate careCloud { address { address1 } } helpCrunch { notes device { ip } } }';
const OPERATIONS: readonly (readonly [query: string, variables?: object])[] = [
  [`{ customers { nodes ${FIELDS} edges { cursor } pageInfo { endCursor } } }`],
  [`{ customers(orderBy: { field: UPDATED_AT }) { edges { cursor } nodes ${FIELDS} } }`],
  [`query ($e: String!) { customer(by: { email: $e }) ${FIELDS} }`, { e: PERSON.email }],
  [`query ($p: String!) { customer(by: { phone: $p }) ${FIELDS} }`, { p: `+${PERSON.digits}` }],
  [
    'query ($f: CustomerFilter) { customers(filter: $f) { edges { cursor } totalCount { value } } }',
    { f: { firstName: PERSON.firstName, lastName: PERSON.lastName } },
  ],
  [
    'query ($f: CustomerFilter) { customers(filter: $f) { edges { cursor } } }',
    { f: { helpCrunch: { name: { contains: PERSON.lastName }, notes: { eq: PERSON.notes } } } },
  ],
  // Every kind of invalid input, with personal data in it.
  ['query ($e: String!) { customer(by: { email: $e, phone: $e }) { id } }', { e: PERSON.email }],
  [
    'query ($k: CustomerKey!) { customer(by: $k) { id } }',
    { k: { email: PERSON.email, phone: PERSON.digits } },
  ],
  ['query ($p: String!) { customer(by: { phone: $p }) { id } }', { p: PERSON.street }],
  ['query ($a: String) { customers(after: $a) { edges { cursor } } }', { a: PERSON.email }],
  ['query ($i: ID!) { node(id: $i) { id } }', { i: PERSON.email }],
  ['query ($d: Date) { customers(filter: { birthdate: $d }) { edges { cursor } } }', { d: PERSON.custom }],
  [`{ customer(by: { email: 7, phone: "${PERSON.email}" }) { id } }`],
];

it('no personal data, and no secret, is in logs, metrics, spans, errors, headers and cursors', async () => {
  const logged: string[] = [];
  const logger = createLogger({
    level: 'debug',
    destination: { write: (line: string) => void logged.push(line) },
  });
  await using product = await startGateway({
    sandbox: { data },
    gateway: { logger },
    env: {
      EXPLAIN: '1',
      OPERATION_DEADLINE_MS: '1000',
      PHONE_COUNTRY: 'CZ',
      CACHE_TTL_SECONDS: '0',
      CACHE_STALE_SECONDS: '0',
    },
  });
  const { careCloud, helpCrunch } = product.sandbox;
  const said: string[] = [];
  let found = 0;
  const ask = async ([query, variables]: (typeof OPERATIONS)[number]) => {
    const response = await fetch(product.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-gateway-plan': '1',
        'x-request-id': PERSON.email,
      },
      body: JSON.stringify({ query, variables }),
    });
    const body = await response.json();
    if (JSON.stringify(body.data ?? null).includes(PERSON.firstName)) found++;
    said.push(JSON.stringify([...response.headers]), JSON.stringify([body.errors, body.extensions]));
    for (const [, cursor = ''] of JSON.stringify(body).matchAll(/"(?:cursor|endCursor)":"([^"]+)"/g)) {
      const bytes = Buffer.from(cursor, 'base64url');
      said.push(bytes.toString('latin1'), bytes.toString());
    }
  };
  const askAll = () => Promise.all(OPERATIONS.map(ask));
  // One after the other: on a busy machine all at once would miss the deadline.
  for (const operation of OPERATIONS) await ask(operation);
  // The vendors' own messages may quote the person searched for.
  const quoting = JSON.stringify({ error: { detail: PERSON.email }, errors: [{ message: PERSON.lastName }] });
  for (const status of [400, 401, 403, 429, 500]) {
    careCloud.injectFault({ status, body: quoting });
    helpCrunch.injectFault({ status, body: quoting });
    await askAll();
  }
  for (const fault of [{ wrongTypes: true as const }, { cutBodyAt: 40 }, { html: true as const }]) {
    careCloud.injectFault(fault);
    helpCrunch.injectFault(fault);
    await askAll();
  }
  said.push(await (await fetch(product.url.replace('/graphql', '/metrics'))).text());
  said.push(await (await fetch(product.url.replace('/graphql', '/ready'))).text());
  for (const { name, attributes, events, status } of spans.getFinishedSpans()) {
    said.push(JSON.stringify({ name, attributes, events, status }));
  }

  expect(found).toBeGreaterThan(3);
  expect(logged.length).toBeGreaterThan(100);
  expect(spans.getFinishedSpans().length).toBeGreaterThan(50);
  const secrets = [
    careCloud.token,
    careCloud.password,
    helpCrunch.apiKey,
    careCloud.baseUrl,
    helpCrunch.baseUrl,
  ];
  const leaks = [...Object.values(PERSON), ...secrets].flatMap((text) =>
    [...said, ...logged].filter((line) => line.toLowerCase().includes(text.toLowerCase())),
  );
  expect(leaks.slice(0, 3)).toEqual([]);
});
