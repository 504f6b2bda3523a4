import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The repository's root: where `npm start` runs. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const BENCH = fileURLToPath(new URL('.', import.meta.url));

export const IMPORT_COLLECTING = `--import ${pathToFileURL(join(BENCH, 'collect-when-told.mjs')).href}`;

const START_MS = 300_000;
const STOP_MS = 15_000;
const MOST_KEPT_OF_STDERR = 4_000;

export interface ChildOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** Added to this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Default: the repository's root. */
  readonly cwd?: string;
  /**
   * Returns an HTTP status below 500 once the child is ready. Absent: the child's first message means that it is ready.
   */
  readonly readyUrl?: string;
}

/** A measured process, or one needed for measuring. */
export interface Child {
  /** User and system time so far; null if the system does not provide it. */
  cpuMs(): number | null;
  /** What it holds in memory; null if the system does not provide it. */
  rssMb(): number | null;
  /**
   * Collects garbage, if the process was started with `IMPORT_COLLECTING` as NODE_OPTIONS; otherwise it ends the
   * process.
   */
  collect(): void;
  /** The next message the child sends; for children that speak over IPC. */
  ask<T>(message: unknown): Promise<T>;
  /** Stops it gracefully, or kills it after 15 seconds. */
  stop(): Promise<void>;
}

/** All of them are stopped with this process. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a process and resolves once it is ready. If it exits before that, rejects with the end of its stderr. */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { command, args, env = {}, cwd = ROOT, readyUrl } = options;
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe', ...(readyUrl === undefined ? (['ipc'] as const) : [])],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString('utf8')).slice(-MOST_KEPT_OF_STDERR);
  });
  const ended = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${command} ended with ${code}: ${stderr.trim()}`)));
  });
  ended.catch(() => undefined);
  const first = readyUrl === undefined ? nextMessage(child) : untilServing(readyUrl);
  try {
    await Promise.race([first, ended]);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return {
    cpuMs: () => cpuMsOf(child.pid),
    rssMb: () => rssMbOf(child.pid),
    collect: () => void child.kill('SIGUSR2'),
    async ask<T>(message: unknown): Promise<T> {
      const answer = nextMessage(child);
      child.send(message as object);
      return (await Promise.race([answer, ended])) as T;
    },
    stop: () => stop(child),
  };
}

/** A TypeScript file of this bench, run the way `npm start` runs the gateway. */
export function node(...args: readonly string[]): Pick<ChildOptions, 'command' | 'args'> {
  return { command: process.execPath, args: ['--import', 'ts-blank-space/register', ...args] };
}

/** The version of a package installed for the bench. Rejects if it is not installed. */
export async function packageVersion(name: string): Promise<string> {
  const text = await readFile(join(BENCH, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('Expected a port, got none.');
  return address.port;
}

function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.once('message', resolve));
}

async function untilServing(url: string): Promise<void> {
  const until = Date.now() + START_MS;
  for (;;) {
    const status = await fetch(url).then(
      async (response) => {
        await response.arrayBuffer();
        return response.status;
      },
      () => 0,
    );
    if (status > 0 && status < 500) return;
    if (Date.now() > until)
      throw new Error(`Expected an answer from ${url} within ${START_MS} ms, got none.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function cpuMsOf(pid: number | undefined): number | null {
  try {
    // Fields 14 and 15, after the name in brackets, in hundredths of a second.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return null;
  }
}

function rssMbOf(pid: number | undefined): number | null {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1024);
  } catch {
    return null;
  }
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
