import type { CustomerDirectory } from '../../customers/customer-directory.ts';
import type { ListExplanation } from '../../customers/list/plan/explain-list.ts';
import type { SourceCall } from '../../customers/source-call.ts';
import type { GatewayContext } from '../../schema/context.ts';
import { type GatewayPlugin, requestStateOf } from '../request-state.ts';

/** Creates the directory for one operation. `explain`, if given, is called with each list's plan. */
export type OpenDirectory = (
  call: SourceCall & { readonly requestId: string },
  explain?: (plan: ListExplanation) => void,
) => CustomerDirectory;

export interface OperationContextOptions {
  readonly openDirectory: OpenDirectory;
  readonly deadlineMs: number;
  /** The setting PHONE_COUNTRY. Without it, national phone numbers are not parsed. */
  readonly phoneCountry?: string | undefined;
  /** Whether `x-gateway-plan: 1` is supported. */
  readonly explain: boolean;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/**
 * Gives each operation its context: its own directory with a deadline, a signal and a meter, and the caller's scopes.
 */
export function useOperationContext(options: OperationContextOptions): GatewayPlugin {
  const { openDirectory, deadlineMs, phoneCountry, explain, clock } = options;
  return {
    onContextBuilding({ context, extendContext }) {
      const requestState = requestStateOf(context);
      const { headers } = context.request;
      const { sandboxFaults } = requestState;
      const cacheControl = headers.get('cache-control') ?? '';
      const maxAgeSeconds = /\bmax-age="?(\d{1,9})/i.exec(cacheControl)?.[1];
      const operation = { signal: context.request.signal, endedAt: null };
      requestState.operation = operation;
      const call = {
        signal: context.request.signal,
        deadlineAt: clock() + deadlineMs,
        bypassCache: sandboxFaults !== null || /\bno-(cache|store)\b/i.test(cacheControl),
        ...(maxAgeSeconds !== undefined && { maxAgeMs: Number(maxAgeSeconds) * 1000 }),
        client: requestState.caller.name,
        meter: requestState.meter,
        deadlineCause: {},
        operation,
        requestId: requestState.requestId,
        ...(sandboxFaults !== null && { sandboxFaults }),
      };
      const plans: ListExplanation[] | null = explain && headers.get('x-gateway-plan') === '1' ? [] : null;
      if (plans !== null) requestState.meter.keepLines();
      requestState.plans = plans;
      const own: GatewayContext = {
        directory: openDirectory(call, plans === null ? undefined : (plan) => void plans.push(plan)),
        access: requestState.caller.access,
        report: (error) => void requestState.reported.push(error),
        ...(phoneCountry !== undefined && { phoneCountry }),
      };
      extendContext(own as Partial<typeof context>);
    },
    onResponse({ request, serverContext }) {
      const { operation } = serverContext.requestState;
      // What the client gave up was not answered.
      if (operation !== null && !request.signal.aborted) operation.endedAt = clock();
    },
  };
}
