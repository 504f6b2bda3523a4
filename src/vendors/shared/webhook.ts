import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { SharedStore } from '../../upstream/redis/shared-store.ts';

/** The endpoint of a vendor's events. */
export interface Webhook {
  /** E.g. `/webhooks/helpcrunch`. */
  readonly path: string;
  /** Returns the response. The body is only a signal: none of it is stored or shown. */
  receive(event: WebhookRequest): Promise<WebhookAnswer>;
}

interface WebhookRequest {
  header(name: string): string | null;
  readonly body: Uint8Array;
}

export interface WebhookAnswer {
  readonly status: number;
  /** For people. */
  readonly text: string;
}

/** Drops the cached responses of a source with these tags. False: not in all replicas. */
export type DropTags = (tags: readonly string[]) => Promise<boolean>;

export const ACCEPTED: WebhookAnswer = { status: 200, text: 'accepted' };
/** The sender retries. */
export const NOT_SHARED: WebhookAnswer = {
  status: 503,
  text: 'not all replicas could be reached: send it again',
};

export function refusedWebhook(status: 400 | 401, text: string): WebhookAnswer {
  return { status, text };
}

/** The object in a body; null if it is none. */
export function toJsonObject(body: Uint8Array): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    return null;
  }
}

const REMEMBERED_MS = 10 * 60_000;
const MOST_EVENTS = 10_000;
const PREFIX = 'customer-gateway:event:';

/** Which events were already received, in all replicas if a store is shared. */
export class EventLog {
  readonly #own: LRUCache<string, true>;
  readonly #shared: SharedStore | null;

  constructor(shared: SharedStore | null, now: () => number) {
    this.#shared = shared;
    this.#own = new LRUCache({ max: MOST_EVENTS, ttl: REMEMBERED_MS, perf: { now } });
  }

  async has(id: string): Promise<boolean> {
    const key = hash('sha256', id, 'base64url');
    if (this.#own.has(key)) return true;
    if (this.#shared === null) return false;
    return this.#shared.get(PREFIX + key).then(
      (value) => value !== null,
      () => false,
    );
  }

  remember(id: string): void {
    const key = hash('sha256', id, 'base64url');
    this.#own.set(key, true);
    this.#shared?.set(PREFIX + key, '1', REMEMBERED_MS).catch(() => {});
  }
}
