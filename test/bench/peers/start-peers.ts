import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BENCH, type Child, freePort, node, packageVersion, ROOT, startChild } from '../child.ts';
import { OPERATIONS, PASSED_ON } from '../operations.ts';
import { settingsFor, type VendorAddresses, type Vendors } from '../vendors.ts';

/** A server for the operations of the bench. */
export interface Server extends Omit<Child, 'ask'> {
  readonly version: string;
  readonly url: string;
  /** The cold operation with its own names. */
  readonly coldBody: string;
}

export interface GatewayOptions {
  /** False: caches and sharing off. Default true: as it ships. */
  readonly isSharing?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** Where a CPU profile is written when it stops; absent: none is created. */
  readonly profileDirectory?: string | undefined;
}

const NOTHING_KEPT = {
  CACHE_TTL_SECONDS: '0',
  CACHE_STALE_SECONDS: '0',
  HELPCRUNCH_REQUESTS_PER_MINUTE: '1000000',
};

/** `npm start` with the vendors' addresses and no other settings. */
export function startGateway(vendors: VendorAddresses, options: GatewayOptions = {}): Promise<Server> {
  const { isSharing = true, env = {}, profileDirectory } = options;
  const profiling =
    profileDirectory === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDirectory}`];
  const file = isSharing ? 'src/main.ts' : 'test/bench/gateway-without-sharing.ts';
  return startServer(vendors, {
    command: process.execPath,
    args: [...profiling, ...startOptions(), file],
    path: '/graphql',
    readyPath: '/health',
    env: { ...(isSharing ? {} : NOTHING_KEPT), ...env },
    version: '',
  });
}

/** Node's options as in `npm start`. */
function startOptions(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const words: readonly string[] = scripts.start.split(' ');
  return words.slice(words.indexOf('node') + 1, -1);
}

/** What the bare server caches; see its own file. */
export type Keep = 'nothing' | 'values' | 'bytes';

export function startBare(vendors: Vendors, keep: Keep): Promise<Server> {
  const env = { BARE_KEEP: keep };
  return startServer(vendors, {
    ...node('test/bench/peers/bare.ts'),
    path: '/',
    env,
    version: process.version,
  });
}

/** With the same Node options as the gateway, to measure what the gateway adds. */
export function startYoga(vendors: Vendors): Promise<Server> {
  return startServer(vendors, {
    command: process.execPath,
    args: [...startOptions(), 'test/bench/peers/bare-yoga.ts'],
    path: '/',
    env: { NODE_ENV: 'production' },
    version: '',
  });
}

export async function startApollo(vendors: Vendors): Promise<Server> {
  return startServer(vendors, {
    command: process.execPath,
    args: [join(BENCH, 'peers/apollo.mjs')],
    path: '/',
    env: { NODE_ENV: 'production' },
    version: await packageVersion('@apollo/server'),
  });
}

/** Composed by Mesh's command, served by Hive Gateway's. */
export async function startHive(vendors: Vendors): Promise<Server> {
  const bin = (name: string) => join(BENCH, 'node_modules/.bin', name);
  const version = await packageVersion('@graphql-hive/gateway');
  const directory = await mkdtemp(join(tmpdir(), 'bench-'));
  const supergraph = join(directory, 'supergraph.graphql');
  await promisify(execFile)(
    process.execPath,
    [bin('mesh-compose'), '-c', 'peers/mesh.config.mjs', '-o', supergraph],
    {
      cwd: BENCH,
      env: { ...process.env, ...settingsFor(vendors) },
    },
  );
  const port = await freePort();
  const child = await startChild({
    command: process.execPath,
    args: [bin('hive-gateway'), 'supergraph', supergraph, '--host', '127.0.0.1', '--port', String(port)],
    env: { NODE_ENV: 'production', LOG_LEVEL: 'error' },
    cwd: BENCH,
    readyUrl: `http://127.0.0.1:${port}/healthcheck`,
  });
  return {
    version,
    url: `http://127.0.0.1:${port}/graphql`,
    coldBody: PASSED_ON,
    ...child,
    stop: () => child.stop().then(() => rm(directory, { recursive: true })),
  };
}

interface ServerOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly version: string;
  readonly path: string;
  readonly readyPath?: string;
}

async function startServer(vendors: VendorAddresses, options: ServerOptions): Promise<Server> {
  const { command, args, env, version, path, readyPath = path } = options;
  const port = await freePort();
  const child = await startChild({
    command,
    args,
    env: { ...settingsFor(vendors), PORT: String(port), ...env },
    readyUrl: `http://127.0.0.1:${port}${readyPath}`,
  });
  const url = `http://127.0.0.1:${port}${path}`;
  return {
    version,
    url,
    coldBody: OPERATIONS.cold,
    ...child,
  };
}
