import type { RequestBudget } from '../budget/request-budget.ts';
import type { HttpTransport } from '../http/http-transport.ts';
import type { UpstreamClientOptions, UpstreamTuning } from '../upstream-options.ts';
import type { UpstreamRequest } from '../upstream-request.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';
import type { Renewals } from './renewals.ts';

/** A request with its wire form made once, for key and sending. */
export interface PreparedRequest {
  readonly request: UpstreamRequest<unknown>;
  /** With base path and query string. */
  readonly path: string;
  /** JSON text. */
  readonly body: string | null;
}

/** What sending needs. */
export interface SenderParts {
  readonly options: UpstreamClientOptions & UpstreamTuning;
  readonly http: HttpTransport;
  readonly budget: RequestBudget;
  readonly breaker: CircuitBreaker;
  readonly renewals: Renewals;
}
