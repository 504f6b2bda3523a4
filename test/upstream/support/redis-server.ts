import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, test } from 'vitest';

const isInstalled = spawnSync('redis-server', ['--version']).status === 0;

/** Tests that need a real Redis: skipped with a message if it is missing, failed in CI. */
export function describeWithRedis(name: string, tests: () => void): void {
  if (isInstalled) {
    describe(name, tests);
  } else if (process.env.CI === 'true') {
    test(`${name}: needs redis-server`, () => {
      throw new Error(
        'redis-server is not installed; in CI these tests must run (Debian package redis-server)',
      );
    });
  } else {
    describe.skip(`${name} (skipped: redis-server is not installed)`, tests);
  }
}

/** A real Redis on a free loopback port, without persistence. */
export interface RedisServer extends AsyncDisposable {
  readonly url: string;
  /** Stops it at once, with all its data. */
  stop(): Promise<void>;
  /** Starts it again, empty, on the same port. */
  start(): Promise<void>;
  /** It still accepts connections but does not reply. */
  freeze(): void;
  thaw(): void;
}

export async function startRedisServer(...more: readonly string[]): Promise<RedisServer> {
  const port = await findFreePort();
  let running: ChildProcess | null = null;
  const server: RedisServer = {
    url: `redis://127.0.0.1:${port}`,
    async start() {
      const args = [
        '--port',
        String(port),
        '--bind',
        '127.0.0.1',
        '--save',
        '',
        '--appendonly',
        'no',
        ...more,
      ];
      const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'], cwd: '/' });
      running = child;
      let said = '';
      for await (const piece of child.stdout) {
        said += piece;
        if (/ready to accept connections/i.test(said)) break;
      }
      child.stdout.resume();
    },
    async stop() {
      if (running === null) return;
      const ended = once(running, 'exit');
      running.kill('SIGKILL');
      await ended;
      running = null;
    },
    freeze: () => void running?.kill('SIGSTOP'),
    thaw: () => void running?.kill('SIGCONT'),
    async [Symbol.asyncDispose]() {
      await server.stop();
    },
  };
  await server.start();
  return server;
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}
