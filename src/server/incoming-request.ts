import type { IncomingMessage, ServerResponse } from 'node:http';

/** What makes fetch's Request: Yoga's own kind, which costs a fraction of Node's. */
export interface RequestMaker {
  readonly Request: typeof Request;
}

/** Bodies up to this length are read before anything is decided about their request; longer ones only when wanted. */
const SMALL_BYTES = 16 * 1024;

/** The text of a small body; '' when there is none; null for one that is longer, or does not say how long it is. */
export async function readSmallBody(request: IncomingMessage): Promise<string | null> {
  if (request.method === 'GET' || request.method === 'HEAD') return '';
  const length = request.headers['content-length'];
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

/**
 * The request as the fetch standard has it. Its signal aborts when the client goes away, and when the answer is out:
 * what is still under way for it then is of no use to anybody.
 */
export function toFetchRequest(
  request: IncomingMessage,
  response: ServerResponse,
  body: string | null,
  { Request }: RequestMaker,
): Request {
  const ended = new AbortController();
  response.once('close', () => ended.abort(response.writableFinished ? ANSWERED : undefined));
  const method = request.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(urlOf(request), {
    method,
    headers: request.headers as Record<string, string>,
    signal: ended.signal,
    ...(hasBody && { body: (body ?? request) as BodyInit, duplex: 'half' }),
  });
}

/** Made once: the stack of an error costs more than the rest of an abort. */
const ANSWERED = new Error('the answer is out');

/** The address as the client has it; what comes by the socket is not encrypted here. */
export function urlOf({ headers, url }: IncomingMessage): string {
  return `http://${headers.host ?? 'localhost'}${url}`;
}
