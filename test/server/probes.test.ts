import { describe, expect, it } from 'vitest';
import { tinyGateway } from './support/tiny-gateway.ts';

const NOT_FOUND = 'Not found. GraphQL is at /graphql. There is also /health, /ready, /version, /metrics.\n';

describe('paths', () => {
  it.each([
    ['/health', 200, 'alive\n'],
    ['/ready', 200, 'ready\n'],
    ['/health/', 200, 'alive\n'],
    ['/healthy', 404, NOT_FOUND],
    ['/x/health', 404, NOT_FOUND],
    ['/x?y=/health', 404, NOT_FOUND],
    ['/x?y=/graphql', 404, NOT_FOUND],
    ['/graphql/x', 404, NOT_FOUND],
    ['/favicon.ico', 404, NOT_FOUND],
    ['//graphql', 404, NOT_FOUND],
  ])('%s returns %i', async (path, status, text) => {
    const answer = await tinyGateway().get(path);
    expect([answer.status, answer.text]).toEqual([status, text]);
  });

  it('/graphql is used even if its query ends like another path', async () => {
    const answer = await tinyGateway().get('/graphql?query={hello}&x=/health');
    expect(answer.body).toMatchObject({ data: { hello: 'world' } });
  });

  it('/ redirects to GraphQL', async () => {
    const { status, headers } = await tinyGateway().get('/');
    expect([status, headers.get('location')]).toEqual([302, '/graphql']);
  });
});

describe('/ready', () => {
  const ready = async (...statuses: string[]) => {
    const readSources = async () => statuses.map((status, index) => ({ source: `SOURCE_${index}`, status }));
    const gateway = tinyGateway({}, { readSources });
    const { status, text } = await gateway.get('/ready');
    return { status, text, log: gateway.log() };
  };

  it.each([
    ['OK'],
    ['OK', 'UNAVAILABLE'],
    ['RATE_LIMITED', 'UNAVAILABLE'],
    ['OK', 'OK'],
    ['REJECTED', 'OK'],
  ])('is 200 while one source is usable: %j', async (...statuses) => {
    expect(await ready(...statuses)).toMatchObject({ status: 200, text: 'ready\n', log: [] });
  });

  it('is 503 in fixed words if none is usable, with the reasons in the log', async () => {
    const { status, text, log } = await ready('UNAVAILABLE', 'REJECTED');
    expect([status, text]).toEqual([
      503,
      'not ready: SOURCE_0 does not answer, SOURCE_1 refuses the gateway’s credentials or address\n',
    ]);
    expect(log).toEqual([
      expect.objectContaining({ event: 'source state', source: 'SOURCE_0', state: 'UNAVAILABLE' }),
      expect.objectContaining({ event: 'source state', source: 'SOURCE_1', state: 'REJECTED' }),
      expect.objectContaining({ level: 'warn', event: 'not ready: no source is usable' }),
    ]);
  });

  it('does not fill the log when polled every second', async () => {
    const gateway = tinyGateway(
      {},
      { readSources: async () => [{ source: 'CARECLOUD', status: 'UNAVAILABLE' }] },
    );
    for (let i = 0; i < 5; i++) await gateway.get('/ready');
    expect(gateway.log().filter(({ level }) => level === 'warn')).toHaveLength(1);
  });

  it('is 503 if the sources’ state cannot be read', async () => {
    const readSources = () => Promise.reject(new Error('secret'));
    const { status, text } = await tinyGateway({}, { readSources }).get('/ready');
    expect([status, text]).toEqual([503, 'not ready: the state of the sources cannot be read\n']);
  });
});

it('/version reports the versions of the gateway and Node', async () => {
  const { status, body } = await tinyGateway({}, { version: '1.2.3' }).get('/version');
  expect([status, body]).toEqual([200, { version: '1.2.3', node: process.version }]);
});

describe('/metrics', () => {
  it('counts operations by type and code', async () => {
    const gateway = tinyGateway();
    await gateway.post('{ hello }');
    await gateway.post('{ bug }');
    await gateway.post('{');
    const { text, headers } = await gateway.get('/metrics');
    expect(headers.get('content-type')).toContain('text/plain');
    expect(text).toContain('gateway_operation_duration_seconds_count{type="query",code="OK"} 1');
    expect(text).toContain(
      'gateway_operation_duration_seconds_count{type="query",code="INTERNAL_SERVER_ERROR"} 1',
    );
    expect(text).toContain(
      'gateway_operation_duration_seconds_count{type="none",code="GRAPHQL_PARSE_FAILED"} 1',
    );
  });

  it('is only on the admin port if there is one, with the probes', async () => {
    await using gateway = tinyGateway({ ADMIN_PORT: '0' });
    const { port, adminPort } = await gateway.server.start();
    const statusOf = async (path: string, on: number | null) =>
      (await fetch(`http://127.0.0.1:${on}${path}`)).status;
    expect(await Promise.all(['/metrics', '/health', '/ready'].map((path) => statusOf(path, port)))).toEqual([
      404, 200, 200,
    ]);
    const paths = ['/metrics', '/health', '/ready', '/graphql', '/'];
    expect(await Promise.all(paths.map((path) => statusOf(path, adminPort)))).toEqual([
      200, 200, 200, 404, 404,
    ]);
  });
});
