import type { SafeToLog } from '../telemetry/error-for-log.ts';

/**
 * A response's envelope is not what the vendor documents. The message says what was expected where and what kind of
 * thing came ("expected an array at data.customers, got null"), never a value: it goes to the log.
 */
export class DecodeError extends Error implements SafeToLog {
  readonly isSafeToLog = true;

  constructor(message: string) {
    super(message);
    this.name = 'DecodeError';
  }
}
