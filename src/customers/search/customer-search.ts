import type { Customer } from '../model/customer.ts';
import type { SourceReport } from '../source-report.ts';
import type { SearchCoverage } from './found-records.ts';
import type { SearchReading, SearchText } from './read-search-text.ts';

export interface CustomerSearchRequest {
  readonly text: SearchText;
  /** 1 … 25 */
  readonly first: number;
  /** The global id of a customer with this key, which breaks the last ties. */
  readonly globalIdOf: (customerKey: string) => string;
}

/** The people a text may mean, best first. */
export interface CustomerSearchResult {
  readonly matches: readonly CustomerMatch[];
  /** More people match than are shown, or a source had more rows than were read. */
  readonly hasMore: boolean;
  readonly understoodAs: readonly SearchReading[];
  readonly sources: readonly SearchReport[];
}

export interface CustomerMatch {
  readonly customer: Customer;
  readonly matchedOn: readonly SearchReading[];
  readonly identity: Customer['identity'];
}

export interface SearchReport extends SourceReport {
  readonly coverage: SearchCoverage;
}
