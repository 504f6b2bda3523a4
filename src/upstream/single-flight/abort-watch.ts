/**
 * One listener per signal, however many requests an operation has open. This is cheaper than one each, and Node warns
 * of a leak beyond ten. Signals nobody watches are not kept here: a key that outlives one of V8's minor collections
 * keeps its operation's data until the next full one.
 */
const watchesBySignal = new WeakMap<AbortSignal, Watch>();

interface Watch {
  readonly callbacks: Set<() => void>;
  readonly end: () => void;
}

/** Calls back once when the signal aborts, unless the returned function is called first. */
export function watchAbort(signal: AbortSignal, callback: () => void): () => void {
  const { callbacks, end } = watchesBySignal.get(signal) ?? watch(signal);
  callbacks.add(callback);
  return () => {
    callbacks.delete(callback);
    if (callbacks.size === 0) end();
  };
}

function watch(signal: AbortSignal): Watch {
  const callbacks = new Set<() => void>();
  const onAbort = () => {
    end();
    for (const callback of [...callbacks]) callback();
    callbacks.clear();
  };
  const end = () => {
    signal.removeEventListener('abort', onAbort);
    if (watchesBySignal.get(signal) === started) watchesBySignal.delete(signal);
  };
  const started: Watch = { callbacks, end };
  watchesBySignal.set(signal, started);
  signal.addEventListener('abort', onAbort, { once: true });
  return started;
}
