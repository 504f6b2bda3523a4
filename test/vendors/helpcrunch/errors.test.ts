import { describe, expect, it } from 'vitest';
import { UpstreamError } from '../../../src/errors/gateway-error.ts';
import {
  type HelpCrunchRefusal,
  isBadRequest,
  toHelpCrunchError,
} from '../../../src/vendors/helpcrunch/errors.ts';

const error = (status: number, body: unknown = null) => toHelpCrunchError({ status, body });
const codesOf = (body: unknown) => (error(400, body).cause as HelpCrunchRefusal).codes;

describe('the status of an answer', () => {
  it.each([
    [400, 'UPSTREAM_REJECTED'],
    [401, 'UPSTREAM_REJECTED'],
    [402, 'UPSTREAM_REJECTED'],
    [403, 'UPSTREAM_REJECTED'],
    [404, 'UPSTREAM_REJECTED'],
    [405, 'UPSTREAM_REJECTED'],
    [408, 'UPSTREAM_TIMEOUT'],
    [409, 'UPSTREAM_REJECTED'],
    [418, 'UPSTREAM_REJECTED'],
    [422, 'UPSTREAM_REJECTED'],
    [429, 'UPSTREAM_RATE_LIMITED'],
    [500, 'UPSTREAM_UNAVAILABLE'],
    [502, 'UPSTREAM_UNAVAILABLE'],
    [503, 'UPSTREAM_UNAVAILABLE'],
    [504, 'UPSTREAM_UNAVAILABLE'],
    [599, 'UPSTREAM_UNAVAILABLE'],
    [302, 'UPSTREAM_INVALID_RESPONSE'],
  ])('%i is %s', (status, code) => {
    expect(error(status)).toMatchObject({ code, source: 'HELPCRUNCH' });
  });

  it('decides, whatever the body begins with', () => {
    const body = {
      errors: [
        { code: 'invalid_request', message: 'x' },
        { code: 'too_many_requests', message: 'y' },
      ],
    };
    expect(error(429, body).code).toBe('UPSTREAM_RATE_LIMITED');
  });
});

describe('the body of an error', () => {
  it('is logged by its codes, of both generations', () => {
    expect(codesOf({ errors: [{ code: 'validation_error', message: 'limit value is invalid' }] })).toEqual([
      'validation_error',
    ]);
    expect(
      codesOf({ errors: [{ code: 'invalid_request' }, { code: 'filter[12].field', message: 'blank' }] }),
    ).toEqual(['invalid_request', 'filter[].field']);
  });

  it.each<[string, unknown]>([
    ['texts and unknown codes', { errors: [{ code: 'jan@x.cz', message: 'jan@x.cz' }, 'jan@x.cz', null] }],
    ['HTML instead of JSON', null],
    ['another JSON', ['jan@x.cz']],
    ['a map of errors', { errors: { email: 'jan@x.cz' } }],
  ])('shows nothing of %s', (_what, body) => {
    const { message, extensions, cause } = error(422, body);
    expect(JSON.stringify([message, extensions, (cause as Error).message, cause])).not.toContain('jan@x.cz');
  });
});

describe('a bad request', () => {
  it('differs from other refusals', () => {
    expect(isBadRequest(error(400))).toBe(true);
    expect(isBadRequest(error(422))).toBe(false);
    expect(isBadRequest(new UpstreamError('UPSTREAM_REJECTED', 'HELPCRUNCH', 'x'))).toBe(false);
    expect(isBadRequest(new Error('400'))).toBe(false);
  });
});
