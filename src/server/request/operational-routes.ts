import type { Logger } from '../../telemetry/logger.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import type { Route } from './use-routes.ts';

export interface OperationalRoutesOptions {
  /** The gateway's version, for `/version`. */
  readonly version: string;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  readonly metrics: Pick<Metrics, 'contentType' | 'expose'>;
  /** Each source's state, without sending a request. */
  readonly readSources: () => Promise<readonly { readonly source: string; readonly status: string }[]>;
  readonly isStopping: () => boolean;
}

/**
 * `/health`: the process is alive. `/ready`: operations can be sent, as the process is not stopping and at least one
 * source is usable; otherwise it states the reason in fixed words. `/version`, and `/metrics` for Prometheus. Changes
 * of readiness are logged.
 */
export function createOperationalRoutes(options: OperationalRoutesOptions) {
  const { logger, metrics, readSources, isStopping } = options;
  let wasReady = true;

  /** Null if ready. */
  async function whyNotReady(): Promise<string | null> {
    if (isStopping()) return 'stopping';
    const sources = await readSources();
    const isReady = sources.some(({ status }) => !UNUSABLE.has(status));
    if (isReady !== wasReady) {
      for (const { source, status } of sources) logger.info('source state', { source, state: status });
      logger.warn(isReady ? 'ready again' : 'not ready: no source is usable');
      wasReady = isReady;
    }
    if (isReady) return null;
    return sources.map(({ source, status }) => `${source} ${UNUSABLE.get(status)}`).join(', ');
  }

  const health: Route = () => ({ status: 200, body: 'alive\n' });
  const ready: Route = async () => {
    const reason = await whyNotReady().catch(() => 'the state of the sources cannot be read');
    return reason === null
      ? { status: 200, body: 'ready\n' }
      : { status: 503, body: `not ready: ${reason}\n` };
  };
  const exposeMetrics: Route = async () => ({
    status: 200,
    body: await metrics.expose(),
    headers: { 'content-type': metrics.contentType },
  });
  const showVersion: Route = () => ({
    status: 200,
    body: `${JSON.stringify({ version: options.version, node: process.version })}\n`,
    headers: { 'content-type': 'application/json; charset=utf-8' },
  });
  return { health, ready, version: showVersion, metrics: exposeMetrics };
}

/** States in which a source is unusable, as `/ready` words them. */
const UNUSABLE: ReadonlyMap<string, string> = new Map([
  ['UNAVAILABLE', 'does not answer'],
  ['REJECTED', 'refuses the gateway’s credentials or address'],
]);
