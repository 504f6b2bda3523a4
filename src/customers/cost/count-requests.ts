import type { RowRange } from '../../paging/leg.ts';
import { toPageRequest } from '../../paging/page-request.ts';
import { firstRange } from '../../paging/reading/read-ranges.ts';
import type { AskedField, CustomerKey, RecordListRequest } from '../customer-directory.ts';
import type { CustomerSource } from '../customer-source.ts';
import { firstReads, mayCount, wantsAhead } from '../list/plan/first-reads.ts';
import { readSizes } from '../list/read-sizes.ts';
import type { CustomerFilter } from '../model/customer-filter.ts';
import type { IdentityKey, SourceName } from '../model/source-record.ts';
import type { LeastRequests } from './least-requests.ts';

export interface CountOptions {
  readonly sources: readonly CustomerSource[];
  readonly identityKeys: readonly IdentityKey[];
  readonly scanLimit: number;
  readonly cachesResponses: boolean;
  /** How many requests the operation may send to a source. */
  readonly left: (source: SourceName) => number;
}

/**
 * Adds the requests that a field certainly needs, before any response is known. Requests that depend on responses
 * (further pages, look-ups of listed customers) are not counted. Pure. Throws BAD_USER_INPUT as the field itself will.
 */
export function countRequests(asked: AskedField, least: LeastRequests, options: CountOptions): void {
  switch (asked.kind) {
    case 'LIST':
      if (hasUnresolved(asked.request.filter, options)) break;
      for (const { source, query, range } of firstReads(asked.request, options)) {
        least.addRead(source, query, range && nameOf(range));
      }
      break;
    case 'RECORDS':
      countRecords(asked.source, asked.request, least, options);
      break;
    case 'FIND':
      countFind(asked.key, least, options);
      break;
    case 'RECORD':
      addKey(asked.source, { kind: 'id', value: asked.id }, least, options);
      break;
    case 'SEARCH':
      for (const { name, search, abilities } of options.sources) {
        const fits = abilities.searchReadings?.some((reading) => asked.text.readings.includes(reading));
        if (search !== undefined && fits) least.addRequests(name, `search ${asked.text.text}`, 1);
      }
      break;
    case 'FACET':
      // Facets have their own allowance: see facet-cost.ts.
      break;
    case 'REQUESTS':
      least.addRequests(asked.source, asked.name, asked.count);
      break;
  }
}

function countRecords(
  name: SourceName,
  { page, filter, order, options, want }: RecordListRequest,
  least: LeastRequests,
  countOptions: CountOptions,
): void {
  const source = countOptions.sources.find((each) => each.name === name);
  const { heading, size, cursor } = toPageRequest(page);
  if (source === undefined || (filter !== null && source.isUnresolved?.(filter))) return;
  const { filters, exact } = source.planOwn(filter);
  const queryOf = (native: unknown) => JSON.stringify([native, order, options ?? null]);
  if (cursor !== null) {
    // The cursor may know that some of several queries have no rows left, or that nothing precedes it.
    const [only, ...others] = filters.map(queryOf);
    const isRead = size > 0 && heading === 'FORWARD' && others.length === 0;
    if (only !== undefined && isRead) least.addRead(name, only, null);
  } else if (size > 0 || wantsAhead(heading, want)) {
    const decides = !exact || filters.length > 1;
    const { abilities } = source;
    const { cachesResponses } = countOptions;
    const sizes = readSizes(abilities, { decides, isCompared: false, cachesResponses });
    const range = size > 0 ? nameOf(firstRange(size, { ...sizes, ...(decides && { decide: true }) })) : null;
    for (const native of filters) least.addRead(name, queryOf(native), range);
  } else if (want.totalCount) {
    for (const [sent, native] of filters.entries()) {
      if (!mayCount(name, { sent, missing: filters.length }, countOptions)) break;
      least.addRead(name, queryOf(native), null);
    }
  }
}

/** Whether the list's queries depend on responses. */
function hasUnresolved({ own }: CustomerFilter, { sources }: CountOptions): boolean {
  return sources.some(({ name, isUnresolved }) => {
    const criteria = own.get(name);
    return criteria !== undefined && isUnresolved?.(criteria) === true;
  });
}

/** Accounts are looked up first, and profiles only for keys without an account. */
function countFind(key: CustomerKey, least: LeastRequests, options: CountOptions): void {
  switch (key.kind) {
    case 'customer':
    case 'record':
      addKey(key.source, { kind: 'id', value: key.id }, least, options);
      break;
    case 'userId':
      addKey(key.source, { kind: 'userId', value: key.value }, least, options);
      break;
    case 'email':
    case 'phone': {
      const accounts = options.sources.filter(({ role }) => role === 'ACCOUNTS');
      for (const { name } of accounts.length > 0 ? accounts : options.sources)
        addKey(name, key, least, options);
    }
  }
}

function addKey(
  name: SourceName,
  key: Parameters<LeastRequests['addKey']>[1],
  least: LeastRequests,
  { sources }: CountOptions,
): void {
  const source = sources.find((each) => each.name === name);
  if (source !== undefined) least.addKey(name, key, source.abilities);
}

function nameOf({ offset, limit }: RowRange): string {
  return `${offset}:${limit}`;
}
