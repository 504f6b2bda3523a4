import type { UpstreamError } from '../../errors/gateway-error.ts';
import type { Clock } from '../clock.ts';
import type { OperationState } from '../operation-state.ts';
import { toSpentError, toTooShortError } from '../upstream-errors.ts';
import type { AnswerTimes } from './answer-times.ts';
import { ClientShares } from './clients/client-shares.ts';
import type { SharedUse } from './clients/shared-use.ts';
import { FairQueue } from './fair-queue.ts';
import type { Grant, LedgerState, Permit, RequestLedger } from './request-ledger.ts';

/** A waiting request for a permit. Its deadline may move while it waits (when a caller with more time joins). */
export interface Ticket {
  readonly client: string;
  readonly deadlineAt: number;
  /** Absent if unknown. */
  readonly operation?: OperationState;
  /** Aborted when no caller waits any more. */
  readonly signal: AbortSignal;
}

export interface RequestBudgetOptions {
  readonly source: string;
  readonly ledger: RequestLedger;
  readonly clock: Clock;
  /** Requests per window; null without a limit. */
  readonly limit: number | null;
  readonly windowMs: number;
  /** Whether several clients are expected, seen lately or not; default false. */
  readonly hasSeveralClients?: boolean;
  /** The setting REPLICAS; default 1. */
  readonly replicas?: number;
  /** Tells other replicas what clients do, and hears it from them; absent: nothing is shared. */
  readonly sharedUse?: SharedUse | undefined;
  /** The source's usual response time in milliseconds; absent if unknown. */
  readonly answerTimes?: Pick<AnswerTimes, 'usualMs' | 'add'>;
}

/** What the current client must leave free, and what was reserved when several permits were requested. */
interface Asked {
  readonly own: number;
  readonly reserved: number;
}

/** What a client must leave free shrinks with time, so one that waits for that alone tries again this often. */
const TRY_AGAIN_MS = 500;

/** With more than this part of the budget free it is not scarce at all. */
const PLENTY = 0.25;
const SCARCITY_STEPS = 5;

/** The most permits requested from the ledger at once. */
const MOST_AT_ONCE = 20;

interface Waiting {
  readonly grant: (permit: Permit) => void;
  readonly refuse: (error: unknown) => void;
  readonly onAbort: () => void;
}

/**
 * The queue for a source's request budget. Clients are served in turn, up to their deadlines. A request that could only
 * be sent after its deadline is refused at once. The ledger decides what may be sent when.
 */
export class RequestBudget {
  readonly #options: RequestBudgetOptions;
  readonly #shares: ClientShares | null;
  readonly #queue = new FairQueue<Ticket>();
  readonly #waiting = new Map<Ticket, Waiting>();
  /** Requests that were combined, by those that they stand for. */
  readonly #standIns = new WeakMap<object, Ticket>();
  #isTaking = false;
  #cancelTimer: (() => void) | null = null;

  constructor(options: RequestBudgetOptions) {
    this.#options = options;
    const {
      limit,
      windowMs,
      hasSeveralClients: hasSeveral = false,
      ledger,
      replicas = 1,
      sharedUse = null,
    } = options;
    const shares = { windowMs, hasSeveral, ledger, replicas, sharedUse };
    this.#shares = limit === null ? null : new ClientShares({ ...shares, limit });
  }

