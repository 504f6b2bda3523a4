import { expect, it } from 'vitest';
import { readSettings } from '../../src/settings/read-settings.ts';
import { banner, checkLine } from '../../src/start/banner.ts';

it('shows the address, how each source is reached, and warnings at a terminal', () => {
  const text = banner({
    version: '1.2.3',
    settings: readSettings({ HELPCRUNCH_API_KEY: 'k', GRAPHIQL: '0' }),
    port: 4000,
    adminPort: 4001,
    access: [
      {
        source: 'HELPCRUNCH',
        address: 'https://api.helpcrunch.com/v1',
        auth: 'API_KEY',
        timeZone: null,
        settings: { address: 'A', addressEnd: '/v1', credentials: ['K'] },
      },
      {
        source: 'CARECLOUD',
        address: 'https://x.example/v1.0',
        auth: 'LOGIN',
        timeZone: 'Europe/Prague',
        settings: { address: 'A', addressEnd: '/v1', credentials: ['K'] },
      },
    ],
    misspelled: [{ name: 'CACHE_TTL', nearest: 'CACHE_TTL_SECONDS' }],
    credentials: ['CARECLOUD_TOKEN'],
  });
  expect(text.trim().split('\n').slice(1, -1)).toEqual([
    'REAL CREDENTIALS ARE SET (CARECLOUD_TOKEN), BUT THEY ARE NOT USED.',
    '',
    'Customer gateway 1.2.3',
    'GraphQL      http://127.0.0.1:4000/graphql',
    'Probes       http://127.0.0.1:4000/health  /ready',
    'Metrics      http://127.0.0.1:4001/metrics',
    'HELPCRUNCH   https://api.helpcrunch.com/v1 with an API key',
    'CARECLOUD    https://x.example/v1.0 with a login, times in Europe/Prague',
    'No such setting: CACHE_TTL. Was CACHE_TTL_SECONDS meant?',
    'Anyone who can connect may query everything: authentication is off.',
  ]);
});

it('reports the result of a source’s check in one line', () => {
  expect(checkLine({ source: 'CARECLOUD', outcome: 'OK', said: 'answers', durationMs: 12 })).toBe(
    'CARECLOUD answers (12 ms)',
  );
  const said = 'refused the credentials (401): check CARECLOUD_TOKEN';
  expect(checkLine({ source: 'CARECLOUD', outcome: 'UPSTREAM_REJECTED', said, durationMs: 1 })).toBe(
    `CARECLOUD: ${said}`,
  );
});
