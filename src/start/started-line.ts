import type { Gateway } from '../gateway.ts';
import type { Misspelled } from '../settings/misspelled.ts';
import type { Settings } from '../settings/settings.ts';

/** What a started gateway reports. */
export interface Started {
  readonly version: string;
  readonly settings: Settings;
  readonly port: number;
  readonly adminPort: number | null;
  readonly access: Gateway['access'];
  readonly misspelled: readonly Misspelled[];
  /** Variables that hold real credentials while the data is simulated. */
  readonly credentials: readonly string[];
}

/** `http://127.0.0.1:4000` */
export function originOf({ server }: Settings, port: number): string {
  const host = server.host.includes(':') ? `[${server.host.replace(/^\[|\]$/g, '')}]` : server.host;
  return `http://${host}:${port}`;
}

/**
 * For machines: one line of JSON in the log's format. It is printed at every log level, because other programs wait for
 * it.
 */
export function startedLine(started: Started, now: Date): string {
  const { version, settings, port, adminPort, access } = started;
  const { sandbox, auth } = settings;
  const line = {
    level: 'info',
    time: now.toISOString(),
    event: 'started',
    version,
    node: process.version,
    address: `${originOf(settings, port)}/graphql`,
    ...(adminPort !== null && { adminAddress: originOf(settings, adminPort) }),
    auth: authOf(auth),
    sandbox,
    sources: access.map(({ source, address, auth: signIn, timeZone }) => ({
      source,
      address,
      auth: signIn,
      ...(timeZone !== null && { zone: timeZone }),
    })),
  };
  return `${JSON.stringify(line)}\n`;
}

function authOf({ required, apiKeys, jwt }: Settings['auth']): string {
  if (!required) return 'NONE';
  return [apiKeys.length > 0 && 'API_KEYS', jwt !== null && 'JWT'].filter(Boolean).join('+');
}
