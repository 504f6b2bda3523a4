import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { GraphQLError } from 'graphql';
import type { Plugin, YogaInitialContext } from 'graphql-yoga';
import type { FacetCost } from '../customers/facets/facet-cost.ts';
import type { ListExplanation } from '../customers/list/plan/explain-list.ts';
import type { SourceName } from '../customers/model/source-record.ts';
import type { SourceCall } from '../customers/source-call.ts';
import type { Access, GatewayContext } from '../schema/context.ts';
import type { PlannedOperation } from './execution/planned-operations.ts';
import { createOperationMeter, type OperationMeter } from './operation-meter.ts';

/** What the server knows about one HTTP request and its response; each plugin fills in its part. */
export interface RequestState {
  readonly requestId: string;
  /** Milliseconds of the monotonic clock. */
  readonly startedAt: number;
  readonly meter: OperationMeter;
  /** What the sources' budgets know of it; null until it has a context. */
  operation: NonNullable<SourceCall['operation']> | null;
  /** Set by use-authentication; nothing is permitted before. */
  caller: Caller;
  /** Set once a GraphQL operation is known. */
  operationType: 'query' | 'mutation' | 'subscription' | null;
  /** The operation's name, if any: a GraphQL name, so it may be any word. */
  operationName: string | null;
  /** SHA-256 of the document's text; null until it is parsed. */
  documentHash: string | null;
  /** The code of the first error; `ABANDONED` if the client disconnected first. */
  errorCode: string | null;
  errorCount: number;
  /** Whether this is a GraphQL request (not health, metrics or GraphiQL's page). */
  isOperation: boolean;
  /** Whether the response contains values that change without new data from a source. */
  isVolatile: boolean;
  /** Errors reported alongside values, not yet part of a response. */
  readonly reported: GraphQLError[];
  /** The plans the directory explained; null if not requested. */
  plans: ListExplanation[] | null;
  /** The maximum cost of its facets per source; empty until known. */
  facetCosts: readonly (FacetCost & { readonly source: SourceName })[];
  /** How simulated vendors should fail for this request, by source; null if not requested. */
  sandboxFaults: ReadonlyMap<string, string> | null;
  /** The operation's plan; null before it is known, and for anything other than a query. */
  planned: PlannedOperation | null;
  /** The operation's complexity and the maximum; null until known. */
  complexity: { readonly value: number; readonly maximum: number } | null;
}

/** The client behind a request. */
export interface Caller {
  /** Not personal: a key's name or a hash. Clients with the same name share a place in the vendors' queues. */
  readonly name: string;
  readonly access: Access;
  /** Whether the caller must be verified each time, because its token may expire or be withdrawn. */
  readonly isPassing?: boolean;
}

const NOBODY: Caller = { name: 'nobody', access: { may: () => false } };

/** @param requestId The caller's `x-request-id`, as received. @param now Milliseconds of the monotonic clock. */
export function openRequestState(
  requestId: string | string[] | null | undefined,
  now: () => number,
): RequestState {
  return {
    requestId: requestIdFrom(typeof requestId === 'string' ? requestId : null),
    startedAt: now(),
    meter: createOperationMeter(now),
    operation: null,
    caller: NOBODY,
    operationType: null,
    operationName: null,
    documentHash: null,
    errorCode: null,
    errorCount: 0,
    isOperation: false,
    isVolatile: false,
    reported: [],
    plans: null,
    facetCosts: [],
    sandboxFaults: null,
    planned: null,
    complexity: null,
  };
}

/**
 * The caller's `x-request-id` if it is safe, else a new one. It goes into every log line and into the response header.
 * Safe means at most 64 letters, digits, `-` and `_`, but not only digits, which could be a phone number.
 */
export function requestIdFrom(header: string | null, createId: () => string = randomUUID): string {
  return header !== null && /^(?!\d+$)[A-Za-z0-9_-]{1,64}$/.test(header) ? header : createId();
}

/** Yoga's server context. `requestState` is set by the first plugin; `req` exists only for requests from a socket. */
export interface ServerContext {
  requestState: RequestState;
  req?: IncomingMessage;
}

type YogaPlugin = Plugin<ServerContext & YogaInitialContext, ServerContext, GatewayContext>;

/** Phases whose plugin hooks this server calls itself (see merge-plugins.ts). */
export type MergedPhase = 'onRequest' | 'onRequestParse' | 'onExecute' | 'onResultProcess' | 'onResponse';
export type MergedPayload<Phase extends MergedPhase> = Parameters<NonNullable<YogaPlugin[Phase]>>[0];

/** A plugin of this server: a Yoga plugin whose hooks of merged phases return no callbacks. */
export type GatewayPlugin = Omit<YogaPlugin, MergedPhase> & {
  readonly [Phase in MergedPhase]?: (payload: MergedPayload<Phase>) => Promise<void> | void;
};

/** The state of the request that contained an operation. */
export function requestStateOf(context: object): RequestState {
  return (context as ServerContext).requestState;
}
