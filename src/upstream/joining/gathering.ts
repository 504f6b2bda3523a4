import type { HeldPermit } from '../budget/held-permit.ts';
import type { Outcome } from '../reading.ts';
import type { Pending, PendingCall } from '../single-flight/pending.ts';
import type { JoinKind } from '../upstream-request.ts';

/** Requests that wait for the same permit. */
export interface Gathering {
  readonly kind: JoinKind<unknown, unknown>;
  /** What the combined request runs under: until the latest deadline of those who wait. */
  readonly pending: Pending<Gathered>;
  /** The parts of those who still wait, in the order that they came. */
  readonly partByCall: Map<PendingCall, unknown>;
}

/** What became of them. */
export type Gathered =
  /** Only one was left: it is sent as it is. */
  | { readonly how: 'ALONE'; readonly permit: HeldPermit }
  /** One request for all; the first of them is charged with it. */
  | {
      readonly how: 'TOGETHER';
      readonly outcome: Outcome;
      readonly payer: PendingCall;
      readonly parts: number;
      /** The key under which other replicas find the response; undefined: they do not. */
      readonly key: string | undefined;
    }
  /** Perhaps because they were combined: each is sent by itself. */
  | { readonly how: 'FAILED' };
