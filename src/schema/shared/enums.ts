import { ERROR_CODES, type ErrorCode } from '../../errors/error-codes.ts';
import { builder } from '../builder.ts';
import type { SchemaVendor } from './vendor.ts';

export const customerSource = builder.enumType('CustomerSource', {
  description: 'A system that holds customers.',
  // One per vendor: see addSources.
  values: {} as Record<string, { readonly description: string }>,
});

/** Gives `CustomerSource` its values. */
export function addSources(vendors: readonly SchemaVendor[]): void {
  const values = vendors.map(
    ({ source, description }) => [source, { value: source, description, pothosOptions: {} }] as const,
  );
  customerSource.updateConfig((config) => ({ ...config, values: Object.fromEntries(values) }));
}

export const orderDirection = builder.enumType('OrderDirection', {
  description: 'Sort direction.',
  values: {
    ASC: {
      description: 'Ascending: oldest times or lowest ids first; records without a value before all others.',
    },
    DESC: { description: 'The exact reverse of `ASC`: newest first, records without a value last.' },
  } as const,
});

export const gender = builder.enumType('Gender', {
  description: 'How a person wants to be addressed, as CareCloud records it.',
  values: {
    MALE: { description: 'Male.' },
    FEMALE: { description: 'Female.' },
    MISS: { description: 'Female, addressed as Miss.' },
    PRIVATE: { description: 'The person prefers not to say.' },
    OTHER: { description: 'Another gender.' },
  } as const,
});

export const identityState = builder.enumType('IdentityState', {
  description: 'Whether it is certain who a listed HelpCrunch profile belongs to.',
  values: {
    RESOLVED: { description: 'Certain: the person is listed once.' },
    UNRESOLVED: {
      description:
        'CareCloud did not answer, so it is unknown whether this profile has an account. The same person may be listed again at their account; try again later.',
    },
  } as const,
});

export const countPrecision = builder.enumType('CountPrecision', {
  description: 'How precise a count is.',
  values: {
    EXACT: { description: 'The number of people, exactly.' },
    AT_MOST: {
      description:
        'At most this many: some people may be in both sources, or may not match on closer checking.',
    },
    AT_LEAST: { description: 'At least this many: a source did not say how many it has.' },
  } as const,
});

export const sourceStatus = builder.enumType('SourceStatus', {
  description: 'The outcome of asking a source, or its current state.',
  values: {
    OK: { description: 'It answered.' },
    STALE: {
      description:
        'It failed, or its request budget is scarce; an older response from the cache was used (see `ageSeconds`).',
    },
    SKIPPED: {
      description:
        'No request was sent to it: nothing from it was needed, or none of its records can match the filter.',
    },
    RATE_LIMITED: { description: 'Its request budget is spent; see `retryAfterSeconds`.' },
    TIMED_OUT: { description: 'It did not answer in time.' },
    UNAVAILABLE: {
      description: 'It could not be reached, failed, or sent an invalid response.',
    },
    REJECTED: {
      description: 'It refused the gateway’s request or credentials: the gateway’s operators must fix this.',
    },
    SCAN_LIMITED: {
      description:
        'The page ends early, because the filter needed to read more rows than one page may. Nothing is skipped: continue from `endCursor`.',
    },
  } as const,
});

export const sourceWarning = builder.enumType('SourceWarning', {
  description:
    'An inconsistency in a source’s responses: people may be missing from the page, or be shown twice or out of order.',
  values: {
    UNSTABLE_ORDER: {
      description:
        'Rows moved although none were added or removed: the source orders equal rows differently each time. People may be missing from the list, or be in it twice.',
    },
    UNEXPECTED_ORDER: {
      description:
        'The source returned rows in another order than requested. Each is listed once, in the order it came.',
    },
    INCOMPLETE_SEARCH: {
      description:
        'The source’s search does not find everything that its list shows, or depends on how a value is written. People may be missing, or be listed once for each source. Counts are not `EXACT`.',
    },
    INCOMPLETE_LIST: {
      description:
        'The source’s list lacks records that its look-ups show. People whose record no list shows may be missing. Counts are not `EXACT`.',
    },
    INCOMPLETE_TOTAL: {
      description:
        'The rows contradict the source’s total. All rows were read; counts that rest on this total are not `EXACT`.',
    },
    ROWS_SKIPPED: { description: 'Some rows could not be read and were skipped.' },
  } as const,
});

/** The descriptions are those of the table of codes. */
export const errorCode = builder.enumType('ErrorCode', {
  description: 'Why something failed. `extensions.code` of an error is always one of these.',
  values: Object.fromEntries(
    Object.entries(ERROR_CODES).map(([code, { meaning }]) => [code, { description: meaning }]),
  ) as Record<ErrorCode, { readonly description: string }>,
});
