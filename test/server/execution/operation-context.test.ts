import { describe, expect, it } from 'vitest';
import { tinyGateway } from '../support/tiny-gateway.ts';

describe('what an operation passes to the sources', () => {
  it('includes a deadline, counted from now', async () => {
    const gateway = tinyGateway({ OPERATION_DEADLINE_MS: '2500' }, { clock: () => 1_000_000 });
    await gateway.post('{ hello }');
    expect(gateway.calls[0]?.deadlineAt).toBe(1_002_500);
  });

  it.each([
    [undefined, false],
    ['no-cache', true],
    ['max-age=0, no-cache', true],
    ['No-Store', true],
    ['max-age=0', false],
    ['not-no-cached', false],
  ])('includes whether it wants fetched responses: cache-control %j', async (header, bypassCache) => {
    const gateway = tinyGateway();
    await gateway.post('{ hello }', header === undefined ? {} : { headers: { 'cache-control': header } });
    expect(gateway.calls[0]?.bypassCache).toBe(bypassCache);
  });

  it.each([
    ['max-age=60', 60_000],
    ['max-age="5", max-stale', 5_000],
    ['no-cache', undefined],
  ])('includes the greatest age it wants: cache-control %j', async (header, maxAgeMs) => {
    const gateway = tinyGateway();
    await gateway.post('{ hello }', { headers: { 'cache-control': header } });
    expect(gateway.calls[0]?.maxAgeMs).toBe(maxAgeMs);
  });

  it('includes its own signal, and the id of the request', async () => {
    const gateway = tinyGateway();
    await gateway.post('{ hello }', { headers: { 'x-request-id': 'mine' } });
    await gateway.post('{ hello }');
    expect(gateway.calls[0]?.requestId).toBe('mine');
    expect(gateway.calls[0]?.signal).not.toBe(gateway.calls[1]?.signal);
    expect(gateway.calls[0]?.signal).toBeInstanceOf(AbortSignal);
  });

  it('includes when it was answered, from then on', async () => {
    let now = 1_000_000;
    const gateway = tinyGateway({}, { clock: () => now });
    const answered = gateway.post('{ hello }');
    now += 300;
    await answered;
    expect(gateway.calls[0]?.operation).toMatchObject({ endedAt: 1_000_300 });
  });

  it('includes a client name that is not an address', async () => {
    await using gateway = tinyGateway();
    const url = `${await gateway.url()}/graphql?query={hello}`;
    await fetch(url);
    await fetch(url);
    const names = gateway.calls.map(({ client }) => client);
    expect(names[0]).toMatch(/^address-[0-9a-f]{16}$/);
    expect(new Set(names).size).toBe(1);
  });

  it('has the same client name where the process listens for IPv6, too', async () => {
    const callerSecret = 'ab'.repeat(32);
    const names = await Promise.all(
      ['127.0.0.1', '::ffff:127.0.0.1'].map(async (HOST) => {
        await using gateway = tinyGateway({ HOST, AUTH: 'none' }, { callerSecret });
        await fetch(`${await gateway.url()}/graphql?query={hello}`);
        return gateway.calls[0]?.client;
      }),
    );
    expect(names[0]).toMatch(/^address-/);
    expect(names[1]).toBe(names[0]);
  });

  it('is never created if the operation is refused', async () => {
    const gateway = tinyGateway({ MAX_DEPTH: '1' });
    await gateway.post('{ node(id: 1) { id } }');
    await gateway.post('{ nope }');
    expect(gateway.calls).toEqual([]);
  });
});
