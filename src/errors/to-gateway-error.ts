import { GatewayError } from './gateway-error.ts';

/**
 * The only conversion of unknown errors: a GatewayError (also as the cause of another error) is returned as it is,
 * anything else becomes INTERNAL_SERVER_ERROR with the original as cause, for the log.
 */
export function toGatewayError(thrown: unknown): GatewayError {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 8; depth++) {
    if (error instanceof GatewayError) return error;
    error = (error as { originalError?: unknown }).originalError ?? error.cause;
  }
  return new GatewayError('INTERNAL_SERVER_ERROR', 'Something failed inside the gateway.', { cause: thrown });
}
