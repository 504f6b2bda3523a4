import type { SimulatedVendors } from '../vendors/simulated-vendors.ts';
import type { DayTime } from '../virtual-time.ts';

/** The applications of the company, each with a key of its own. */
export type ClientName = 'desk' | 'marketing' | 'orders' | 'crawler';

export interface Operation {
  readonly client: ClientName;
  readonly query: string;
  readonly variables: object;
  /** The person who asks; absent: no person. */
  readonly session?: string | undefined;
  /** Aborts when the client no longer waits and closes the connection; absent: it never does. */
  readonly signal?: AbortSignal | undefined;
}

export interface GraphQLAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: answers are read as they come.
  readonly data?: any;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string; readonly retryAfterSeconds?: number };
  }[];
}

/** Something that answers the company's operations. */
export interface Contestant {
  ask(operation: Operation): Promise<GraphQLAnswer>;
  /** User and system time of its process; absent: it runs in this one. */
  cpuMs?(): number | null;
  /** What its process holds in memory; absent: it runs in this one. */
  rssMb?(): number | null;
  stop(): Promise<void>;
}

export interface ContestantParts {
  readonly vendors: SimulatedVendors;
  readonly time: DayTime;
  readonly seed: number;
  readonly replicas: number;
  /** Whether a person's requests all go to one of the replicas; the others' go to each in turn. */
  readonly isSticky: boolean;
  /** Whether clients ask a router in front of the gateway. */
  readonly isRouted: boolean;
  /** The gateway's settings besides the vendors and the keys. */
  readonly env?: Readonly<Record<string, string>>;
}
