/** Why an HTTP request returned no complete response. */
export type TransportFailureKind =
  /** No connection in time. */
  | 'CONNECT_TIMEOUT'
  /** Connected, but the headers or the body did not arrive in time. */
  | 'TIMEOUT'
  /** Refused, reset or unresolvable: no response began. */
  | 'CONNECTION'
  /** The response was cut off. */
  | 'CUT'
  /** The body exceeds the maximum size. */
  | 'TOO_LARGE'
  /** The response is not HTTP, or not JSON where JSON is expected. */
  | 'MALFORMED'
  /** We aborted: no caller waits any more, or the deadline has passed. */
  | 'CANCELLED';

/** A failed HTTP request. The cause is for the log, which shows only its name and code. */
export class TransportFailure extends Error {
  readonly kind: TransportFailureKind;

  constructor(kind: TransportFailureKind, cause?: unknown) {
    super(`upstream request failed: ${kind}`, { cause });
    this.name = 'TransportFailure';
    this.kind = kind;
  }
}

const KIND_BY_CODE: Readonly<Record<string, TransportFailureKind>> = {
  UND_ERR_CONNECT_TIMEOUT: 'CONNECT_TIMEOUT',
  UND_ERR_HEADERS_TIMEOUT: 'TIMEOUT',
  UND_ERR_BODY_TIMEOUT: 'TIMEOUT',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'TOO_LARGE',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'CUT',
  UND_ERR_HEADERS_OVERFLOW: 'MALFORMED',
};

/** Classifies what undici or the socket threw. `begun`: whether the response's headers had arrived. */
export function toTransportFailure(thrown: unknown, begun: boolean): TransportFailure {
  if (thrown instanceof TransportFailure) return thrown;
  const { code, name } = thrown as { readonly code?: unknown; readonly name?: unknown };
  const known = typeof code === 'string' ? KIND_BY_CODE[code] : undefined;
  const kind = known ?? (name === 'HTTPParserError' ? 'MALFORMED' : begun ? 'CUT' : 'CONNECTION');
  return new TransportFailure(kind, thrown);
}
