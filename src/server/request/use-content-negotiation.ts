import { LRUCache } from 'lru-cache';
import { notAcceptable } from '../http-error.ts';
import type { GatewayPlugin } from '../request-state.ts';
import { type AcceptReading, FORM_OF_PARTS, RESPONSE_TYPES, readAccept } from './accept.ts';

/** Clients of the same kind all send the same header. */
const MOST_READINGS = 100;

/**
 * Refuses (406) a request whose Accept header no response can match, before any request to a source. Yoga alone would
 * only notice after the operation ran. If the client weighs types (`q=`), the header is rewritten with its favourite
 * first, because Yoga takes the first type it knows.
 */
export function useContentNegotiation(): GatewayPlugin {
  const readings = new LRUCache<string, AcceptReading>({ max: MOST_READINGS });
  return {
    onRequestParse({ request }) {
      const accept = request.headers.get('accept');
      if (!accept) return;
      const known = readings.get(accept) ?? readAccept(accept);
      readings.set(accept, known);
      if (!known.isAcceptable) {
        // Yoga would omit the body, but it helps the client (RFC 9110, section 15.5.7).
        request.headers.set('accept', 'application/json');
        throw notAcceptable(`one of ${RESPONSE_TYPES.join(', ')}; ${FORM_OF_PARTS}`);
      }
      if (known.ranked !== accept) request.headers.set('accept', known.ranked);
    },
  };
}
