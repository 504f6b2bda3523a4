import { isUsable, type SourceStatus } from '../../customers/source-status.ts';

/** While no source can be used, somebody who looks has them asked again, but no more often than this. */
const LEAST_MS = 10_000;

/**
 * Whoever is sent no operations because no source can be used would never notice that one can be again. Call it with what
 * is known now; `check` is called and not waited for.
 */
export function createRecheck(check: () => Promise<unknown>, now: () => number) {
  let nextAt = 0;
  return (states: readonly { readonly status: SourceStatus }[]): void => {
    if (states.some(({ status }) => isUsable(status)) || now() < nextAt) return;
    nextAt = now() + LEAST_MS;
    void check();
  };
}
