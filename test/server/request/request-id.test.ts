import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestIdFrom } from '../../../src/server/request-state.ts';
import { tinyGateway, toAnswer } from '../support/tiny-gateway.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('the request id', () => {
  it.each([
    'abc-123',
    'A_b',
    '0af7651916cd43dd8448eb211c80319c',
    'a'.repeat(64),
  ])('is the caller’s: %s', (id) => {
    expect(requestIdFrom(id)).toBe(id);
  });

  it.each([
    null,
    '',
    ' ',
    'a b',
    'a'.repeat(65),
    'anna@example.com',
    '420603123456',
    'x\u0000',
    '"},{"',
    'é',
    '../..',
    '{jndi:ldap}',
  ])('is a new one instead of %j', (id) => {
    expect(requestIdFrom(id)).toMatch(UUID);
  });

  it('is always safe', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(requestIdFrom(text)).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
      }),
    );
  });

  it('is in every response, and in every line of its log', async () => {
    const gateway = tinyGateway({ AUTH_API_KEYS: `web:${'a'.repeat(64)}:customers:read` });
    const headers = { 'x-request-id': 'mine-1' };
    const requests = [
      new Request('http://localhost/graphql', { headers }),
      new Request('http://localhost/graphql', { headers: { ...headers, accept: 'text/html' } }),
      new Request('http://localhost/graphql', { method: 'OPTIONS', headers }),
      new Request('http://localhost/health', { headers }),
      new Request('http://localhost/ready', { headers }),
      new Request('http://localhost/metrics', { headers }),
      new Request('http://localhost/nowhere', { headers }),
      new Request('http://localhost/', { headers }),
    ];
    for (const request of requests) {
      const answer = await toAnswer(await gateway.server.fetch(request));
      expect([request.url, answer.headers.get('x-request-id')]).toEqual([request.url, 'mine-1']);
    }
    const open = tinyGateway();
    await open.post('{ bug }', { headers });
    expect(open.log().map(({ requestId }) => requestId)).toEqual(['mine-1', 'mine-1']);
  });
});
