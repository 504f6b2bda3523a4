/** A step of the request path: takes a request and resolves with its result. */
export type Handler<In, Out> = (input: In) => Promise<Out>;

/** Wraps the next step. It may respond itself, pass on, retry or translate. */
export type Policy<In, Out> = (next: Handler<In, Out>) => Handler<In, Out>;

/** Wraps policies around a last step. The first is the outermost: it sees a request first and its result last. */
export function compose<In, Out>(
  policies: readonly Policy<In, Out>[],
  last: Handler<In, Out>,
): Handler<In, Out> {
  return policies.reduceRight((next, policy) => policy(next), last);
}
