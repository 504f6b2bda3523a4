import { randomUUID } from 'node:crypto';

/**
 * The caller's `x-request-id` when it is harmless, else a new one. It goes into every log line and back out in a header:
 * letters, digits, `-` and `_` only, at most 64, and not digits alone, which might be somebody's phone number.
 */
export function requestIdFrom(header: string | null, createId: () => string = randomUUID): string {
  return header !== null && /^(?!\d+$)[A-Za-z0-9_-]{1,64}$/.test(header) ? header : createId();
}
