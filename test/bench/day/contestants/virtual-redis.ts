import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openRedisStore, type RedisStoreOptions } from '../../../../src/upstream/redis/redis-store.ts';
import type { SharedStore, StoreScript } from '../../../../src/upstream/redis/shared-store.ts';
import { toStoreScript } from '../../../../src/upstream/redis/store-script.ts';
import { freePort } from '../../child.ts';
import type { DayTime } from '../virtual-time.ts';

const TIME_KEY = 'simulated-time';
const DAY_MS = 86_400_000;

/** A redis-server of its own, in which the time of the day passes. */
export interface VirtualRedis {
  readonly url: string;
  openStore(options: RedisStoreOptions): Promise<SharedStore>;
  stop(): void;
}

/**
 * Starts redis-server. The gateway's scripts run in it as they are, except that they read the day's time instead of the
 * machine's. Time stands still while a command is under way, so Redis responds at once. Entries expire in the machine's
 * time, which is behind: all who read them know their age. Needs redis-server.
 */
export async function startVirtualRedis(time: DayTime): Promise<VirtualRedis> {
  const port = await time.outside(freePort);
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', ''];
  const server: ChildProcess = spawn('redis-server', args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: '/',
  });
  const { stdout } = server;
  if (stdout === null) throw new Error('Expected the output of redis-server.');
  const end = () => void server.kill('SIGKILL');
  process.once('exit', end);
  await time.outside(() => once(stdout, 'data'));
  stdout.resume();
  return {
    url: `redis://127.0.0.1:${port}`,
    openStore: async (options) =>
      withTimeOf(time, await time.outside(() => openRedisStore({ ...options, clock: time }))),
    stop: end,
  };
}

function withTimeOf(time: DayTime, store: SharedStore): SharedStore {
  return {
    get isUp() {
      return store.isUp;
    },
    patienceMs: store.patienceMs,
    run: (script, keys, args) =>
      time.outside(async () => {
        if (!script.lua.includes(MACHINE_TIME)) return store.run(script, keys, args);
        const now = time.now();
        const parts = JSON.stringify([Math.floor(now / 1_000), Math.round((now % 1_000) * 1_000)]);
        await store.set(TIME_KEY, parts, DAY_MS);
        return store.run(inVirtualTime(script), keys, args);
      }),
    get: (key) => time.outside(() => store.get(key)),
    set: (key, value, keepMs) => time.outside(() => store.set(key, value, keepMs)),
    onBeat: (beat) => store.onBeat(beat),
    close: () => store.close(),
  };
}

const MACHINE_TIME = "redis.call('TIME')";
const scripts = new Map<string, StoreScript>();

function inVirtualTime({ sha, lua }: StoreScript): StoreScript {
  const script =
    scripts.get(sha) ??
    toStoreScript(lua.replaceAll(MACHINE_TIME, `cjson.decode(redis.call('GET', '${TIME_KEY}'))`));
  scripts.set(sha, script);
  return script;
}
