import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toCareCloudError } from '../../../src/vendors/carecloud/errors.ts';
import { toHelpCrunchError } from '../../../src/vendors/helpcrunch/errors.ts';
import { isSourceWideStatus } from '../../../src/vendors/shared/source-wide-status.ts';

it.each([
  [401, true],
  [402, true],
  [418, true],
  [425, true],
  [302, true],
  [503, true],
  // Another request may be allowed, known or accepted.
  [400, false],
  [403, false],
  [404, false],
  [413, false],
  [422, false],
])('a source that answers %i answers every request so: %s', (status, isWide) => {
  expect(isSourceWideStatus(status)).toBe(isWide);
});

it('both vendors’ errors say so, whatever the body is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 300, max: 599 }), fc.jsonValue(), (status, body) => {
      for (const toError of [toCareCloudError, toHelpCrunchError]) {
        expect(toError({ status, body }).isSourceWide).toBe(isSourceWideStatus(status));
      }
    }),
  );
});
