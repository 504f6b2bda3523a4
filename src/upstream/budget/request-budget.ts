import { UpstreamError } from '../../errors/gateway-error.ts';
import type { Clock } from '../clock.ts';
import type { AnswerTimes } from './answer-times.ts';
import { ClientShares } from './client-shares.ts';
import { FairQueue } from './fair-queue.ts';
import type { Grant, LedgerState, Permit, RequestLedger } from './request-ledger.ts';

/** Somebody who waits for a permit. The deadline may move while it waits (somebody with more time joined). */
export interface Ticket {
  readonly client: string;
  readonly deadlineAt: number;
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal;
}

export interface RequestBudgetOptions {
  readonly source: string;
  readonly ledger: RequestLedger;
  readonly clock: Clock;
  /** Requests in a window; null = none. */
  readonly limit: number | null;
  readonly windowMs: number;
  /** Whether there may be several clients, seen lately or not; default false. */
  readonly hasSeveralClients?: boolean;
  /** How long the source usually takes to answer, in milliseconds; absent: not known. */
  readonly answerTimes?: Pick<AnswerTimes, 'usualMs' | 'add'>;
}

/** What one client in line must leave free, and what was left free for several. */
interface Asked {
  readonly own: number;
  readonly reserved: number;
}

/** The most permits of one question to the ledger. */
const MOST_AT_ONCE = 20;

interface Waiting {
  readonly grant: (permit: Permit) => void;
  readonly refuse: (error: unknown) => void;
  readonly onAbort: () => void;
}

/**
 * The waiting before each request: clients are served in turn, up to their deadlines. Whoever could only go after its deadline is
 * refused at once. What may go when, the ledger decides.
 */
export class RequestBudget {
  readonly #options: RequestBudgetOptions;
  readonly #shares: ClientShares | null;
  readonly #queue = new FairQueue<Ticket>();
  readonly #waiting = new Map<Ticket, Waiting>();
  #isTaking = false;
  #cancelTimer: (() => void) | null = null;

  constructor(options: RequestBudgetOptions) {
    this.#options = options;
    const { limit, windowMs, hasSeveralClients: hasSeveral = false } = options;
    this.#shares = limit === null ? null : new ClientShares({ limit, windowMs, hasSeveral });
  }

  /** A permit as soon as this ticket may go; rejects with UPSTREAM_RATE_LIMITED, or the abort reason. */
  take(ticket: Ticket): Permit | Promise<Permit> {
    const { ledger, clock } = this.#options;
    if (this.#isTooShort(ticket)) return Promise.reject(this.#tooShort());
    this.#shares?.seen(ticket.client, clock.now());
    const reserved = this.#reservedFrom(ticket.client);
    if (this.#queue.size === 0 && !this.#isTaking) {
      const grant = ledger.take(1, reserved);
      if (grant instanceof Promise) {
        const wait = this.#wait(ticket);
        this.#handLater(grant, { own: reserved, reserved });
        return wait;
      }
      const [permit] = grant.permits;
      if (permit !== undefined) return this.#sent(ticket.client, permit);
    }
    // Those who must leave more than this one are not in its way.
    const ahead = this.#queue.ahead(ticket.client, (client) => this.#reservedFrom(client) <= reserved);
    const waitMs = ledger.estimate(ahead, reserved);
    if (this.#isTooShort(ticket, waitMs)) return Promise.reject(this.tooLate(waitMs));
    const wait = this.#wait(ticket);
    this.#pump();
    return wait;
  }

  /** Another client came to wait for the same request: it goes when either client may. */
  join(ticket: Ticket, client: string): void {
    if (!this.#queue.has(ticket)) return;
    this.#shares?.seen(client, this.#options.clock.now());
    this.#queue.add(client, ticket);
    this.#pump();
  }

  isWaiting(ticket: Ticket): boolean {
    return this.#queue.has(ticket);
  }

  /**
   * The refusal for one whose time is up while it waits. A budget per minute is back within one: what the window has
   * besides, for clocks that differ, is waited for in the queue.
   */
  tooLate(waitMs = this.#options.ledger.estimate(0, 0)): UpstreamError {
    const seconds = Math.max(1, Math.ceil(waitMs / 1000));
    const retryAfterSeconds = waitMs <= this.#options.windowMs ? Math.min(60, seconds) : seconds;
    const message = 'The request budget of the source is spent.';
    return new UpstreamError('UPSTREAM_RATE_LIMITED', this.#options.source, message, { retryAfterSeconds });
  }

  /** Whether a request sent after so long would hardly be answered before the deadline: no permit is spent on it. */
  #isTooShort({ deadlineAt }: Ticket, waitMs = 0): boolean {
    const { clock, limit, answerTimes } = this.#options;
    const usualMs = limit === null ? 0 : (answerTimes?.usualMs ?? 0);
    return clock.now() + waitMs + usualMs > deadlineAt;
  }

  #tooShort(): UpstreamError {
    const message = 'Too little time is left for the source to answer: no request of its budget was spent.';
    return new UpstreamError('UPSTREAM_RATE_LIMITED', this.#options.source, message, {
      retryAfterSeconds: 1,
    });
  }

  release(permit: Permit): void {
    this.#options.ledger.release(permit);
    this.#pump();
  }

  markArrived(permit: Permit): void {
    this.#options.ledger.markArrived(permit);
  }

  /** A request was answered, after so long. */
  answered(ms: number): void {
    this.#options.answerTimes?.add(ms);
  }

  coolDown(ms: number): void {
    this.#options.ledger.coolDown(ms);
    this.#refuseHopeless(this.#options.ledger.estimate(0, 0));
  }

  state(): LedgerState | Promise<LedgerState> {
    return this.#options.ledger.state();
  }

  close(): void {
    this.#cancelTimer?.();
    this.#options.ledger.close();
  }

  #reservedFrom(client: string): number {
    return this.#shares?.reservedFrom(client, this.#options.clock.now()) ?? 0;
  }

