import type { RequestBudget } from './budget/request-budget.ts';
import type { ResponseCache } from './cache/response-cache.ts';
import type { SharedCache } from './cache/shared-cache.ts';
import type { HttpTransport } from './http/http-transport.ts';
import type { BaseUrl } from './http/request-url.ts';
import type { LaneBreakers } from './lanes/lane-breakers.ts';
import type { CredentialRenewal } from './single-flight/credential-renewal.ts';
import type { UpstreamClientOptions, UpstreamTuning } from './upstream-options.ts';

/** What one source's policies share; each takes what it needs. */
export interface RequestParts {
  readonly options: UpstreamClientOptions & UpstreamTuning;
  readonly base: BaseUrl;
  /** A hash that distinguishes base URLs and credentials. */
  readonly scope: string;
  readonly cache: ResponseCache;
  /** Responses shared through Redis; null without it. */
  readonly shared: SharedCache | null;
  readonly budget: RequestBudget;
  readonly breakers: LaneBreakers;
  readonly renewal: CredentialRenewal;
  readonly http: HttpTransport;
}
