import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** Smaller bodies gain nothing. */
const LEAST_BYTES = 1_024;
/** As quick as gzip, and smaller. */
const BROTLI_QUALITY = 4;

type Encoding = 'br' | 'gzip';

const compress: Readonly<Record<Encoding, (body: Buffer) => Promise<Buffer>>> = {
  br: (body) =>
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
  gzip: promisify(gzip),
};

/** A whole response as it went out. */
export interface SentResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Encoded as `content-encoding` says. */
  readonly body: Buffer;
}

/**
 * Writes a fetch Response to a socket: whole bodies with their length and compressed, streams part by part as they come.
 * What was sent, for a whole body; null for a stream.
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
  // The rest of too large a body is not worth reading, so the connection cannot be used again.
  if (response.status === 413) headers.connection = 'close';
  const type = headers['content-type'] ?? '';
  if (/^(multipart\/mixed|text\/event-stream)/.test(type) && response.body !== null) {
    target.writeHead(response.status, headers);
    await sendStream(response.body as unknown as AsyncIterable<Uint8Array>, target);
    return null;
  }
  // Bytes from here on: what takes texts measures and encodes them again and again.
  const whole = Buffer.from(await response.text());
  const encoding = whole.length < LEAST_BYTES ? null : encodingFor(request.headers['accept-encoding']);
  const body = encoding === null ? whole : await compress[encoding](whole);
  if (encoding !== null) headers['content-encoding'] = encoding;
  if (response.status !== 204) headers['content-length'] = String(body.length);
  const sent = { status: response.status, headers, body: request.method === 'HEAD' ? NOTHING : body };
  target.writeHead(sent.status, headers);
  target.end(sent.body);
  return sent;
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

/** The best encoding that a client takes; null: none. `q=0` is a refusal. */
export function encodingFor(accepted: string | string[] | undefined): Encoding | null {
  const taken = String(accepted ?? '')
    .split(',')
    .map((item) => item.trim().toLowerCase())
    .filter((item) => !/;\s*q=0(\.0*)?$/.test(item))
    .map((item) => item.split(';', 1)[0]);
  return taken.includes('br') ? 'br' : taken.includes('gzip') ? 'gzip' : null;
}
