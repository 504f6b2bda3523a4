import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerContext } from '../request-state.ts';

/** Bodies up to this length are read before anything is decided about their request; longer ones only when wanted. */
const SMALL_BYTES = 16 * 1024;

/** The text of a small body; '' when there is none; null for one that is longer, packed, or does not say how long it is. */
export async function readSmallBody(request: IncomingMessage): Promise<string | null> {
  if (request.method === 'GET' || request.method === 'HEAD') return '';
  const length = request.headers['content-length'];
  // What is packed is no text yet.
  if (request.headers['content-encoding'] !== undefined) return null;
  if (length === undefined || !/^\d{1,5}$/.test(length) || Number(length) > SMALL_BYTES) return null;
  const pieces: Buffer[] = [];
  return new Promise((resolve, reject) => {
    request.on('data', (piece: Buffer) => void pieces.push(piece));
    request.on('end', () => resolve(Buffer.concat(pieces).toString()));
    request.on('error', reject);
    // It closes after its end, too: the error's stack is for the other case alone.
    request.on('close', () => {
      if (!request.readableEnded) reject(new Error('the request ended before its body'));
    });
  });
}

/** Makes fetch's Request of node's. `known` goes along with it, for `knownOf`. */
export type MakeRequest = (
  request: IncomingMessage,
  response: ServerResponse,
  body: string | null,
  known: ServerContext,
) => Request;

/**
 * Requests of Yoga's own kind, which cost a fraction of Node's. The signal aborts when the client goes away, and when the
 * answer is out: what is still under way for it then is of no use to anybody.
 */
export function createRequestMaker(fetchAPI: { readonly Request: typeof Request }): MakeRequest {
  class SocketRequest extends fetchAPI.Request {
    known: ServerContext | undefined;
    /** Yoga would have every URL taken apart; without this it does so once somebody asks for a part. */
    get parsedUrl(): undefined {
      return undefined;
    }
  }

  return (request, response, body, known) => {
    const ended = new AbortController();
    response.once('close', () => ended.abort(response.writableFinished ? ANSWERED : undefined));
    const method = request.method ?? 'GET';
    const hasBody = method !== 'GET' && method !== 'HEAD';
    const made = new SocketRequest(urlOf(request), {
      method,
      headers: request.headers as Record<string, string>,
      signal: ended.signal,
      ...(hasBody && { body: (body ?? request) as BodyInit, duplex: 'half' }),
    });
    made.known = known;
    return made;
  };
}

/**
 * What was known of a request that came by a socket before Yoga saw it. It travels with the request and not as Yoga's
 * server context, because that one Yoga copies, property by property.
 */
export function knownOf(request: Request): ServerContext | undefined {
  return (request as { readonly known?: ServerContext }).known;
}

/** Made once: the stack of an error costs more than the rest of an abort. */
const ANSWERED = new Error('the answer is out');

/** Scheme and authority of a target in absolute form, which servers must take (RFC 9112 §3.2.2). */
const AUTHORITY = /^https?:\/\/[^/?#]*/i;

/** The address as the client has it; what comes by the socket is not encrypted here. */
export function urlOf({ headers, url = '' }: Pick<IncomingMessage, 'headers' | 'url'>): string {
  return `http://${headers.host ?? 'localhost'}${url.startsWith('/') ? url : url.replace(AUTHORITY, '')}`;
}
