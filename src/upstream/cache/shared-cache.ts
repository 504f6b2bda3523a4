import type { Lifetime } from '../lanes/request-lane.ts';
import type { SharedStore } from '../redis/shared-store.ts';

/** A response's text as shared between replicas. */
export interface SharedResponse {
  readonly status: number;
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly storedAt: number;
  /** Whether it is the response to a request that stood for several. */
  readonly isJoined?: true;
}

/** Larger texts are not shared. */
const MOST_CHARACTERS = 1024 * 1024;
/** Time and status before the text. */
const MOST_OF_HEAD = 30;
const PREFIX = 'customer-gateway:answer:';

/** Responses in the shared store under their hashed key. An unavailable store neither delays nor fails a request. */
export class SharedCache {
  readonly #store: SharedStore;
  readonly #usual: Lifetime;

  constructor(
    store: SharedStore,
    { cacheFreshMs, cacheStaleMs }: { readonly cacheFreshMs: number; readonly cacheStaleMs: number },
  ) {
    this.#store = store;
    this.#usual = { freshMs: cacheFreshMs, staleMs: cacheStaleMs };
  }

  async get(key: string, lifetime?: Lifetime): Promise<SharedResponse | null> {
    if (!this.#store.isUp || this.#keepMs(lifetime) <= 0) return null;
    try {
      const stored = await this.#store.get(PREFIX + key);
      const joinedKey = toJoinedKey(stored);
      if (joinedKey === null) return toSharedResponse(stored);
      const joined = toSharedResponse(await this.#store.get(PREFIX + joinedKey));
      return joined && { ...joined, isJoined: true };
    } catch {
      return null;
    }
  }

  set(key: string, { status, text, storedAt }: SharedResponse, lifetime?: Lifetime): void {
    const keepMs = this.#keepMs(lifetime);
    if (!this.#store.isUp || keepMs <= 0 || text.length > MOST_CHARACTERS) return;
    this.#store.set(PREFIX + key, `${storedAt} ${status}\n${text}`, keepMs).catch(() => {});
  }

  /** The response to this request is part of one that is stored under another key. */
  setJoined(key: string, joinedKey: string, lifetime?: Lifetime): void {
    const keepMs = this.#keepMs(lifetime);
    if (!this.#store.isUp || keepMs <= 0) return;
    this.#store.set(PREFIX + key, JOINED + joinedKey, keepMs).catch(() => {});
  }

  #keepMs({ freshMs, staleMs }: Lifetime = this.#usual): number {
    return freshMs + staleMs;
  }
}

const JOINED = '@';

function toJoinedKey(stored: string | null): string | null {
  return /^@([\w-]{43})$/.exec(stored ?? '')?.[1] ?? null;
}

function toSharedResponse(stored: string | null): SharedResponse | null {
  const isTooLong = stored !== null && stored.length > MOST_CHARACTERS + MOST_OF_HEAD;
  const head = stored === null || isTooLong ? null : /^(\d+) (\d{3})\n/.exec(stored);
  if (stored === null || head === null) return null;
  return { storedAt: Number(head[1]), status: Number(head[2]), text: stored.slice(head[0].length) };
}