  #sent(client: string, permit: Permit): Permit {
    this.#shares?.sent(client, permit.at);
    return permit;
  }

  #wait(ticket: Ticket): Promise<Permit> {
    return new Promise((grant, refuse) => {
      if (ticket.signal.aborted) return refuse(ticket.signal.reason);
      const onAbort = () => this.#settle(ticket)?.refuse(ticket.signal.reason);
      ticket.signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.set(ticket, { grant, refuse, onAbort });
      this.#queue.add(ticket.client, ticket);
    });
  }

  #settle(ticket: Ticket): Waiting | undefined {
    const waiting = this.#waiting.get(ticket);
    if (waiting === undefined) return undefined;
    ticket.signal.removeEventListener('abort', waiting.onAbort);
    this.#waiting.delete(ticket);
    this.#queue.remove(ticket);
    return waiting;
  }

  /**
   * Takes permits until there are none, one question to the ledger at a time, for clients that leave less than `below`
   * free: the others wait.
   */
  #pump(below = Number.POSITIVE_INFINITY, most = MOST_AT_ONCE): void {
    let how: { readonly below: number; readonly most: number } | null = { below, most };
    while (how !== null && !this.#isTaking) {
      const { below: bound } = how;
      const next = this.#queue.peek((client) => this.#reservedFrom(client) < bound);
      if (next === null) return;
      const wanted = Math.min(this.#queue.size, how.most);
      const own = this.#reservedFrom(next.client);
      // What a client leaves free grows with what it takes: so much that each of several permits may be anybody's.
      const reserved = Math.max(own, Math.min(own + wanted - 1, this.#shares?.mostReserved ?? 0));
      const grant = this.#options.ledger.take(wanted, reserved);
      if (grant instanceof Promise) {
        this.#handLater(grant, { own, reserved });
        return;
      }
      how = this.#hand(grant, { own, reserved });
    }
  }

  #handLater(grant: Promise<Grant>, asked: Asked): void {
    this.#isTaking = true;
    grant.then((granted) => {
      this.#isTaking = false;
      const how = this.#hand(granted, asked);
      if (how !== null) this.#pump(how.below, how.most);
    });
  }

  /** Gives permits to clients that need leave no more than `reserved`, and says how to go on; null: wait. */
  #hand(grant: Grant, { own, reserved }: Asked): { readonly below: number; readonly most: number } | null {
    this.#refuseTooShort();
    for (const permit of grant.permits) {
      const next = this.#queue.peek((client) => this.#reservedFrom(client) <= reserved);
      if (next === null) {
        this.#options.ledger.release(permit);
        continue;
      }
      this.#queue.take(next);
      this.#settle(next.item)?.grant(this.#sent(next.client, permit));
    }
    const below = Number.POSITIVE_INFINITY;
    if (grant.permits.length > 0) return { below, most: MOST_AT_ONCE };
    // Not for several at once, but maybe for one; not for this one, but maybe for one that leaves less free.
    if (reserved > own) return { below, most: 1 };
    if (this.#queue.peek((client) => this.#reservedFrom(client) < own) !== null)
      return { below: own, most: 1 };
    this.#refuseHopeless(reserved > 0 ? this.#options.ledger.estimate(0, 0) : grant.waitMs);
    this.#setTimer(grant.waitMs);
    return null;
  }

  /** A permit that comes too late for somebody is for the next. */
  #refuseTooShort(): void {
    for (const ticket of this.#queue.items()) {
      if (this.#isTooShort(ticket)) this.#settle(ticket)?.refuse(this.#tooShort());
    }
  }

  #refuseHopeless(waitMs: number): void {
    for (const ticket of this.#queue.items()) {
      if (this.#isTooShort(ticket, waitMs)) this.#settle(ticket)?.refuse(this.tooLate(waitMs));
    }
  }

  #setTimer(waitMs: number): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    if (this.#queue.size === 0) return;
    this.#cancelTimer = this.#options.clock.setTimer(Math.max(1, waitMs), () => {
      this.#cancelTimer = null;
      this.#pump();
    });
  }
}
