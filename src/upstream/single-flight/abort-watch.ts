/**
 * One listener per signal, however many requests an operation sends. This is cheaper than one each, and Node warns of a
 * leak beyond ten. The listener lives as long as its signal.
 */
const watchersBySignal = new WeakMap<AbortSignal, Set<() => void>>();

/** Calls back once when the signal aborts, unless the returned function is called first. */
export function watchAbort(signal: AbortSignal, callback: () => void): () => void {
  const watchers = watchersBySignal.get(signal) ?? watch(signal);
  watchers.add(callback);
  return () => watchers.delete(callback);
}

function watch(signal: AbortSignal): Set<() => void> {
  const watchers = new Set<() => void>();
  watchersBySignal.set(signal, watchers);
  const onAbort = () => {
    for (const callback of [...watchers]) callback();
    watchers.clear();
  };
  signal.addEventListener('abort', onAbort, { once: true });
  return watchers;
}
