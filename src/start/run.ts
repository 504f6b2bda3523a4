import type { Gateway } from '../gateway.ts';
import type { Sandbox } from '../sandbox/start-sandbox.ts';
import { findCredentials, findMisspelled } from '../settings/misspelled.ts';
import { printHelp } from '../settings/print-settings.ts';
import { readSettings, withSandbox } from '../settings/read-settings.ts';
import type { Settings } from '../settings/settings.ts';
import { SettingsError } from '../settings/settings-error.ts';
import { readVersion } from '../settings/version.ts';
import { banner, checkLine } from './banner.ts';
import { explainStart } from './explain-start.ts';
import { print } from './print.ts';
import { startedLine } from './started-line.ts';

/** How long open requests may take to finish once the process is told to stop. */
const GRACE_MS = 10_000;

/**
 * Handles `--help` and `--version`, or else serves until it is told to stop. If it cannot start, it prints the reason
 * and exits with 1.
 */
export async function run(args: readonly string[]): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) return print(printHelp(readVersion()));
  if (args.includes('--version')) return print(`${readVersion()}\n`);
  if (args.length > 0) {
    process.stderr.write(
      'Expected no argument, --help or --version, got another. Settings are environment variables.\n',
    );
    process.exit(1);
  }
  try {
    await serve();
  } catch (error) {
    process.stderr.write(`${explainStart(error)}\n`);
    process.exit(1);
  }
}

async function serve(): Promise<void> {
  const { env } = process;
  const wanted = readSettings(env);
  const { createGateway } = await import('../gateway.ts');
  const sandbox = wanted.sandbox ? await startSimulatedVendors(wanted) : null;
  try {
    const settings = sandbox === null ? wanted : withSandbox(env, sandbox);
    const gateway = await createGateway(settings);
    endOnUncaughtFailure(gateway);
    const learns = settings.checkOnStart && settings.probe;
    if (learns) gateway.holdUntilProbed();
    else if (settings.checkOnStart) gateway.holdUntilChecked();
    const { port, adminPort } = await gateway.start();
    stopOnSignal(gateway, sandbox);
    const warnings = { misspelled: findMisspelled(env), credentials: sandbox ? findCredentials(env) : [] };
    const started = {
      settings,
      port,
      adminPort,
      access: gateway.access,
      version: readVersion(),
      ...warnings,
    };
    const isTerminal = process.stdout.isTTY === true;
    print(isTerminal ? banner(started) : startedLine(started, new Date()));
    warn(gateway, warnings);
    if (!settings.checkOnStart) return;
    const checks = await gateway.checkSources(learns ? (check) => learnTraits(gateway, check) : undefined);
    if (isTerminal) print(`${checks.map(checkLine).join('\n')}\n\n`);
  } catch (error) {
    await sandbox?.close();
    throw error;
  }
}

const HOUR_MS = 60 * 60_000;

type Check = Awaited<ReturnType<Gateway['checkSources']>>[number];

/** Now, if the source responds, and once a day. The hourly check finds out whether another replica has done so. */
function learnTraits(gateway: Gateway, { source, outcome }: Check): void {
  const learn = () => void gateway.probeSources([source]);
  if (outcome === 'OK') learn();
  setInterval(learn, HOUR_MS).unref();
}

async function startSimulatedVendors(settings: Settings): Promise<Sandbox> {
  const { startSandbox } = await import('../sandbox/start-sandbox.ts');
  const { personalitiesNamed } = await import('../sandbox/personality/personalities.ts');
  const names = settings.sandboxPersonalities.join(',');
  try {
    return await startSandbox({ ...settings.sandboxPeople, personalities: personalitiesNamed(names) });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SettingsError([{ variable: 'SANDBOX_PERSONALITIES', problem: error.message }]);
  }
}

type Warnings = Pick<Parameters<typeof banner>[0], 'misspelled' | 'credentials'>;

function warn({ logger }: Gateway, { misspelled, credentials }: Warnings): void {
  for (const { name, nearest } of misspelled) {
    logger.warn('unknown setting: was another one meant', { setting: name, nearest });
  }
  for (const name of credentials) {
    logger.warn('REAL CREDENTIALS ARE SET, BUT SIMULATED DATA IS SERVED', { setting: name });
  }
}

/** Ctrl-C or SIGTERM: finishes open requests, then exits with 0. A second signal exits at once. */
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

/** After an uncaught failure, the state of the process is unknown. */
function endOnUncaughtFailure({ logger }: Gateway): void {
  const end = (error: unknown) => {
    logger.error('uncaught failure: the process exits', { error });
    process.exit(1);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}
