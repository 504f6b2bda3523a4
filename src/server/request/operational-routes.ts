import type { Logger } from '../../telemetry/logger.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import type { Route } from './use-routes.ts';

export interface OperationalRoutesOptions {
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  readonly metrics: Pick<Metrics, 'contentType' | 'expose'>;
  /** Each source's state, without asking it. */
  readonly readSources: () => Promise<readonly { readonly source: string; readonly status: string }[]>;
  readonly isStopping: () => boolean;
}

/**
 * `/health`: the process lives. `/ready`: it may be sent operations: not stopping, and at least one source's circuit is
 * not open. `/metrics`: for Prometheus. The words are fixed; the reasons go to the log, once per change.
 */
export function createOperationalRoutes(options: OperationalRoutesOptions) {
  const { logger, metrics, readSources, isStopping } = options;
  let wasReady = true;

  async function isReady(): Promise<boolean> {
    if (isStopping()) return false;
    const sources = await readSources();
    const answer = sources.some(({ status }) => status !== 'UNAVAILABLE');
    if (answer !== wasReady) {
      for (const { source, status } of sources) logger.info('source state', { source, state: status });
      logger.warn(answer ? 'ready again' : 'not ready: no source answers');
      wasReady = answer;
    }
    return answer;
  }

  const health: Route = () => ({ status: 200, body: 'alive\n' });
  const ready: Route = async () =>
    (await isReady().catch(() => false))
      ? { status: 200, body: 'ready\n' }
      : { status: 503, body: 'not ready\n' };
  const exposeMetrics: Route = async () => ({
    status: 200,
    body: await metrics.expose(),
    headers: { 'content-type': metrics.contentType },
  });
  return { health, ready, metrics: exposeMetrics };
}
