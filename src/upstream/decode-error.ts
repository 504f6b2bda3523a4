import type { SafeToLog } from '../telemetry/error-for-log.ts';

/**
 * A response's envelope differs from the vendor's documentation. The message says what was expected, where, and the
 * kind of value received ("expected an array at data.customers, got null"), never a value: it is logged.
 */
export class DecodeError extends Error implements SafeToLog {
  readonly isSafeToLog = true;

  constructor(message: string) {
    super(message);
    this.name = 'DecodeError';
  }
}

/** The response is not a list of the documented kind at all, whatever its rows are. */
export class EnvelopeError extends DecodeError {}
