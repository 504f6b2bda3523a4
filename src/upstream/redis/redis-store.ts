import type { Redis } from 'ioredis';
import type { Logger } from '../../telemetry/logger.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import { type Clock, systemClock } from '../clock.ts';
import { AwayReport, reasonOf } from './away-report.ts';
import type { SharedStore, StoreScript } from './shared-store.ts';

export interface RedisStoreOptions {
  /** `redis://` or `rediss://`; may hold a password, so it is never logged. */
  readonly url: string;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  readonly metrics?: Pick<Metrics, 'sharingChanged'>;
  /**
   * A command without a reply within this time means that Redis is unavailable; the request that waited continues.
   * Default 200.
   */
  readonly commandTimeoutMs?: number;
  /** How often to check that Redis responds and to report to the other replicas. Default 300. */
  readonly beatMs?: number;
  readonly clock?: Clock;
}

type Beat = (isReturn: boolean) => Promise<void>;

const BEAT_MS = 300;
/** One beat may be late and one lost. */
const HELD_BEATS = 3;
/** After this time without success, an open connection is replaced: the host name may resolve to another node now. */
const RECONNECT_MS = 10_000;
const BETWEEN_RECONNECTS_MS = 1_000;
/** How long the start waits for Redis. */
const FIRST_CONNECT_MS = 1_000;

/**
 * Connects to the Redis that replicas share. Resolves once it responds, or after a second without it. ioredis is loaded
 * only here, so it is not needed without a URL.
 */
export async function openRedisStore(options: RedisStoreOptions): Promise<SharedStore> {
  const { Redis } = await import('ioredis');
  const commandTimeoutMs = options.commandTimeoutMs ?? 200;
  const redis = new Redis(options.url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: FIRST_CONNECT_MS,
    commandTimeout: commandTimeoutMs,
    retryStrategy: (times) => Math.min(50 * 2 ** times, options.beatMs ?? BEAT_MS),
  });
  const store = new RedisStore(redis, options);
  await store.open();
  return store;
}

class RedisStore implements SharedStore {
  readonly #redis: Redis;
  readonly #options: RedisStoreOptions;
  readonly #clock: Clock;
  readonly #beats = new Set<Beat>();
  #state: 'AWAY' | 'RETURNING' | 'UP' = 'AWAY';
  #returning: Promise<void> | null = null;
  #isClosed = false;
  #cancelBeat: (() => void) | null = null;
  readonly #report: AwayReport;
  #lastError: unknown = new Error('not connected');
  /** Since when it has been unavailable on this connection. */
  #awaySince: number;
  #isCluster: boolean | null = null;
  #reconnectedAt = Number.NEGATIVE_INFINITY;

