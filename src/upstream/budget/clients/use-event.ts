import type { OperationState } from '../../operation-state.ts';

/** What an operation's state tells whoever judges its client's pace. */
export type ObservedOperation = Pick<OperationState, 'endedAt'> & {
  readonly signal: Pick<AbortSignal, 'aborted'>;
};

/** Something that a client did with a source's budget. */
export type UseEvent = AskedEvent | SentEvent | RefusedEvent;

/** It requested a permit. */
export interface AskedEvent extends Happened {
  readonly kind: 'ASKED';
  /** Absent if unknown. */
  readonly operation?: ObservedOperation | undefined;
}

/** One of its requests was sent. */
interface SentEvent extends Happened {
  readonly kind: 'SENT';
}

/** It was refused a permit. */
export interface RefusedEvent extends Happened {
  readonly kind: 'REFUSED';
  /** After how long it was told to retry. */
  readonly retryAfterMs: number;
  /** Absent if unknown. */
  readonly operation?: ObservedOperation | undefined;
}

interface Happened {
  readonly client: string;
  /** Milliseconds since the epoch, by the local clock. */
  readonly at: number;
}
