import type { SharedStore } from '../redis/shared-store.ts';

/** An answer's text as replicas share it. */
export interface SharedResponse {
  readonly status: number;
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly storedAt: number;
}

/** Larger texts stay with the replica that fetched them. */
const MOST_CHARACTERS = 1024 * 1024;
const PREFIX = 'customer-gateway:answer:';

/** Answers kept in the shared store under their hashed key; nobody waits for, or fails with, a store that is away. */
export class SharedCache {
  readonly #store: SharedStore;
  readonly #keepMs: number;

  constructor(
    store: SharedStore,
    { cacheFreshMs, cacheStaleMs }: { readonly cacheFreshMs: number; readonly cacheStaleMs: number },
  ) {
    this.#store = store;
    this.#keepMs = cacheFreshMs + cacheStaleMs;
  }

  async get(key: string): Promise<SharedResponse | null> {
    if (!this.#store.isUp || this.#keepMs <= 0) return null;
    try {
      return toSharedAnswer(await this.#store.get(PREFIX + key));
    } catch {
      return null;
    }
  }

  set(key: string, { status, text, storedAt }: SharedResponse): void {
    if (!this.#store.isUp || this.#keepMs <= 0 || text.length > MOST_CHARACTERS) return;
    this.#store.set(PREFIX + key, `${storedAt} ${status}\n${text}`, this.#keepMs).catch(() => {});
  }
}

function toSharedAnswer(kept: string | null): SharedResponse | null {
  const head = kept === null ? null : /^(\d+) (\d{3})\n/.exec(kept);
  if (kept === null || head === null) return null;
  return { storedAt: Number(head[1]), status: Number(head[2]), text: kept.slice(head[0].length) };
}
