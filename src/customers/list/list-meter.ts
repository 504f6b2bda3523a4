import type { UpstreamError } from '../../errors/gateway-error.ts';
import type { SourceName } from '../model/source-record.ts';
import type { RequestLine, RequestMeter } from '../source-call.ts';
import { GRAVEST_FIRST, type SourceReport, type SourceWarning } from '../source-report.ts';
import { type SourceStatus, toSourceStatus } from '../source-status.ts';

interface SourceUsage {
  requests: number;
  ageSeconds: number;
  stale: boolean;
  error: UpstreamError | null;
  readonly warnings: Set<SourceWarning>;
}

/** The cost and failures of one list field per source; forwards everything to the operation's meter. */
export class ListMeter implements RequestMeter {
  readonly #operation: RequestMeter;
  readonly #bySource = new Map<SourceName, SourceUsage>();

  constructor(operation: RequestMeter) {
    this.#operation = operation;
  }

  sent(source: SourceName, request: RequestLine, waitedMs: number): void {
    this.#usageOf(source).requests++;
    this.#operation.sent(source, request, waitedMs);
  }

  saved(source: SourceName, request: RequestLine, answer: Parameters<RequestMeter['saved']>[2]): void {
    const usage = this.#usageOf(source);
    usage.ageSeconds = Math.max(usage.ageSeconds, answer.ageSeconds);
    usage.stale ||= answer.stale;
    this.#operation.saved(source, request, answer);
  }

  took(...taken: Parameters<NonNullable<RequestMeter['took']>>): void {
    this.#operation.took?.(...taken);
  }

  decoded(request: RequestLine, rows: number): void {
    this.#operation.decoded?.(request, rows);
  }

  /** A failure that the response survives. The first one of a source is reported. */
  failed(error: UpstreamError): void {
    this.#operation.missed?.(error.source, error.code);
    this.#usageOf(error.source).error ??= error;
  }

  /** A fault of a source that responded. The most serious is reported. */
  warned(source: SourceName, warning: SourceWarning): void {
    this.#usageOf(source).warnings.add(warning);
    this.#operation.warned?.(source, warning);
  }

  /** Whether this field used the source. */
  hasUsed(source: SourceName): boolean {
    return this.#bySource.has(source);
  }

  /** Whether a source showed this fault. */
  hasWarned(source: SourceName, warning: SourceWarning): boolean {
    return this.#bySource.get(source)?.warnings.has(warning) === true;
  }

  /** The failure of the source as a whole, with all retries, after which this field does not ask it again. */
  outage(source: SourceName): UpstreamError | null {
    const error = this.#bySource.get(source)?.error ?? null;
    return error?.isSourceWide === true ? error : null;
  }

  /** The first failure that asking again will not change: a source refused its part. Null if there is none. */
  get refusal(): UpstreamError | null {
    const errors = [...this.#bySource.values()].map(({ error }) => error);
    return errors.find((error) => error?.code === 'UPSTREAM_REJECTED') ?? null;
  }

  requestsTo(source: SourceName): number {
    return this.#bySource.get(source)?.requests ?? 0;
  }

  /** The source's entry in `sources`: SKIPPED if the page did not need it. */
  report(source: SourceName, scanLimited: boolean): SourceReport {
    const usage = this.#bySource.get(source);
    if (usage === undefined) {
      return { source, status: 'SKIPPED', requests: 0, ageSeconds: null, error: null };
    }
    const { error, warnings } = usage;
    const warning = GRAVEST_FIRST.find((each) => warnings.has(each));
    return {
      ...(warning !== undefined && { warning }),
      source,
      status: statusOf(usage, scanLimited),
      requests: usage.requests,
      ageSeconds: Math.round(usage.ageSeconds),
      error: error && {
        code: error.code,
        message: error.message,
        retryAfterSeconds: error.retryAfterSeconds ?? null,
      },
    };
  }

  #usageOf(source: SourceName): SourceUsage {
    const usage = this.#bySource.get(source) ?? newUsage();
    this.#bySource.set(source, usage);
    return usage;
  }
}

function newUsage(): SourceUsage {
  return { requests: 0, ageSeconds: 0, stale: false, error: null, warnings: new Set() };
}

/** The most serious status. */
function statusOf({ error, stale }: SourceUsage, scanLimited: boolean): SourceStatus {
  if (error !== null) return toSourceStatus(error.code);
  if (scanLimited) return 'SCAN_LIMITED';
  return stale ? 'STALE' : 'OK';
}
