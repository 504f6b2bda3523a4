import { ERROR_CODES, type ErrorCode } from '../../errors/error-codes.ts';
import { builder } from '../builder.ts';
import type { SchemaVendor } from './vendor.ts';

export const customerSource = builder.enumType('CustomerSource', {
  description: 'A system that customers are kept in.',
  // One a vendor: see addSources.
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
  description: 'Which end of an order comes first.',
  values: {
    ASC: {
      description: 'Smallest first: oldest times, lowest ids; entries without a value before all others.',
    },
    DESC: { description: 'The exact reverse of `ASC`: newest first, entries without a value last.' },
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
        'CareCloud did not answer whether this profile has an account there. The same person may be listed again at their account; ask again later.',
    },
  } as const,
});

export const countPrecision = builder.enumType('CountPrecision', {
  description: 'How far a count can be relied on.',
  values: {
    EXACT: { description: 'The number of people, exactly.' },
    AT_MOST: {
      description: 'There are no more than this: some may be in both sources or fall out on closer checking.',
    },
    AT_LEAST: { description: 'There are no fewer than this: a source did not say how many it has.' },
  } as const,
});

export const sourceStatus = builder.enumType('SourceStatus', {
  description: 'How a source did, or is doing.',
  values: {
    OK: { description: 'It answered.' },
    STALE: { description: 'It failed; an older answer from the cache was used (see `ageSeconds`).' },
    SKIPPED: {
      description: 'It was not asked: nothing of it was needed here, or it cannot match the filter.',
    },
    RATE_LIMITED: { description: 'Its budget of requests is spent; see `retryAfterSeconds`.' },
    TIMED_OUT: { description: 'It did not answer in time.' },
    UNAVAILABLE: {
      description: 'It could not be reached, failed, or answered something that makes no sense.',
    },
    REJECTED: { description: 'It refused the gateway’s request or credentials; operators have to look.' },
    SCAN_LIMITED: {
      description:
        'The page ends early: the filter needed more reading than one page may cost. Nothing is skipped; go on from `endCursor`.',
    },
  } as const,
});

export const sourceWarning = builder.enumType('SourceWarning', {
  description:
    'What a source did that no source should, though it answered: the page may lack somebody, or show somebody twice or out of place.',
  values: {
    UNSTABLE_ORDER: {
      description:
        'Rows moved though nothing came or went: the source orders equal rows differently each time. Somebody may be missing from the list or be in it twice.',
    },
    UNEXPECTED_ORDER: {
      description:
        'Rows came in another order than the one asked for. Each is listed once, in the order it came.',
    },
    INCOMPLETE_SEARCH: {
      description:
        'The source’s search does not find all that its list shows, or not however it is written. Somebody may be missing, or be listed once for each source. Counts are not `EXACT`.',
    },
    INCOMPLETE_TOTAL: {
      description:
        'Rows contradicted the source’s total. All rows were read as they came; counts by this total are no longer called `EXACT`.',
    },
    ROWS_SKIPPED: { description: 'Rows that could not be read were passed over.' },
  } as const,
});

/** Descriptions are the table's own: a code is described once. */
export const errorCode = builder.enumType('ErrorCode', {
  description: 'Why something failed: what errors have in `extensions.code`, and nothing else.',
  values: Object.fromEntries(
    Object.entries(ERROR_CODES).map(([code, { meaning }]) => [code, { description: meaning }]),
  ) as Record<ErrorCode, { readonly description: string }>,
});
