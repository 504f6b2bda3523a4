import { describe, expect, it } from 'vitest';
import { ListMeter } from '../../../src/customers/list/list-meter.ts';
import { UpstreamError } from '../../../src/errors/gateway-error.ts';
import { countingMeter } from '../support/walks.ts';

const LINE = { method: 'GET', path: '/customers', parameters: [] } as const;

describe('what a list field reports of a source', () => {
  it('is SKIPPED if it was not needed', () => {
    const usage = new ListMeter(countingMeter());

    expect(usage.report('CARECLOUD', false)).toEqual({
      source: 'CARECLOUD',
      status: 'SKIPPED',
      requests: 0,
      ageSeconds: null,
      error: null,
    });
    expect(usage.report('CARECLOUD', true).status).toBe('SKIPPED');
  });

  it('counts its own requests and forwards them', () => {
    const operation = countingMeter();
    const usage = new ListMeter(operation);
    const other = new ListMeter(operation);
    usage.sent('CARECLOUD', LINE, 0);
    usage.sent('CARECLOUD', LINE, 0);
    other.sent('HELPCRUNCH', LINE, 0);

    expect(usage.report('CARECLOUD', false)).toMatchObject({ status: 'OK', requests: 2, ageSeconds: 0 });
    expect(usage.requestsTo('HELPCRUNCH')).toBe(0);
    expect(operation.requests).toEqual({ CARECLOUD: 2, HELPCRUNCH: 1 });
  });

  it('has the age of the oldest cached response used, in whole seconds', () => {
    const usage = new ListMeter(countingMeter());
    usage.saved('CARECLOUD', LINE, { ageSeconds: 7.6, stale: false });
    usage.saved('CARECLOUD', LINE, { ageSeconds: 2, stale: false });

    expect(usage.report('CARECLOUD', false)).toMatchObject({ status: 'OK', requests: 0, ageSeconds: 8 });
  });

  it('is STALE if a cached response replaced a failure, SCAN_LIMITED if the page ended early', () => {
    const usage = new ListMeter(countingMeter());
    usage.saved('CARECLOUD', LINE, { ageSeconds: 60, stale: true });

    expect(usage.report('CARECLOUD', false).status).toBe('STALE');
    expect(usage.report('CARECLOUD', true).status).toBe('SCAN_LIMITED');
  });

  it.each([
    ['UPSTREAM_RATE_LIMITED', 'RATE_LIMITED'],
    ['UPSTREAM_TIMEOUT', 'TIMED_OUT'],
    ['UPSTREAM_UNAVAILABLE', 'UNAVAILABLE'],
    ['UPSTREAM_INVALID_RESPONSE', 'UNAVAILABLE'],
    ['UPSTREAM_REJECTED', 'REJECTED'],
  ] as const)('reports %s as %s', (code, status) => {
    const usage = new ListMeter(countingMeter());
    usage.sent('HELPCRUNCH', LINE, 0);
    usage.failed(new UpstreamError(code, 'HELPCRUNCH', 'First.', { retryAfterSeconds: 3 }));
    usage.failed(new UpstreamError('UPSTREAM_TIMEOUT', 'HELPCRUNCH', 'Second.'));

    expect(usage.report('HELPCRUNCH', true)).toEqual({
      source: 'HELPCRUNCH',
      status,
      requests: 1,
      ageSeconds: 0,
      error: { code, message: 'First.', retryAfterSeconds: 3 },
    });
  });
});

it.each([
  ['UPSTREAM_TIMEOUT', true],
  ['UPSTREAM_UNAVAILABLE', true],
  ['UPSTREAM_RATE_LIMITED', true],
  // Another request may be allowed, or readable.
  ['UPSTREAM_REJECTED', false],
  ['UPSTREAM_INVALID_RESPONSE', false],
] as const)('a source that failed with %s is not asked again by the same field: %s', (code, isOut) => {
  const usage = new ListMeter(countingMeter());
  expect(usage.outage('CARECLOUD')).toBe(null);
  const error = new UpstreamError(code, 'CARECLOUD', 'It failed.');
  usage.failed(error);
  expect(usage.outage('CARECLOUD')).toBe(isOut ? error : null);
  expect(usage.outage('HELPCRUNCH')).toBe(null);
});

it('a refusal or an unreadable response that concerns the whole source is an outage', () => {
  const usage = new ListMeter(countingMeter());
  const error = new UpstreamError('UPSTREAM_REJECTED', 'CARECLOUD', 'It failed.', { isSourceWide: true });
  usage.failed(error);
  expect(usage.outage('CARECLOUD')).toBe(error);
});
