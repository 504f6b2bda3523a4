import type { Fault } from './fault.ts';

/**
 * The fault that a request selects by its header `x-sandbox-fault`: `503` (any error status), `hang`, or `delay:3000`
 * (milliseconds). Null if it is absent or invalid.
 */
export const faultOfHeader = (header: string | readonly string[] | undefined): Fault | null => {
  if (typeof header !== 'string') return null;
  if (header === 'hang') return { hang: true };
  if (/^[45]\d\d$/.test(header)) return { status: Number(header) };
  const delay = /^delay:(\d{1,5})$/.exec(header)?.[1];
  return delay === undefined ? null : { delayMs: Number(delay) };
};
