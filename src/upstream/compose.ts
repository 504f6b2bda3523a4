/** A step of the way: takes a request, promises what became of it. */
export type Handler<In, Out> = (input: In) => Promise<Out>;

/** Wraps the rest of the way: may respond itself, pass on, retry or translate. */
export type Policy<In, Out> = (next: Handler<In, Out>) => Handler<In, Out>;

/** The policies around a last step. The first is the outermost: it sees a request first and its outcome last. */
export function compose<In, Out>(
  policies: readonly Policy<In, Out>[],
  last: Handler<In, Out>,
): Handler<In, Out> {
  return policies.reduceRight((next, policy) => policy(next), last);
}
