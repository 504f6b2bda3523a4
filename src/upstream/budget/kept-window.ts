import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '../../telemetry/logger.ts';

export interface KeptWindowOptions {
  /** STATE_DIR. */
  readonly folder: string;
  /** A hash that distinguishes sources and credentials. */
  readonly scope: string;
  readonly windowMs: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly logger: Pick<Logger, 'warn'>;
}

/** A file holds the requests of one window. A larger file is not ours. */
const MOST_CHARACTERS = 4 * 1024 * 1024;
/** Never follows a link that someone else put there. */
const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;
/** How long the file stays open without requests. */
const IDLE_MS = 1_000;
const NAME = /^customer-gateway-budget-([\w-]+)-(\d{1,12})\.log$/;

/**
 * The requests of the last minute, in files that outlive the process: without Redis, nothing else remembers them after
 * a restart. Each request is appended as one line (`+when`, or `-when` if it was not sent). The system appends a line
 * atomically, so processes that share a folder see each other's requests. Each window has its own file; old files are
 * deleted at the start of the next.
 */
export class KeptWindow {
  readonly #options: KeptWindowOptions;
  readonly #prefix: string;
  #file = '';
  /** Of the current file, open while requests come: opening it for each line costs more than writing it. */
  #descriptor: number | null = null;
  #idle: NodeJS.Timeout | null = null;
  #isBroken = false;

  constructor(options: KeptWindowOptions) {
    this.#options = options;
    this.#prefix = `customer-gateway-budget-${options.scope}-`;
  }

  /** When the requests that still count were sent, ascending; empty if nothing can be read. */
  load(): readonly number[] {
    const { folder, windowMs, now } = this.#options;
    try {
      // Not `recursive`: Node retries forever on a file system without folders (/proc).
      if (!existsSync(folder)) mkdirSync(folder);
      const at = now();
      const kept = this.#windows().filter(({ window }) => window >= this.#windowOf(at) - 1);
      const texts = kept.map(({ file }) =>
        readFileSync(join(folder, file), 'latin1').slice(0, MOST_CHARACTERS),
      );
      const times = toTimes(texts.join('\n'));
      // Fails at once if the file is not writable.
      this.#append('');
      return times
        .filter((time) => time > at - windowMs && time <= at + windowMs)
        .map((time) => Math.min(time, at))
        .sort((one, other) => one - other);
    } catch (error) {
      this.#break(error);
      return [];
    }
  }

  /** A request is sent now. */
  sent(at: number): void {
    this.#append(`+${at}\n`);
  }

  /** The request was not sent after all. */
  released(at: number): void {
    this.#append(`-${at}\n`);
  }

  /** The request arrived later than it was sent. */
  arrived(sentAt: number, at: number): void {
    this.#append(`-${sentAt}\n+${at}\n`);
  }

  /** Gives the file back; the next request opens it again. */
  close(): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
    const descriptor = this.#descriptor;
    this.#descriptor = null;
    if (descriptor !== null) closeSync(descriptor);
  }

  #append(text: string): void {
    if (this.#isBroken) return;
    try {
      const { folder, now } = this.#options;
      const file = `${this.#prefix}${this.#windowOf(now())}.log`;
      if (file !== this.#file) {
        this.close();
        this.#file = file;
        this.#deleteOld();
      }
      this.#descriptor ??= openSync(join(folder, file), APPEND, 0o600);
      writeSync(this.#descriptor, text);
      this.#idle = this.#idle?.refresh() ?? setTimeout(() => this.close(), IDLE_MS).unref();
    } catch (error) {
      this.#break(error);
    }
  }

  #deleteOld(): void {
    const current = this.#windowOf(this.#options.now());
    for (const { file, window } of this.#windows()) {
      if (window >= current - 1) continue;
      try {
        unlinkSync(join(this.#options.folder, file));
      } catch {
        // Another process deleted it.
      }
    }
  }

  #windows(): readonly { readonly file: string; readonly window: number }[] {
    return readdirSync(this.#options.folder).flatMap((file) => {
      const [, scope, window] = NAME.exec(file) ?? [];
      return scope === this.#options.scope ? [{ file, window: Number(window) }] : [];
    });
  }

  #windowOf(at: number): number {
    return Math.floor(at / this.#options.windowMs);
  }

  #break(error: unknown): void {
    this.#isBroken = true;
    this.#options.logger.warn(
      'the last minute’s requests are not stored: a restart begins with an empty window',
      {
        setting: 'STATE_DIR',
        advice: 'set STATE_DIR to a writable folder',
        error,
      },
    );
  }
}

/** Invalid lines are skipped. */
function toTimes(text: string): readonly number[] {
  const counts = new Map<number, number>();
  for (const line of text.split('\n')) {
    if (!/^[+-]\d{1,15}(\.\d{1,6})?$/.test(line)) continue;
    const time = Number(line.slice(1));
    counts.set(time, (counts.get(time) ?? 0) + (line.startsWith('+') ? 1 : -1));
  }
  return [...counts].flatMap(([time, count]) => Array<number>(Math.max(0, count)).fill(time));
}
