import type { RequestBudget } from '../budget/request-budget.ts';
import type { Permit } from '../budget/request-ledger.ts';
import type { Clock } from '../clock.ts';
import type { Policy } from '../compose.ts';
import type { WireResponse } from '../http/buffered-response.ts';
import type { Sending } from '../sending.ts';
import type { UpstreamClientOptions } from '../upstream-options.ts';

/** Waits for a permit of the source's request budget, and returns it if nothing was sent. */
export function withBudget(
  { source, metrics, clock }: Pick<UpstreamClientOptions, 'source' | 'metrics'> & { readonly clock: Clock },
  budget: RequestBudget,
): Policy<Sending, WireResponse> {
  async function waited(permit: Promise<Permit>, sending: Sending): Promise<Permit> {
    const startedAt = clock.now();
    const granted = await permit;
    sending.waitedMs = clock.now() - startedAt;
    metrics?.budgetWaited(source, sending.waitedMs / 1000);
    return granted;
  }

  return (next) => async (sending) => {
    const held = sending.permit?.take() ?? null;
    sending.waitedMs = held === null ? 0 : (sending.permit?.waitedMs ?? 0);
    const taken = held ?? budget.take(sending.call);
    const permit = taken instanceof Promise ? await waited(taken, sending) : taken;
    sending.isSent = false;
    const startedAt = clock.now();
    try {
      const response = await next(sending);
      if (sending.call.sandboxFaults === undefined) budget.answered(clock.now() - startedAt);
      return response;
    } finally {
      if (sending.isSent) budget.markArrived(permit);
      else budget.release(permit);
    }
  };
}
