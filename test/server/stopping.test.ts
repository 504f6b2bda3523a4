import { once } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { tinyGateway } from './support/tiny-gateway.ts';

const POST = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ query: '{ people(first: 1) { nodes { id } } }' }),
};

function deferred() {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

describe('stopping', () => {
  it('finishes open requests, refuses new ones, and reports it on the admin port', async () => {
    const hold = deferred();
    const started = deferred();
    const gateway = tinyGateway({ ADMIN_PORT: '0' }, { hold: hold.promise.then(() => undefined) });
    const { port, adminPort } = await gateway.server.start();
    const running = fetch(`http://127.0.0.1:${port}/graphql`, POST);
    while (gateway.upstreamRequests() === 0) await new Promise(setImmediate);
    const stopped = gateway.server.stop(5_000).then(started.resolve);
    const ready = await fetch(`http://127.0.0.1:${adminPort}/ready`);
    expect([ready.status, await ready.text()]).toEqual([503, 'not ready: stopping\n']);
    // What has arrived by then is still answered.
    await vi.waitFor(() => expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow(), {
      timeout: 10_000,
    });
    hold.resolve();
    const answer = await running;
    expect(await answer.json()).toMatchObject({ data: { people: { nodes: [{ id: '0' }] } } });
    await stopped;
    await expect(fetch(`http://127.0.0.1:${adminPort}/ready`)).rejects.toThrow();
  });

  it('aborts requests still open after the grace time, and cancels their work', async () => {
    const gateway = tinyGateway({}, { hold: deferred().promise });
    const url = await gateway.url();
    const cut = expect(fetch(`${url}/graphql`, POST)).rejects.toThrow();
    while (gateway.upstreamRequests() === 0) await new Promise(setImmediate);
    const signal = gateway.calls[0]?.signal;
    const cancelled = new Promise((resolve) => signal?.addEventListener('abort', resolve));
    await Promise.all([gateway.server.stop(1), cut, cancelled]);
  });

  it('accepts connections for STOP_DELAY_SECONDS while /ready returns 503', async () => {
    const delay = deferred();
    const waited: number[] = [];
    const wait = (ms: number) => {
      waited.push(ms);
      return delay.promise;
    };
    const gateway = tinyGateway({ STOP_DELAY_SECONDS: '5' }, { wait });
    const url = await gateway.url();
    const stopped = gateway.server.stop(60_000);
    expect((await fetch(`${url}/ready`)).status).toBe(503);
    const answer = await fetch(`${url}/graphql`, POST);
    expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close']);
    delay.resolve();
    await stopped;
    expect(waited).toEqual([5_000]);
    await expect(fetch(`${url}/health`)).rejects.toThrow();
  });

  it('does not wait for a socket that never sent anything', async () => {
    const gateway = tinyGateway();
    const silent = connect(Number(new URL(await gateway.url()).port), '127.0.0.1').on(
      'error',
      () => undefined,
    );
    await once(silent, 'connect');
    // A later response shows that it was accepted.
    await fetch(`${await gateway.url()}/health`);
    const closed = once(silent, 'close');
    await gateway.server.stop(60_000);
    await closed;
  });

  it('closes idle connections', async () => {
    const gateway = tinyGateway();
    const url = await gateway.url();
    const agent = new Agent({ keepAlive: true });
    await new Promise((resolve, reject) => {
      httpRequest(`${url}/health`, { agent }, (response) => response.resume().on('end', resolve))
        .on('error', reject)
        .end();
    });
    await gateway.server.stop(60_000);
    agent.destroy();
  });
});

it('a client that disconnects cancels its work', async () => {
  await using gateway = tinyGateway({}, { hold: deferred().promise });
  const controller = new AbortController();
  const asked = fetch(`${await gateway.url()}/graphql`, { ...POST, signal: controller.signal });
  const refused = expect(asked).rejects.toThrow();
  while (gateway.upstreamRequests() === 0) await new Promise(setImmediate);
  const signal = gateway.calls[0]?.signal;
  expect(signal?.aborted).toBe(false);
  const aborted = new Promise((resolve) => signal?.addEventListener('abort', resolve));
  controller.abort();
  await Promise.all([aborted, refused]);
});

it('work that continues after the response was sent is cancelled', async () => {
  await using gateway = tinyGateway();
  expect((await fetch(`${await gateway.url()}/graphql`, POST)).status).toBe(200);
  const signal = gateway.calls[0]?.signal;
  if (!signal?.aborted) await new Promise((resolve) => signal?.addEventListener('abort', resolve));
  expect(signal?.reason).toEqual(new Error('the answer is out'));
});

it('work cancelled because its client disconnected is not a failure in the log', async () => {
  let cancel: (reason: Error) => void = () => {};
  const hold = new Promise((_, reject) => {
    cancel = reject;
  });
  await using gateway = tinyGateway({}, { hold });
  const controller = new AbortController();
  const refused = expect(
    fetch(`${await gateway.url()}/graphql`, { ...POST, signal: controller.signal }),
  ).rejects.toThrow();
  while (gateway.upstreamRequests() === 0) await new Promise(setImmediate);
  const signal = gateway.calls[0]?.signal;
  signal?.addEventListener('abort', () => cancel(signal.reason));
  controller.abort();
  while (gateway.log().length === 0) await new Promise(setImmediate);
  expect(gateway.log()).toEqual([
    expect.objectContaining({ event: 'operation answered', code: 'ABANDONED' }),
  ]);
  await refused;
});

it('an invalid HTTP request gets a response without a stack', async () => {
  await using gateway = tinyGateway();
  const { port } = new URL(await gateway.url());
  const answer = await new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const path = '/graphql?query={hello}';
    httpRequest({ port, host: '127.0.0.1', path, headers: { host: 'not a host:99999999' } }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, text }));
    })
      .on('error', reject)
      .end();
  });
  expect(answer.text).not.toMatch(/\bat |node_modules|file:/);
});