  /**
   * Returns a permit once this ticket's turn has come. Rejects with UPSTREAM_RATE_LIMITED, or with the abort reason.
   */
  take(ticket: Ticket): Permit | Promise<Permit> {
    const { ledger, clock } = this.#options;
    if (this.#isTooShort(ticket)) return Promise.reject(toTooShortError(this.#options.source));
    this.#shares?.seen(ticket.client, clock.now(), ticket.operation);
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
    // Clients that must leave more free than this one do not block it.
    const ahead = this.#queue.ahead(ticket.client, (client) => this.#reservedFrom(client) <= reserved);
    const waitMs = ledger.estimate(ahead, reserved);
    if (this.#isTooShort(ticket, waitMs)) return Promise.reject(this.refuse(ticket, waitMs));
    const wait = this.#wait(ticket);
    this.#pump();
    return wait;
  }

  /** Another client waits for the same request: it is sent when either client's turn has come. */
  join(joined: Ticket, client: string): void {
    const ticket = this.#queue.has(joined) ? joined : (this.#standIns.get(joined) ?? joined);
    if (!this.#queue.has(ticket)) return;
    this.#shares?.seen(client, this.#options.clock.now());
    this.#queue.add(client, ticket);
    this.#pump();
  }

  /**
   * How scarce the budget is for this client, in steps: 0 while a quarter of it is free, 1 once a request would have to
   * wait.
   */
  scarcity(client: string): number {
    const { limit, ledger } = this.#options;
    if (limit === null) return 0;
    if (this.#queue.size > 0) return 1;
    const reserved = this.#reservedFrom(client);
    for (let step = 0; step < SCARCITY_STEPS; step++) {
      const free = Math.floor(limit * PLENTY * (1 - step / SCARCITY_STEPS));
      if (ledger.estimate(free, reserved) === 0) return step / SCARCITY_STEPS;
    }
    return 1;
  }

  /** This ticket waits for a request that was, or will be, combined with others. */
  standFor(one: Ticket, all: Ticket): void {
    this.#standIns.set(one, all);
  }

  /** Whether requests of this client wait for a permit. */
  holdsBack(client: string): boolean {
    return this.#queue.ahead(client, () => false) > 0;
  }

  isWaiting(ticket: Ticket): boolean {
    return this.#queue.has(ticket) || this.#queue.has(this.#standIns.get(ticket) ?? ticket);
  }

  /**
   * The error for a client whose request cannot be sent in time, which may have waited until now. A client that waited
   * and returns when it was told to makes no pause.
   */
  refuse(refused: Pick<Ticket, 'client' | 'operation'>, waitMs = this.waitMs): UpstreamError {
    const { source, windowMs } = this.#options;
    return this.#noted(refused, toSpentError(source, waitMs, windowMs));
  }

  #noted({ client, operation }: Pick<Ticket, 'client' | 'operation'>, refusal: UpstreamError): UpstreamError {
    const retryAfterMs = (refusal.retryAfterSeconds ?? 0) * 1000;
    this.#shares?.refused(client, this.#options.clock.now(), retryAfterMs, operation);
    return refusal;
  }

  /**
   * Whether a request sent after `waitMs` could hardly be answered before the deadline, so that it is not worth a
   * permit.
   */
  #isTooShort({ deadlineAt }: Ticket, waitMs = 0): boolean {
    const { clock, limit, answerTimes } = this.#options;
    const usualMs = limit === null ? 0 : (answerTimes?.usualMs ?? 0);
    return clock.now() + waitMs + usualMs > deadlineAt;
  }

  release(permit: Permit): void {
    this.#options.ledger.release(permit);
    this.#pump();
  }

  markArrived(permit: Permit): void {
    this.#options.ledger.markArrived(permit);
  }

  /** Records how long a response took. */
  answered(ms: number): void {
    this.#options.answerTimes?.add(ms);
  }

  coolDown(ms: number): void {
    this.#options.ledger.coolDown(ms);
    this.#refuseHopeless(this.waitMs);
  }

  /** Until a request may be sent, if nobody else waits. */
  get waitMs(): number {
    return this.#options.ledger.estimate(0, 0);
  }

  state(): LedgerState | Promise<LedgerState> {
    return this.#options.ledger.state();
  }

  close(): void {
    this.#cancelTimer?.();
    this.#options.ledger.close();
    this.#options.sharedUse?.close();
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
   * Takes permits until none are left, with one request to the ledger at a time, for clients that leave less than
   * `below` free. The others wait.
   */
  #pump(below = Number.POSITIVE_INFINITY, most = MOST_AT_ONCE): void {
    let how: { readonly below: number; readonly most: number } | null = { below, most };
    while (how !== null && !this.#isTaking) {
      const { below: bound } = how;
      const next = this.#queue.peek((client) => this.#reservedFrom(client) < bound);
      if (next === null) return;
      const wanted = Math.min(this.#queue.size, how.most);
      const own = this.#reservedFrom(next.client);
      // A client's reserve grows with what it takes. Reserve enough that each of several permits can go to any client.
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

  /**
   * Hands permits to clients that need to leave no more than `reserved` free, and returns how to continue; null to
   * wait.
   */
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
    // Several permits were refused: try one. If that fails too, try a client that leaves less free.
    if (reserved > own) return { below, most: 1 };
    if (this.#queue.peek((client) => this.#reservedFrom(client) < own) !== null)
      return { below: own, most: 1 };
    this.#refuseHopeless(reserved > 0 ? this.waitMs : grant.waitMs);
    this.#setTimer(reserved > 0 ? Math.min(grant.waitMs, TRY_AGAIN_MS) : grant.waitMs);
    return null;
  }

  /** A permit that comes too late for one ticket goes to the next. */
  #refuseTooShort(): void {
    for (const ticket of this.#queue.items()) {
      if (!this.#isTooShort(ticket)) continue;
      this.#settle(ticket)?.refuse(this.#noted(ticket, toTooShortError(this.#options.source)));
    }
  }

  #refuseHopeless(waitMs: number): void {
    for (const ticket of this.#queue.items()) {
      if (this.#isTooShort(ticket, waitMs)) this.#settle(ticket)?.refuse(this.refuse(ticket, waitMs));
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
