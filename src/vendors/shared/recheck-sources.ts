import { isUsable, type SourceStatus } from '../../customers/source-status.ts';

/** While no source is usable, a request for the state triggers a new check, but not more often than this. */
const LEAST_MS = 10_000;

/**
 * Rechecks unusable sources. A gateway that receives no operations because no source is usable would otherwise never
 * notice a recovery. Call it with the known state; `check` runs in the background.
 */
export function createRecheck(check: () => Promise<unknown>, now: () => number) {
  let nextAt = 0;
  return (states: readonly { readonly status: SourceStatus }[]): void => {
    if (states.some(({ status }) => isUsable(status)) || now() < nextAt) return;
    nextAt = now() + LEAST_MS;
    void check();
  };
}
