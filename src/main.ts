import { createGateway, type Gateway } from './gateway.ts';
import { type Sandbox, startSandbox } from './sandbox/start-sandbox.ts';
import { readSettings, withSandbox } from './settings/read-settings.ts';
import type { Settings } from './settings/settings.ts';
import { SettingsError } from './settings/settings-error.ts';

/** How long running operations may take to finish once the process is told to stop. */
const GRACE_MS = 10_000;

try {
  await main();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}

async function main(): Promise<void> {
  const wanted = readSettings(process.env);
  const sandbox = wanted.sandbox ? await startSandbox() : null;
  try {
    const settings = sandbox === null ? wanted : withSandbox(process.env, sandbox);
    const gateway = await createGateway(settings);
    endOnUncaughtFailure(gateway);
    const { port, adminPort } = await gateway.start();
    stopOnSignal(gateway, sandbox);
    process.stdout.write(banner(settings, port, adminPort));
  } catch (error) {
    await sandbox?.close();
    throw error;
  }
}

/** Ctrl-C or SIGTERM: finish what runs, then exit 0. A second one does not wait. */
function stopOnSignal(gateway: Gateway, sandbox: Sandbox | null): void {
  let isStopping = false;
  const stop = async (signal: NodeJS.Signals) => {
    if (isStopping) process.exit(0);
    isStopping = true;
    gateway.logger.info('stopping', { signal });
    await gateway.stop(GRACE_MS);
    await sandbox?.close();
    process.exit(0);
  };
  process.on('SIGINT', (signal) => void stop(signal));
  process.on('SIGTERM', (signal) => void stop(signal));
}

/** After a failure that nothing caught, nobody knows what state the process is in. */
function endOnUncaughtFailure({ logger }: Gateway): void {
  const end = (error: unknown) => {
    logger.error('uncaught failure: the process ends', { error });
    process.exit(1);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}

function explain(error: unknown): string {
  if (error instanceof SettingsError) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return 'The port is taken. Set PORT (or ADMIN_PORT) to another one.';
  if (code === 'EACCES')
    return 'The port may not be opened by this user. Set PORT (or ADMIN_PORT) to one above 1023.';
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return 'This machine has no such address. Set HOST to one of its own.';
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function banner({ server, sandbox, auth }: Settings, port: number, adminPort: number | null): string {
  const host = server.host.includes(':') ? `[${server.host.replace(/^\[|\]$/g, '')}]` : server.host;
  const address = `http://${host}:${port}`;
  const lines = [
    ...(sandbox
      ? ['SIMULATED DATA: no source is configured, so two simulated vendors answer. Nobody here is real.', '']
      : []),
    `GraphQL      ${address}/graphql`,
    ...(server.graphiql ? [`GraphiQL     ${address}/graphql (in a browser)`] : []),
    `Probes       ${address}/health  /ready${adminPort === null ? '  /metrics' : ''}`,
    ...(adminPort === null ? [] : [`Metrics      http://${host}:${adminPort}/metrics`]),
    ...(auth.required ? [] : ['Anyone who can connect may ask everything: no credentials are needed.']),
  ];
  const width = Math.max(...lines.map((line) => line.length));
  const frame = sandbox ? '!'.repeat(width) : '-'.repeat(width);
  return `\n${[frame, ...lines, frame].join('\n')}\n\n`;
}
