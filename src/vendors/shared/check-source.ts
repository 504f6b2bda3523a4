import type { CustomerSource } from '../../customers/customer-source.ts';
import { UpstreamError } from '../../errors/gateway-error.ts';
import { explainFailure } from './explain-failure.ts';
import type { SourceAccess } from './source-access.ts';

/** The result of requesting one row from a source. */
export interface SourceCheck {
  readonly source: string;
  /** `OK`, or the error's code. */
  readonly outcome: string;
  /** In words: `answers`, or what is wrong and which setting to check. */
  readonly said: string;
  readonly durationMs: number;
}

const DEADLINE_MS = 10_000;

/** Sends one short list request, bypassing the cache. Never throws. @param now Milliseconds since the epoch. */
export async function checkSource(
  source: CustomerSource,
  access: SourceAccess,
  now: () => number = Date.now,
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
  const order = { field: source.abilities.unifiedOrders.SOURCE, direction: 'ASC' } as const;
  try {
    await source.list({ filter: null, order }, { offset: 0, limit: 1 }, call);
    return done('OK', 'answers');
  } catch (error) {
    const code = error instanceof UpstreamError ? error.code : 'INTERNAL_SERVER_ERROR';
    return done(code, explainFailure(error, access));
  }
}
