import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { type Answer, type Fault, FaultList, spoilAnswer } from './fault.ts';
import { faultOfHeader } from './fault-header.ts';
import type { SandboxRequest } from './sandbox-request.ts';

export type VendorServerOptions = {
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
  /** The prefix of every path: `/v1`. */
  readonly basePath: string;
  readonly now: () => number;
  readonly answer: (request: SandboxRequest) => Answer;
  /** The documented answer for an error status, for faults that name one. */
  readonly errorAnswer: (status: number) => Answer;
};

export type VendorServer = {
  readonly baseUrl: string;
  readonly requests: readonly SandboxRequest[];
  clearRequests(): void;
  /** Resolves when this many requests have been received since the log was last cleared. */
  received(count: number): Promise<void>;
  injectFault(faults: Fault | readonly Fault[] | null): void;
  close(): Promise<void>;
};

/** Room for 1,000 values of an array parameter in one URL. */
const MAX_HEADER_BYTES = 262_144;
const MAX_BODY_BYTES = 1_048_576;
const MOST_LOGGED = 20_000;

/** The sockets, log and faults of one simulated vendor; `options.answer` creates the answers. */
export const startVendorServer = async (options: VendorServerOptions): Promise<VendorServer> => {
  const faults = new FaultList();
  const requests: SandboxRequest[] = [];
  const timers = new Set<NodeJS.Timeout>();
  let waiters: { readonly count: number; readonly resolve: () => void }[] = [];

  const wait = (delayMs: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        resolve();
      }, delayMs);
      timers.add(timer);
    });

  const log = (request: SandboxRequest): void => {
    if (requests.length >= MOST_LOGGED) requests.splice(0, MOST_LOGGED / 2);
    requests.push(request);
    for (const { count, resolve } of waiters) if (requests.length >= count) resolve();
    waiters = waiters.filter(({ count }) => requests.length < count);
  };

  const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = await readBody(message);
    const request = toRequest(message, response, text, options);
    log(request);
    const real = options.answer(request);
    const fault = faultOfHeader(message.headers['x-sandbox-fault']) ?? faults.take(request);
    if (fault?.delayMs) await wait(fault.delayMs);
    if (fault?.until) await fault.until;
    send(response, request, fault ? spoilAnswer(real, fault, options.errorAnswer) : real, fault);
  };

  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (message, response) => {
    serve(message, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;

  return {
    baseUrl: `http://${host}:${port}${options.basePath}`,
    requests,
    clearRequests: () => {
      requests.length = 0;
    },
    received: (count) =>
      requests.length >= count
        ? Promise.resolve()
        : new Promise((resolve) => waiters.push({ count, resolve })),
    injectFault: (list) => faults.set(list),
    close: () =>
      new Promise((resolve) => {
        for (const timer of timers) clearTimeout(timer);
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const readBody = async (message: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new RangeError(`Expected at most ${MAX_BODY_BYTES} bytes, got more.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const toRequest = (
  message: IncomingMessage,
  response: ServerResponse,
  text: string,
  { basePath, now }: VendorServerOptions,
): SandboxRequest => {
  const [rawPath = '', search = ''] = (message.url ?? '/').split(/\?(.*)/s);
  const path = rawPath.startsWith(`${basePath}/`) ? rawPath.slice(basePath.length) : rawPath;
  const request: SandboxRequest = {
    method: message.method ?? 'GET',
    path,
    query: new URLSearchParams(search),
    headers: message.headers,
    body: parseBody(text),
    status: 0,
    at: now(),
    aborted: false,
    settled: new Promise((resolve) => {
      response.once('close', () => {
        request.aborted = !response.writableFinished;
        resolve();
      });
    }),
  };
  return request;
};

const parseBody = (text: string): unknown => {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const send = (
  response: ServerResponse,
  request: SandboxRequest,
  { status, headers, body = '', encoding }: Answer,
  fault: Fault | null,
): void => {
  const breaksOff = fault?.hang === true || fault?.resetConnection === true;
  const whole = compress(Buffer.from(body, 'utf8'), encoding);
  const sent = fault?.cutBodyAt === undefined ? whole : whole.subarray(0, fault.cutBodyAt);
  if (breaksOff && fault.cutBodyAt === undefined) {
    if (fault.resetConnection) response.socket?.resetAndDestroy();
    return;
  }
  request.status = status;
  // The stated length is that of the whole body, so that the client notices that the rest is missing.
  const length = breaksOff ? whole.length : sent.length;
  response.writeHead(status, {
    ...headers,
    ...(encoding && { 'content-encoding': encoding }),
    ...(status === 204 ? {} : { 'content-length': length }),
  });
  if (!breaksOff) response.end(sent);
  else response.write(sent, () => fault.resetConnection && response.socket?.destroy());
};

const compress = (bytes: Buffer, encoding: Answer['encoding']): Buffer => {
  if (encoding === undefined) return bytes;
  return encoding === 'gzip' ? gzipSync(bytes) : brotliCompressSync(bytes);
};
