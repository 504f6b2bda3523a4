import type { Lifetime } from '../lanes/request-lane.ts';
import type { SharedStore } from '../redis/shared-store.ts';

/** A response's text as shared between replicas. */
export interface SharedResponse {
  readonly status: number;
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly storedAt: number;
}

/** Larger texts are not shared. */
const MOST_CHARACTERS = 1024 * 1024;
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
      return toSharedResponse(await this.#store.get(PREFIX + key));
    } catch {
      return null;
    }
  }

  set(key: string, { status, text, storedAt }: SharedResponse, lifetime?: Lifetime): void {
    const keepMs = this.#keepMs(lifetime);
    if (!this.#store.isUp || keepMs <= 0 || text.length > MOST_CHARACTERS) return;
    this.#store.set(PREFIX + key, `${storedAt} ${status}\n${text}`, keepMs).catch(() => {});
  }

  #keepMs({ freshMs, staleMs }: Lifetime = this.#usual): number {
    return freshMs + staleMs;
  }
}

function toSharedResponse(stored: string | null): SharedResponse | null {
  const head = stored === null ? null : /^(\d+) (\d{3})\n/.exec(stored);
  if (stored === null || head === null) return null;
  return { storedAt: Number(head[1]), status: Number(head[2]), text: stored.slice(head[0].length) };
}
