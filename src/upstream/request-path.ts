import { compose } from './compose.ts';
import { withJoining } from './joining/with-joining.ts';
import { byLane } from './lanes/lane-breakers.ts';
import { withThrottle } from './lanes/with-throttle.ts';
import { decoded } from './policies/response-decoder.ts';
import { timedTransport } from './policies/timed-transport.ts';
import { withAllowance } from './policies/with-allowance.ts';
import { withBreaker, withOpenCheck } from './policies/with-breaker.ts';
import { withBudget } from './policies/with-budget.ts';
import { withCache } from './policies/with-cache.ts';
import { withCacheFill } from './policies/with-cache-fill.ts';
import { withCredentials } from './policies/with-credentials.ts';
import { withDeadline } from './policies/with-deadline.ts';
import { withErrors } from './policies/with-errors.ts';
import { withMeter } from './policies/with-meter.ts';
import { withRedirects } from './policies/with-redirects.ts';
import { withRetry } from './policies/with-retry.ts';
import { withRetryAfter } from './policies/with-retry-after.ts';
import { unlessFaulty, withSandboxFault } from './policies/with-sandbox-fault.ts';
import { withSharedCache } from './policies/with-shared-cache.ts';
import { withSingleFlight } from './policies/with-single-flight.ts';
import { withStaleOnError } from './policies/with-stale-on-error.ts';
import { withTelemetry } from './policies/with-telemetry.ts';
import { keyOf, type Outcome, prepare, toReading } from './reading.ts';
import type { RequestParts } from './request-parts.ts';
import type { UpstreamCall } from './upstream-call.ts';
import type { PreparedRequest, UpstreamRequest } from './upstream-request.ts';

/** @see UpstreamClient.request */
type RequestUpstream = <T>(request: UpstreamRequest<T>, call: UpstreamCall) => Promise<T>;

/** The request path, top-down: the first policy sees a request first and its result last. */
export function createRequestPath(parts: RequestParts): RequestUpstream {
  const { options, base, cache, shared, budget, breakers, renewal, http } = parts;
  const { source, clock } = options;
  const send = compose(
    [
      withErrors(options),
      withRetry(options),
      withRetryAfter(clock, budget),
      withCredentials(options, renewal),
      withRedirects(base.origin),
      unlessFaulty(byLane(breakers, (breaker) => withOpenCheck(source, breaker))),
      unlessFaulty(withThrottle(options.concurrency)),
      withAllowance(source),
      withBudget(options, budget),
      unlessFaulty(byLane(breakers, (breaker) => withBreaker(source, breaker))),
      withSandboxFault(source),
      withTelemetry(options),
    ],
    timedTransport(http, options),
  );
  const share = ({ request, ...prepared }: PreparedRequest, { response, storedAt }: Outcome) => {
    if (shared === null || response === undefined) return undefined;
    const key = keyOf({ request, ...prepared }, parts);
    shared.set(key, { status: response.status, text: response.text, storedAt }, request.lane);
    return key;
  };
  const prepareOwn = (request: UpstreamRequest<unknown>) => prepare(request, base);
  const joining = { source, clock, prepare: prepareOwn, share: shared === null ? undefined : share };
  const fetch = compose(
    [
      ...(shared ? [withSharedCache(options, shared, cache, budget)] : []),
      withCacheFill(cache, shared),
      ...(options.isSharingInFlight ? [withJoining(joining, budget)] : []),
    ],
    decoded(options, send),
  );
  const read = compose(
    [withMeter(options, cache), withCache(options, cache, budget), withStaleOnError(options, cache)],
    withSingleFlight(options, budget)(fetch),
  );
  const start = withDeadline(options)(async ({ request, call }) => {
    return (await read(toReading(request, call, parts))).value;
  });
  return <T>(request: UpstreamRequest<T>, call: UpstreamCall) => start({ request, call }) as Promise<T>;
}
