import { expect, it } from 'vitest';
import { startGateway } from '../support/start-gateway.ts';

const SOURCES = '{ sources { source status lastOutcomeAt error { code message } } }';

it('shows the result of a source’s last request, at once and until the next', async () => {
  await using product = await startGateway({ env: { CACHE_TTL_SECONDS: '0', CACHE_STALE_SECONDS: '0' } });
  const careCloud = async () => (await product.query(SOURCES)).data.sources[0];
  const origin = product.url.replace('/graphql', '');
  expect(await careCloud()).toEqual({ source: 'CARECLOUD', status: 'OK', lastOutcomeAt: null, error: null });

  product.sandbox.careCloud.injectFault({ status: 403 });
  product.sandbox.helpCrunch.injectFault({ status: 403 });
  await product.query(
    '{ customers(first: 1, orderBy: { field: UPDATED_AT, direction: ASC }) { nodes { id } } }',
  );
  expect(await careCloud()).toEqual({
    source: 'CARECLOUD',
    status: 'REJECTED',
    lastOutcomeAt: expect.stringMatching(/Z$/),
    error: {
      code: 'UPSTREAM_REJECTED',
      message:
        'CareCloud refused the last request, or the credentials. The gateway’s operator has to check them.',
    },
  });
  const ready = await fetch(`${origin}/ready`);
  expect([ready.status, await ready.text()]).toEqual([
    503,
    'not ready: CARECLOUD refuses the gateway’s credentials or address, HELPCRUNCH refuses the gateway’s credentials or address\n',
  ]);

  product.sandbox.careCloud.injectFault(null);
  product.sandbox.helpCrunch.injectFault(null);
  await product.gateway.checkSources();
  expect(await careCloud()).toMatchObject({ status: 'OK', error: null });
  expect((await fetch(`${origin}/ready`)).status).toBe(200);
});

it('says for how long no request can go out, after a refusal for an hour, and counts down', async () => {
  await using product = await startGateway({ env: { CACHE_TTL_SECONDS: '0', CACHE_STALE_SECONDS: '0' } });
  product.sandbox.helpCrunch.injectFault({ status: 429, headers: { 'retry-after': '3600' } });
  const refused = await product.query('{ helpCrunchCustomers(first: 1) { nodes { name } } }');
  expect(refused.errors).toMatchObject([
    {
      message: 'HelpCrunch’s request limit is spent. Try again in 3600 s.',
      extensions: { code: 'UPSTREAM_RATE_LIMITED', retryAfterSeconds: 3600 },
    },
  ]);
  const sources = '{ sources { source status error { code message retryAfterSeconds } } }';
  const [, helpCrunch] = (await product.query(sources)).data.sources;
  const seconds = helpCrunch.error?.retryAfterSeconds;
  expect(seconds).toBeGreaterThan(3500);
  expect(helpCrunch).toEqual({
    source: 'HELPCRUNCH',
    status: 'RATE_LIMITED',
    error: {
      code: 'UPSTREAM_RATE_LIMITED',
      message: `HelpCrunch’s request budget is spent; try again in ${seconds} s.`,
      retryAfterSeconds: seconds,
    },
  });
});
