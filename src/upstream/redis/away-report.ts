import type { Logger } from '../../telemetry/logger.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import type { Clock } from '../clock.ts';

const SAID_AGAIN_MS = 60_000;

export interface AwayReportOptions {
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  readonly metrics?: Pick<Metrics, 'sharingChanged'> | undefined;
  readonly clock: Clock;
}

/** Logs when the store becomes unavailable and available again, and why: each reason once a minute. */
export class AwayReport {
  readonly #options: AwayReportOptions;
  readonly #saidAt = new Map<string, number>();

  constructor(options: AwayReportOptions) {
    this.#options = options;
  }

  away(error: unknown): void {
    const { logger, metrics, clock } = this.#options;
    metrics?.sharingChanged(false);
    const reason = reasonOf(error);
    const now = clock.now();
    if (now < (this.#saidAt.get(reason) ?? Number.NEGATIVE_INFINITY) + SAID_AGAIN_MS) return;
    this.#saidAt.set(reason, now);
    logger.warn('Redis is unavailable, continuing within this replica’s own share of the budget', {
      code: reason,
    });
  }

  /** Redis Cluster spreads keys over several nodes, so nothing can be shared through it. */
  isCluster(): void {
    this.#options.metrics?.sharingChanged(false);
    this.#options.logger.warn(
      'Redis Cluster is not supported, continuing within this replica’s own share of the budget',
      {
        code: 'CLUSTER',
        advice: 'set REDIS_URL to a single Redis, or to a proxy that acts as one',
        setting: 'REDIS_URL',
      },
    );
  }

  back(): void {
    this.#saidAt.clear();
    this.#options.metrics?.sharingChanged(true);
    this.#options.logger.info('budget and cache are shared through Redis', {});
  }
}

/**
 * The first word of Redis's error, which it writes in capitals (READONLY, NOAUTH, OOM, MOVED), or the system error
 * code.
 */
export function reasonOf(error: unknown): string {
  const { message = '', code, name = 'Error' } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  // Errors inside a script are wrapped.
  const word = /\b(READONLY|NOAUTH|OOM|MOVED|CLUSTERDOWN|NOPERM|WRONGPASS|LOADING|MISCONF)\b/.exec(
    message.slice(0, 1_000),
  );
  if (word !== null) return word[0];
  const first = message.slice(0, 40).split(' ')[0] ?? '';
  if (/^[A-Z]{3,20}$/.test(first)) return first;
  if (typeof code === 'string') return code;
  return message.startsWith('Command timed out') ? 'TIMEOUT' : name;
}
