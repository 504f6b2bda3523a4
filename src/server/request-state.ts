import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { GraphQLError } from 'graphql';
import type { Plugin, YogaInitialContext } from 'graphql-yoga';
import type { FacetCost } from '../customers/facets/facet-cost.ts';
import type { ListExplanation } from '../customers/list/plan/explain-list.ts';
import type { SourceName } from '../customers/model/source-record.ts';
import type { Access, GatewayContext } from '../schema/context.ts';
import { createOperationMeter, type OperationMeter } from './operation-meter.ts';

/** What the server knows of one HTTP request and its answer; each plugin fills in its part. */
export interface RequestState {
  readonly requestId: string;
  /** Milliseconds of the monotonic clock. */
  readonly startedAt: number;
  readonly meter: OperationMeter;
  /** Set by use-authentication; until then nothing is allowed. */
  caller: Caller;
  /** Set once a GraphQL operation is known. */
  operationType: 'query' | 'mutation' | 'subscription' | null;
  /** The operation's name, when it has one; a GraphQL name, which any text of letters may be. */
  operationName: string | null;
  /** SHA-256 of the document's text; null until it is parsed. */
  documentHash: string | null;
  /** The first error's code, once there is one; `ABANDONED` when the client went away first. */
  errorCode: string | null;
  errorCount: number;
  /** Whether this request asks GraphQL (and not for health, metrics, GraphiQL's page). */
  isOperation: boolean;
  /** Whether the answer says what may differ a moment later though no source said anything new. */
  isVolatile: boolean;
  /** Errors told beside values, not yet part of an answer. */
  readonly reported: GraphQLError[];
  /** What the directory told of its plans; null: nobody asked. */
  plans: ListExplanation[] | null;
  /** What its facets take of each source at most; empty until it is known. */
  facetCosts: readonly (FacetCost & { readonly source: SourceName })[];
  /** How simulated vendors are to fail for this request, by source; null: nobody asked. */
  sandboxFaults: ReadonlyMap<string, string> | null;
  /** The operation's complexity and the maximum allowed; null until it is known. */
  complexity: { readonly value: number; readonly maximum: number } | null;
}

/** On whose behalf a request is. */
export interface Caller {
  /** Not personal: a key's name or a hash. Clients of one name share a turn in the vendors' budgets. */
  readonly name: string;
  readonly access: Access;
  /** Whether the caller is proven anew each time, by a token that may run out or be withdrawn. */
  readonly isPassing?: boolean;
}

const NOBODY: Caller = { name: 'nobody', access: { may: () => false } };

/** @param requestId The caller's `x-request-id`, as it came. @param now Milliseconds of the monotonic clock. */
export function openRequestState(
  requestId: string | string[] | null | undefined,
  now: () => number,
): RequestState {
  return {
    requestId: requestIdFrom(typeof requestId === 'string' ? requestId : null),
    startedAt: now(),
    meter: createOperationMeter(now),
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
    complexity: null,
  };
}

/**
 * The caller's `x-request-id` when it is harmless, else a new one. It goes into every log line and back out in a header:
 * letters, digits, `-` and `_` only, at most 64, and not digits alone, which might be somebody's phone number.
 */
export function requestIdFrom(header: string | null, createId: () => string = randomUUID): string {
  return header !== null && /^(?!\d+$)[A-Za-z0-9_-]{1,64}$/.test(header) ? header : createId();
}

/** Yoga's server context: ours from the first plugin on; `req` only behind a socket. */
export interface ServerContext {
  requestState: RequestState;
  req?: IncomingMessage;
}

type YogaPlugin = Plugin<ServerContext & YogaInitialContext, ServerContext, GatewayContext>;

/** Phases in which this server calls its plugins' hooks itself (see merge-plugins.ts). */
export type MergedPhase = 'onRequest' | 'onRequestParse' | 'onExecute' | 'onResultProcess' | 'onResponse';
export type MergedPayload<Phase extends MergedPhase> = Parameters<NonNullable<YogaPlugin[Phase]>>[0];

/** A plugin of this server: one of Yoga's, but that hooks of merged phases return nothing to be called later. */
export type GatewayPlugin = Omit<YogaPlugin, MergedPhase> & {
  readonly [Phase in MergedPhase]?: (payload: MergedPayload<Phase>) => Promise<void> | void;
};

/** The state of the request that an operation came with. */
export function requestStateOf(context: object): RequestState {
  return (context as ServerContext).requestState;
}