  constructor(redis: Redis, options: RedisStoreOptions) {
    this.#redis = redis;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#awaySince = this.#clock.now();
    const { logger, metrics } = options;
    this.#report = new AwayReport({ logger, metrics, clock: this.#clock });
    // Failures show at the command; without a listener ioredis prints them.
    redis.on('error', (error) => {
      this.#lastError = error;
    });
    redis.on('close', () => this.#lost(this.#lastError));
    redis.on('ready', () => void this.#return());
  }

  get isUp(): boolean {
    return this.#state === 'UP';
  }

  get patienceMs(): number {
    return HELD_BEATS * (this.#options.beatMs ?? BEAT_MS);
  }

  async open(): Promise<void> {
    const isThere = new Promise<void>((resolve) => {
      const cancel = this.#clock.setTimer(FIRST_CONNECT_MS, resolve);
      this.#redis.connect().then(
        async () => {
          await this.#return();
          cancel();
          resolve();
        },
        () => {
          cancel();
          resolve();
        },
      );
    });
    await isThere;
    if (!this.isUp && this.#isCluster !== true) this.#report.away(this.#lastError);
    this.#scheduleBeat();
  }

  run(script: StoreScript, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    return this.#guard(async () => {
      try {
        return await this.#redis.evalsha(script.sha, keys.length, ...keys, ...args);
      } catch (error) {
        if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
        return await this.#redis.eval(script.lua, keys.length, ...keys, ...args);
      }
    });
  }

  get(key: string): Promise<string | null> {
    return this.#guard(() => this.#redis.get(key));
  }

  async set(key: string, value: string, keepMs: number): Promise<void> {
    await this.#guard(() => this.#redis.set(key, value, 'PX', Math.ceil(keepMs)));
  }

  onBeat(beat: Beat): () => void {
    this.#beats.add(beat);
    // A listener added after the store came up runs its own return.
    if (this.isUp) beat(true).catch((error) => this.#lost(error));
    return () => this.#beats.delete(beat);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelBeat?.();
    this.#state = 'AWAY';
    this.#redis.disconnect();
  }

  async #guard<T>(command: () => Promise<T>): Promise<T> {
    if (this.#state === 'AWAY') throw new Error('Redis is unavailable');
    try {
      return await command();
    } catch (error) {
      // Often this process was busy, and the reply is already here: check again before giving up.
      if (this.#state === 'UP' && this.#redis.status === 'ready') {
        try {
          return await command();
        } catch {
          // Redis is unavailable.
        }
      }
      this.#lost(error);
      throw error;
    }
  }

  #lost(error: unknown): void {
    this.#lastError = error;
    if (this.#state === 'UP') this.#awaySince = this.#clock.now();
    this.#state = 'AWAY';
    if (this.#isClosed) return;
    if (this.#isCluster !== true) this.#report.away(error);
    // A node that became a read-only replica stays one; the host name resolves elsewhere by now.
    if (reasonOf(error) === 'READONLY') this.#reconnect();
  }

  #reconnect(): void {
    const now = this.#clock.now();
    if (this.#redis.status !== 'ready' || now < this.#reconnectedAt + BETWEEN_RECONNECTS_MS) return;
    this.#awaySince = now;
    this.#reconnectedAt = now;
    this.#redis.disconnect(true);
  }

  /** The store is up again when all listeners have run; one attempt at a time. */
  #return(): Promise<void> {
    this.#returning ??= this.#tryReturn().finally(() => {
      this.#returning = null;
    });
    return this.#returning;
  }

  async #tryReturn(): Promise<void> {
    if (this.#state !== 'AWAY' || this.#isClosed || this.#redis.status !== 'ready') return;
    if (await this.#meetsCluster()) return;
    if (this.#state !== 'AWAY') return;
    this.#state = 'RETURNING';
    try {
      await this.#guard(() => this.#redis.ping());
      for (const beat of this.#beats) await beat(true);
      if (this.#state === 'RETURNING') {
        this.#state = 'UP';
        this.#report.back();
      }
    } catch (error) {
      if (this.#state === 'RETURNING') this.#lost(error);
      if (this.#clock.now() >= this.#awaySince + RECONNECT_MS) this.#reconnect();
    }
  }

  /** Checked once per connected node, until one replies. Without permission, the first failing command shows it. */
  async #meetsCluster(): Promise<boolean> {
    if (this.#isCluster === null) {
      const said = await this.#redis.info('cluster').catch(() => '');
      if (said !== '') {
        this.#isCluster = /^cluster_enabled:1\r?$/m.test(said);
        if (this.#isCluster) this.#report.isCluster();
      }
    }
    return this.#isCluster === true;
  }

  #scheduleBeat(): void {
    this.#cancelBeat = this.#clock.setTimer(this.#options.beatMs ?? BEAT_MS, () => {
      this.#beat().finally(() => {
        if (!this.#isClosed) this.#scheduleBeat();
      });
    });
  }

  async #beat(): Promise<void> {
    if (this.#state === 'AWAY') return this.#return();
    if (this.#state !== 'UP') return;
    try {
      await Promise.all([...this.#beats].map((beat) => beat(false)));
    } catch (error) {
      this.#lost(error);
    }
  }
}
