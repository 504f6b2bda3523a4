import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerContext } from '../request-state.ts';
import { ResponseSignal } from './response-signal.ts';

/** Bodies up to this length are read up front, longer ones only when needed. */
const SMALL_BYTES = 16 * 1024;

/**
 * The text of a small body, or its bytes if they are not UTF-8; '' without a body; null if it is longer, compressed, or
 * of unstated length.
 */
export async function readSmallBody(request: IncomingMessage): Promise<string | Buffer | null> {
  if (request.method === 'GET' || request.method === 'HEAD') return '';
  const length = request.headers['content-length'];
  // A compressed body is not text yet.
  if (request.headers['content-encoding'] !== undefined) return null;
  if (length === undefined || !/^\d{1,5}$/.test(length) || Number(length) > SMALL_BYTES) return null;
  const pieces: Buffer[] = [];
  return new Promise((resolve, reject) => {
    request.on('data', (piece: Buffer) => void pieces.push(piece));
    request.on('end', () => {
      const bytes = Buffer.concat(pieces);
      resolve(isUtf8(bytes) ? bytes.toString() : bytes);
    });
    request.on('error', reject);
    // It also closes after its end; the error, with its stack, is needed only otherwise.
    request.on('close', () => {
      if (!request.readableEnded) reject(new Error('the request ended before its body'));
    });
  });
}

/** Converts Node's request to a fetch Request. `known` travels with it, for `knownOf`. */
export type MakeRequest = (
  request: IncomingMessage,
  response: ServerResponse,
  body: string | Buffer | null,
  known: ServerContext,
) => Request;

/**
 * Creates Yoga's own kind of Request, which costs a fraction of Node's. The signal aborts when the client disconnects
 * and when the response has been sent, since any remaining work is useless then.
 */
export function createRequestMaker(fetchAPI: { readonly Request: typeof Request }): MakeRequest {
  class SocketRequest extends fetchAPI.Request {
    known: ServerContext | undefined;
    /** Prevents Yoga from parsing every URL up front; it then parses one when it needs a part. */
    get parsedUrl(): undefined {
      return undefined;
    }
  }

  return (request, response, body, known) => {
    const ended = new ResponseSignal();
    response.once('close', () => ended.abort(response.writableFinished ? ANSWERED : undefined));
    const method = request.method ?? 'GET';
    const hasBody = method !== 'GET' && method !== 'HEAD';
    const made = new SocketRequest(urlOf(request), {
      method,
      headers: headersOf(request),
      signal: ended,
      ...(hasBody && { body: (body ?? request) as BodyInit, duplex: 'half' }),
    });
    made.known = known;
    return made;
  };
}

/**
 * The state of a request that came by a socket, created before Yoga saw it. It travels with the request because Yoga
 * copies its server context property by property.
 */
export function knownOf(request: Request): ServerContext | undefined {
  return (request as { readonly known?: ServerContext }).known;
}

/** Yoga compares the media type as it is written, although letter case has no meaning in it (RFC 9110 §8.3.1). */
function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const type = headers['content-type'];
  const given = headers as Record<string, string>;
  if (type === undefined || !/^[^;]*[A-Z]/.test(type)) return given;
  return { ...given, 'content-type': type.replace(/^[^;]*/, (name) => name.toLowerCase()) };
}

/** Created once: an error's stack costs more than the rest of an abort. */
const ANSWERED = new Error('the answer is out');

/** Scheme and authority of an absolute-form target, which servers must accept (RFC 9112 §3.2.2). */
const AUTHORITY = /^https?:\/\/[^/?#]*/i;

/** The URL as the client sees it, over plain HTTP. */
export function urlOf({ headers, url = '' }: Pick<IncomingMessage, 'headers' | 'url'>): string {
  return `http://${headers.host ?? 'localhost'}${url.startsWith('/') ? url : url.replace(AUTHORITY, '')}`;
}
