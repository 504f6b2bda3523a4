import { UpstreamError } from '../../errors/gateway-error.ts';
import type { Clock } from '../clock.ts';
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
}

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
    const { limit, windowMs } = options;
    this.#shares = limit === null ? null : new ClientShares({ limit, windowMs });
  }

  /** A permit as soon as this ticket may go; rejects with UPSTREAM_RATE_LIMITED, or the abort reason. */
  take(ticket: Ticket): Permit | Promise<Permit> {
    const { ledger, clock } = this.#options;
    this.#shares?.seen(ticket.client, clock.now());
    const reserved = this.#reservedFrom(ticket.client);
    if (this.#queue.size === 0 && !this.#isTaking) {
      const grant = ledger.take(1, reserved);
      if (grant instanceof Promise) {
        const wait = this.#wait(ticket);
        this.#handLater(grant, reserved);
        return wait;
      }
      const [permit] = grant.permits;
      if (permit !== undefined) return this.#sent(ticket.client, permit);
    }
    // Those who must leave more than this one are not in its way.
    const ahead = this.#queue.ahead(ticket.client, (client) => this.#reservedFrom(client) <= reserved);
    const waitMs = ledger.estimate(ahead, reserved);
    if (clock.now() + waitMs > ticket.deadlineAt) return Promise.reject(this.tooLate(waitMs));
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

  release(permit: Permit): void {
    this.#options.ledger.release(permit);
    this.#pump();
  }

  markArrived(permit: Permit): void {
    this.#options.ledger.markArrived(permit);
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
   * Takes permits until there are none, one question to the ledger at a time. `modestOnly`: the first in line
   * must leave what is left to those that used less.
   */
  #pump(modestOnly = false): void {
    let isModestOnly = modestOnly;
    while (!this.#isTaking) {
      const next = isModestOnly
        ? this.#queue.peek((client) => this.#isModest(client))
        : this.#queue.peek(anyone);
      if (next === null) return;
      const reserved = this.#reservedFrom(next.client);
      const grant = this.#options.ledger.take(this.#shares === null ? this.#queue.size : 1, reserved);
      if (grant instanceof Promise) {
        this.#handLater(grant, reserved);
        return;
      }
      const end = this.#hand(grant, reserved);
      if (end === 'WAIT') return;
      isModestOnly = end === 'MODEST';
    }
  }

  #handLater(grant: Promise<Grant>, reserved: number): void {
    this.#isTaking = true;
    grant.then((granted) => {
      this.#isTaking = false;
      const end = this.#hand(granted, reserved);
      if (end !== 'WAIT') this.#pump(end === 'MODEST');
    });
  }

  /** Gives permits to clients that need leave no more than `reserved`, and says how to go on. */
  #hand(grant: Grant, reserved: number): 'MORE' | 'MODEST' | 'WAIT' {
    for (const permit of grant.permits) {
      const next = this.#queue.peek((client) => this.#reservedFrom(client) <= reserved);
      if (next === null) {
        this.#options.ledger.release(permit);
        continue;
      }
      this.#queue.take(next);
      this.#settle(next.item)?.grant(this.#sent(next.client, permit));
    }
    if (grant.permits.length > 0) return 'MORE';
    if (reserved > 0 && this.#queue.peek((client) => this.#isModest(client)) !== null) return 'MODEST';
    this.#refuseHopeless(reserved > 0 ? this.#options.ledger.estimate(0, 0) : grant.waitMs);
    this.#setTimer(grant.waitMs);
    return 'WAIT';
  }

  #isModest(client: string): boolean {
    return this.#reservedFrom(client) === 0;
  }

  #refuseHopeless(waitMs: number): void {
    const at = this.#options.clock.now() + waitMs;
    for (const ticket of this.#queue.items()) {
      if (ticket.deadlineAt < at) this.#settle(ticket)?.refuse(this.tooLate(waitMs));
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

const anyone = () => true;
