import type { CustomerSource, SourceQuery } from '../../customers/customer-source.ts';
import type { SourceCall } from '../../customers/source-call.ts';
import { UpstreamError } from '../../errors/gateway-error.ts';
import { explainFailure } from './explain-failure.ts';
import type { SourceAccess } from './source-access.ts';

/** The result of a short list request to a source. */
export interface SourceCheck {
  readonly source: string;
  /** `OK`, or the error's code. */
  readonly outcome: string;
  /** In words: `answers`, or what is wrong and which setting to check. */
  readonly said: string;
  readonly durationMs: number;
}

const DEADLINE_MS = 10_000;

/** The rows of a sample: no source’s pages are known to be smaller. */
const SAMPLE_ROWS = 100;

export interface CheckOptions {
  /**
   * Whether a page is read instead of one row, and the row at the end that its total states unless the page shows it:
   * what is known of rows and totals contradicts a search or a count that is wrong. Default false.
   */
  readonly takesSample?: boolean;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** Sends one short list request, or two for a sample, bypassing the cache. Never throws. */
export async function checkSource(
  source: CustomerSource,
  access: SourceAccess,
  { takesSample = false, now = Date.now }: CheckOptions = {},
): Promise<SourceCheck> {
  const startedAt = now();
  const done = (outcome: string, said: string): SourceCheck => ({
    source: source.name,
    outcome,
    said,
    durationMs: now() - startedAt,
  });
  const call = {
    signal: new AbortController().signal,
    deadlineAt: startedAt + DEADLINE_MS,
    bypassCache: true,
    client: 'check',
    meter: { sent() {}, saved() {} },
  };
  try {
    if (takesSample) await readSample(source, call);
    else await source.list(wholeList(source), { offset: 0, limit: 1 }, call);
    return done('OK', 'answers');
  } catch (error) {
    const code = error instanceof UpstreamError ? error.code : 'INTERNAL_SERVER_ERROR';
    return done(code, explainFailure(error, access));
  }
}

async function readSample(source: CustomerSource, call: SourceCall): Promise<void> {
  const { records, total } = await source.list(wholeList(source), { offset: 0, limit: SAMPLE_ROWS }, call);
  const rows = records.length;
  const isShown = total === null || total < rows || (total === rows && rows < SAMPLE_ROWS);
  const offset = Math.max(0, (total ?? 0) - 1);
  const end = isShown ? null : await source.list(wholeList(source), { offset, limit: 2 }, call);
  const atLast = end?.records.length ?? rows - offset;
  if (rows > 0) source.sawEnd?.({ total, atLast, totalAtLast: end?.total ?? null });
}

function wholeList({ abilities }: CustomerSource): SourceQuery {
  return { filter: null, order: { field: abilities.unifiedOrders.SOURCE, direction: 'ASC' } };
}
