import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import type { SharedStore } from '../../redis/shared-store.ts';
import { StoreTime } from '../../redis/store-time.ts';
import { EXCHANGE } from './exchange-script.ts';
import type { ObservedOperation, UseEvent } from './use-event.ts';
import { fromUseText, LONGEST_CLIENT, MOST_TOLD, type ToldUse, toUseText } from './use-text.ts';

export interface SharedUseOptions {
  readonly store: Pick<SharedStore, 'isUp' | 'patienceMs' | 'run' | 'onBeat'>;
  /** A hash that distinguishes sources and credentials. */
  readonly scope: string;
  readonly clock: Clock;
}

/** Requests of a client that follow one another this closely are told as one: they are no pause. */
const CLOSE_MS = 250;
/** What is told was written so long before at most. */
const TOLD_WITHIN_MS = 1_000;
/** The most operations whose ends are awaited, of this replica and of the others. */
const MOST_OPERATIONS = 2_000;

type Listener = (events: readonly UseEvent[], now: number) => void;

/**
 * What clients do with a source's budget at all replicas. A load balancer gives each replica only part of a client's
 * operations, and in that part a crawler seems to pause. So with each beat each replica tells the others what its
 * clients did since the last one. Nothing is decided by it that must be exact: the ledger alone counts requests.
 */
export class SharedUse {
  readonly #options: SharedUseOptions;
  readonly #keys: readonly string[];
  readonly #replica = randomUUID().slice(0, 13);
  readonly #endBeat: () => void;
  #hear: Listener = () => {};
  /** What is told with the next beat. */
  #events: UseEvent[] = [];
  /** Operations that were told, or are with the next beat, and have not ended. */
  readonly #numberByOperation = new Map<ObservedOperation, number>();
  #lastNumber = 0;
  readonly #askedAtByClient = new LRUCache<string, number>({ max: MOST_TOLD });
  /** Of the other replicas, by replica and number. */
  readonly #operationById = new LRUCache<string, ToldOperation>({ max: MOST_OPERATIONS });
  /** The place in the store up to which the others were heard. */
  #heardUntil = 0;
  #timesTold = 0;
  readonly #storeTime = new StoreTime();
  #exchanging: Promise<void> | null = null;

  constructor(options: SharedUseOptions) {
    this.#options = options;
    this.#keys = [`customer-gateway:budget:{${options.scope}}:use`];
    this.#endBeat = options.store.onBeat(() => this.#exchange());
  }

  /** Whether the others are heard at present. */
  get isComplete(): boolean {
    return this.#options.store.isUp;
  }

  /** After this time, everything that happened at other replicas was heard. */
  get settleMs(): number {
    return this.#options.store.patienceMs;
  }

  /** Called with what happened at other replicas, oldest first for each of them. */
  onHeard(listener: Listener): void {
    this.#hear = listener;
  }

  tell(event: UseEvent): void {
    const { client, at } = event;
    if (!this.isComplete || this.#events.length >= MOST_TOLD || client.length > LONGEST_CLIENT) return;
    if (event.kind === 'ASKED') {
      const { operation } = event;
      const isNew = operation !== undefined && !this.#numberByOperation.has(operation);
      if (!isNew && at - (this.#askedAtByClient.get(client) ?? Number.NEGATIVE_INFINITY) < CLOSE_MS) return;
      this.#askedAtByClient.set(client, at);
      if (isNew) this.#numberByOperation.set(operation, ++this.#lastNumber);
    }
    this.#events.push(event);
  }

  close(): void {
    this.#endBeat();
  }

  /** One at a time, or the same would be heard twice. */
  #exchange(): Promise<void> {
    this.#exchanging ??= this.#tellAndHear().finally(() => {
      this.#exchanging = null;
    });
    return this.#exchanging;
  }

  async #tellAndHear(): Promise<void> {
    const { store, clock } = this.#options;
    const time = this.#storeTime;
    const sentAt = clock.now();
    const told = time.isKnown ? this.#takeTold(sentAt) : '';
    this.#timesTold += 1;
    const args = [this.#replica, this.#heardUntil, this.#timesTold, told];
    const [until, storeNow, ...entries] = EXCHANGED.parse(await store.run(EXCHANGE, this.#keys, args));
    this.#heardUntil = until;
    const now = clock.now();
    time.saw({ sentAt, storeNow, repliedAt: now });
    for (const [replica, place, text] of entries) {
      const use = fromUseText(text);
      if (use === null) continue;
      const toldAt = Math.max(place - TOLD_WITHIN_MS, Math.min(place, use.toldAt));
      this.#heard(replica, use, { toldAt: Math.min(now, time.toLocal(toldAt)), now });
    }
  }

  /** What has happened since the last beat; '' if nothing has. */
  #takeTold(now: number): string {
    const numbers = this.#numberByOperation;
    const events = this.#events.map((event) => {
      const operation = 'operation' in event && event.operation !== undefined ? event.operation : null;
      const retryAfterMs = event.kind === 'REFUSED' ? event.retryAfterMs : 0;
      const number = (operation && numbers.get(operation)) ?? 0;
      return {
        kind: event.kind,
        client: event.client,
        ageMs: ageOf(event.at, now),
        operation: number,
        retryAfterMs,
      };
    });
    this.#events = [];
    const ended: { operation: number; ageMs: number }[] = [];
    const left: number[] = [];
    for (const [operation, number] of numbers) {
      if (ended.length + left.length >= MOST_TOLD) break;
      if (operation.endedAt !== null) ended.push({ operation: number, ageMs: ageOf(operation.endedAt, now) });
      else if (operation.signal.aborted) left.push(number);
      else if (numbers.size <= MOST_OPERATIONS) continue;
      numbers.delete(operation);
    }
    return events.length + ended.length + left.length === 0
      ? ''
      : toUseText({ toldAt: this.#storeTime.toStore(now), events, ended, left });
  }

  #heard(
    replica: string,
    { events, ended, left }: ToldUse,
    { toldAt, now }: { toldAt: number; now: number },
  ): void {
    const heard = events.map(({ kind, client, ageMs, operation: number, retryAfterMs }): UseEvent => {
      const at = toldAt - ageMs;
      if (kind === 'SENT') return { kind, client, at };
      const operation = number === 0 ? undefined : this.#operationOf(replica, number);
      return kind === 'ASKED'
        ? { kind, client, at, operation }
        : { kind, client, at, operation, retryAfterMs };
    });
    for (const { operation, ageMs } of ended) this.#operationOf(replica, operation).endedAt = toldAt - ageMs;
    for (const operation of left) this.#operationOf(replica, operation).signal.aborted = true;
    this.#hear(heard, now);
  }

  #operationOf(replica: string, number: number): ToldOperation {
    const id = `${replica}:${number}`;
    const operation = this.#operationById.get(id) ?? { endedAt: null, signal: { aborted: false } };
    this.#operationById.set(id, operation);
    return operation;
  }
}

/** An operation of another replica. */
interface ToldOperation {
  endedAt: number | null;
  readonly signal: { aborted: boolean };
}

function ageOf(at: number, now: number): number {
  return Math.max(0, now - at);
}

/** The reply of EXCHANGE. */
const EXCHANGED = z.tuple([z.int(), z.int()]).rest(z.tuple([z.string(), z.int(), z.string()]));
