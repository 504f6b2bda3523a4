import type { IncomingMessage, ServerResponse } from 'node:http';
import { compress, compressOnce, type Encoding, encodingFor } from './content-encoding.ts';

/** Compressing smaller bodies gains nothing. */
const LEAST_BYTES = 1_024;
/** A complete response as sent. */
export interface SentResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Encoded according to `content-encoding`. */
  readonly body: Buffer;
}

/**
 * Writes a fetch Response to a socket: complete bodies compressed and with their length, streams chunk by chunk.
 * Returns what was sent for a complete body, null for a stream.
 */
export async function sendResponse(
  response: Response,
  request: IncomingMessage,
  target: ServerResponse,
): Promise<SentResponse | null> {
  const headers: Record<string, string> = {};
  response.headers.forEach((value, name) => {
    headers[name] = value;
  });
  // The rest of an oversized body is not read, so the connection cannot be reused.
  if (response.status === 413) headers.connection = 'close';
  const type = headers['content-type'] ?? '';
  if (/^(multipart\/mixed|text\/event-stream)/.test(type) && response.body !== null) {
    target.writeHead(response.status, headers);
    await sendStream(response.body as unknown as AsyncIterable<Uint8Array>, target);
    return null;
  }
  // As bytes: APIs that take strings measure and encode them repeatedly.
  const whole = Buffer.from(await response.text());
  const encoding = whole.length < LEAST_BYTES ? null : encodingFor(request.headers['accept-encoding']);
  const body = encoding === null ? whole : await compressed(whole, encoding, headers.etag);
  if (encoding !== null) headers['content-encoding'] = encoding;
  if (response.status !== 204) headers['content-length'] = String(body.length);
  const sent = { status: response.status, headers, body: request.method === 'HEAD' ? NOTHING : body };
  target.writeHead(sent.status, headers);
  target.end(sent.body);
  return sent;
}

function compressed(whole: Buffer, encoding: Encoding, etag: string | undefined): Promise<Buffer> {
  return etag === undefined ? compress[encoding](whole) : compressOnce(etag, encoding, whole);
}

const NOTHING = Buffer.alloc(0);

async function sendStream(body: AsyncIterable<Uint8Array>, target: ServerResponse): Promise<void> {
  for await (const chunk of body) {
    if (target.destroyed) return;
    if (!target.write(chunk)) await drained(target);
  }
  target.end();
}

function drained(target: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      target.off('drain', done).off('close', done);
      resolve();
    };
    target.on('drain', done).on('close', done);
  });
}
