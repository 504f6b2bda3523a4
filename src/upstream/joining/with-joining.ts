import { HeldPermit } from '../budget/held-permit.ts';
import type { RequestBudget } from '../budget/request-budget.ts';
import { type Clock, sleep } from '../clock.ts';
import type { Handler, Policy } from '../compose.ts';
import type { Fetching, Outcome } from '../reading.ts';
import { Pending, type PendingCall } from '../single-flight/pending.ts';
import type { UpstreamCall } from '../upstream-call.ts';
import { toTimeoutError } from '../upstream-errors.ts';
import type { JoinKind, PreparedRequest, UpstreamRequest } from '../upstream-request.ts';
import type { Gathered, Gathering } from './gathering.ts';

/** With the budget nearly spent, a request waits so long for others even if a permit is free. */
const GATHER_MS = 500;
/** And no more than this part of the time that is left until its deadline. */
const MOST_OF_TIME = 0.1;
/** After a combined request was refused, none of its kind is sent for so long. */
const PAUSE_MS = 5 * 60_000;

interface JoiningOptions {
  readonly source: string;
  readonly clock: Clock;
  readonly prepare: (request: UpstreamRequest<unknown>) => PreparedRequest;
  /** Stores a combined response for other replicas, and returns its key; absent: there are none. */
  readonly share?: ((prepared: PreparedRequest, outcome: Outcome) => string | undefined) | undefined;
}

/**
 * While the budget is scarce, a client's requests of one kind become one at the moment it may be sent: whoever comes
 * while it waits joins. Each caller gets what a request of their own would have returned, and is sent by itself where
 * the common response does not tell. Everyone keeps their own deadline and leaves without affecting the others.
 */
export function withJoining(options: JoiningOptions, budget: RequestBudget): Policy<Fetching, Outcome> {
  const { clock, source } = options;
  const open = new WeakMap<JoinKind<unknown, unknown>, Map<string, Gathering>>();
  const pausedUntil = new WeakMap<JoinKind<unknown, unknown>, number>();

  function gatheringsOf(kind: Gathering['kind']): Map<string, Gathering> {
    const gatherings = open.get(kind) ?? new Map<string, Gathering>();
    open.set(kind, gatherings);
    return gatherings;
  }

  function begin(kind: Gathering['kind'], { call }: Fetching): Gathering {
    const toTimeout = (late: UpstreamCall) =>
      budget.isWaiting(pending) ? budget.refuse(late) : toTimeoutError(source);
    const pending: Pending<Gathered> = new Pending(call, clock, toTimeout);
    const gathering: Gathering = { kind, pending, partByCall: new Map() };
    gatheringsOf(kind).set(call.client, gathering);
    return gathering;
  }

  /** Until it is time to send: for others to join, or for the client to leave. */
  async function gather(call: PendingCall): Promise<void> {
    const leftMs = call.deadlineAt - clock.now();
    const gatherMs = Math.min(GATHER_MS * budget.scarcity(call.client), leftMs * MOST_OF_TIME);
    if (gatherMs > 0) await sleep(clock, gatherMs, call.signal);
  }

  async function run(gathering: Gathering, next: Handler<Fetching, Outcome>): Promise<Gathered> {
    const { kind, pending, partByCall } = gathering;
    const gatherings = gatheringsOf(kind);
    const startedAt = clock.now();
    try {
      await gather(pending);
      const taken = await budget.take(pending);
      const permit = new HeldPermit(taken, clock.now() - startedAt, (unused) => budget.release(unused));
      if (gatherings.get(pending.client) === gathering) gatherings.delete(pending.client);
      const [payer, ...others] = partByCall.keys();
      if (payer !== undefined && others.length === 0) return { how: 'ALONE', permit };
      try {
        if (payer === undefined) return { how: 'FAILED' };
        const parts = [...partByCall.values()];
        const prepared = options.prepare(kind.request(parts));
        const outcome = await next({ prepared, cache: { mode: 'NONE' }, call: pending, permit });
        const key = options.share?.(prepared, outcome);
        return { how: 'TOGETHER', outcome, payer, parts: parts.length, key };
      } catch (error) {
        if (!kind.mayBeJoining(error)) throw error;
        pausedUntil.set(kind, clock.now() + PAUSE_MS);
        return { how: 'FAILED' };
      } finally {
        permit.release();
      }
    } finally {
      if (gatherings.get(pending.client) === gathering) gatherings.delete(pending.client);
    }
  }

  async function alone(fetching: Fetching, permit: HeldPermit, next: Handler<Fetching, Outcome>) {
    try {
      return await next({ ...fetching, permit });
    } finally {
      permit.release();
    }
  }

  return (next) => async (fetching) => {
    const { call, prepared, cache } = fetching;
    const { joins } = prepared.request;
    if (joins === undefined || cache.mode === 'NONE') return next(fetching);
    const { kind, part } = joins;
    const isPaused = clock.now() < (pausedUntil.get(kind) ?? 0);
    if (isPaused || budget.scarcity(call.client) === 0) return next(fetching);
    if (!kind.fits([part])) {
      // What finds too many rows to be combined is typed on most.
      if (kind.isTyped?.(part) === true) await gather(call);
      return next(fetching);
    }
    const known = gatheringsOf(kind).get(call.client);
    const isOpen = known !== undefined && kind.fits([...known.partByCall.values(), part]);
    const gathering = isOpen ? known : begin(kind, fetching);
    gathering.partByCall.set(call, part);
    budget.standFor(call, gathering.pending);
    const joined = gathering.pending.join(call);
    if (!isOpen) gathering.pending.settleWith(run(gathering, next));
    let gathered: Gathered;
    try {
      gathered = await joined;
    } finally {
      gathering.partByCall.delete(call);
    }
    if (gathered.how === 'ALONE') return alone(fetching, gathered.permit, next);
    if (gathered.how === 'FAILED') return next(fetching);
    const { outcome, payer, parts, key: joinedKey } = gathered;
    const value = kind.partOf(outcome.value, part);
    if (value === null) return next(fetching);
    const characters = Math.ceil((outcome.response?.text.length ?? 0) / parts);
    const from = payer === call ? 'SOURCE' : 'PENDING';
    return { value, storedAt: outcome.storedAt, from, characters, ...(joinedKey && { joinedKey }) };
  };
}
