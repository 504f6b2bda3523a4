import { describe, expect, it } from 'vitest';
import { UpstreamError } from '../../../src/errors/gateway-error.ts';
import { isNotFound, toCareCloudError } from '../../../src/vendors/carecloud/errors.ts';

const read = (status: number, body: unknown = null) => toCareCloudError({ status, body });

/** The envelope of the OpenAPI schema BasicError, with personal data wherever a text is free. */
const basic = (exception: string, errorData: object = {}) => ({
  error: { type: 'about:blank', exception, title: 'eva@x.cz', detail: 'eva@x.cz', error_data: errorData },
});

describe('an error of CareCloud', () => {
  it.each([
    [400, 'UPSTREAM_REJECTED'],
    [401, 'UPSTREAM_REJECTED'],
    [403, 'UPSTREAM_REJECTED'],
    [404, 'UPSTREAM_REJECTED'],
    [405, 'UPSTREAM_REJECTED'],
    [429, 'UPSTREAM_RATE_LIMITED'],
    [500, 'UPSTREAM_UNAVAILABLE'],
    [503, 'UPSTREAM_UNAVAILABLE'],
    [302, 'UPSTREAM_INVALID_RESPONSE'],
    [304, 'UPSTREAM_INVALID_RESPONSE'],
    [402, 'UPSTREAM_REJECTED'],
    [408, 'UPSTREAM_TIMEOUT'],
    [414, 'UPSTREAM_REJECTED'],
    [418, 'UPSTREAM_REJECTED'],
    [502, 'UPSTREAM_UNAVAILABLE'],
    [504, 'UPSTREAM_UNAVAILABLE'],
    [599, 'UPSTREAM_UNAVAILABLE'],
  ])('with status %i is %s, whatever its body', (status, code) => {
    for (const body of [
      null,
      '',
      '<html>eva@x.cz</html>',
      [],
      { error: 'eva@x.cz' },
      basic('error_exception'),
    ]) {
      const error = read(status, body);
      expect(error).toBeInstanceOf(UpstreamError);
      expect(error.extensions).toEqual({ code, source: 'CARECLOUD' });
      expect(`${error.message} ${error.cause}`).not.toContain('eva@x.cz');
    }
  });

  it('names the refused parameters, from the documented names and reasons only', () => {
    const error = read(
      400,
      basic('bad_request_exception', {
        invalid_params: [
          { name: 'sort_field', reason: 'not_allowed_value', value: 'eva@x.cz', message: 'eva@x.cz' },
          { name: 'email_list[0]', reason: 'invalid_value_format', value: 'eva@x.cz' },
          { name: 'eva@x.cz', reason: 'eva@x.cz' },
          { name: ['a', 'b'] },
          'eva@x.cz',
        ],
      }),
    );
    expect(error.message).toBe(
      'CareCloud did not accept the request. The gateway’s log says more. It names: sort_field (not_allowed_value), email_list (invalid_value_format), ? (?), ? (?), ? (?).',
    );
    expect(error.cause).toMatchObject({
      message: 'CareCloud answered 400 bad_request_exception',
      isSafeToLog: true,
    });
  });

  it('keeps the code of a forbidden interface for the log', () => {
    const body = {
      error: { type: 'interface_not_allowed_exception', title: 'Enterprise API is not allowed' },
    };
    expect(read(403, body).cause).toMatchObject({
      message: 'CareCloud answered 403 interface_not_allowed_exception',
    });
  });

  it.each<[boolean, number, object | null]>([
    [false, 404, null],
    [true, 400, { invalid_params: [{ name: 'customer_ids', reason: 'not_found' }] }],
    [true, 400, { invalid_params: [{ name: 'customer_ids[]', reason: 'not_found' }] }],
    [true, 400, { invalid_params: [{ name: 'customer_id', reason: 'not_found' }] }],
    [false, 400, { invalid_params: [{ name: 'customer_source_id', reason: 'not_found' }] }],
    [false, 400, { invalid_params: [{ name: 'customer_ids', reason: 'invalid_value_format' }] }],
    [false, 400, { invalid_params: [] }],
    [false, 400, null],
    [false, 500, null],
  ])('means that ids do not exist: %s for %i %j', (expected, status, data) => {
    expect(isNotFound(read(status, data && basic('bad_request_exception', data)))).toBe(expected);
    expect(isNotFound(new Error('other'))).toBe(false);
  });
});
