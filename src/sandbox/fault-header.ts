import type { Fault } from './fault.ts';

/**
 * The fault that a request itself asks for by its header `x-sandbox-fault`: `503` (any status of an error), `hang`, or
 * `delay:3000` (milliseconds). Null for none, and for what is no such text.
 */
export const faultOfHeader = (header: string | readonly string[] | undefined): Fault | null => {
  if (typeof header !== 'string') return null;
  if (header === 'hang') return { hang: true };
  if (/^[45]\d\d$/.test(header)) return { status: Number(header) };
  const delay = /^delay:(\d{1,5})$/.exec(header)?.[1];
  return delay === undefined ? null : { delayMs: Number(delay) };
};
