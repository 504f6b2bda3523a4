import { Client } from 'undici';

export interface LoadOptions {
  /** Loopback only. */
  readonly url: string;
  /** The body of the n-th operation, JSON text. */
  readonly body: (n: number) => string;
  readonly connections: number;
  /** Whichever comes first ends it. */
  readonly durationMs: number;
  readonly operations?: number;
}

export interface Load {
  readonly operations: number;
  readonly seconds: number;
  /** Ascending. */
  readonly latenciesMs: Float64Array;
  /** Responses that were not 200, or had errors. */
  readonly failures: number;
  /** The message of the first failure. */
  readonly firstFailure: string | null;
}

const ERRORS = Buffer.from('"errors":[');

/** A closed loop: each connection sends its next operation when it has received the last response. */
export async function runLoad(options: LoadOptions): Promise<Load> {
  const { origin, pathname, hostname } = new URL(options.url);
  if (!/^(127\.|\[::1\]$|localhost$)/.test(hostname)) {
    throw new Error(`Expected an address of this machine, got ${hostname}.`);
  }
  const { body, connections, durationMs, operations: most = Number.POSITIVE_INFINITY } = options;
  const latencies: number[] = [];
  let started = 0;
  let failures = 0;
  let firstFailure: string | null = null;
  const begun = performance.now();
  const until = begun + durationMs;

  const work = async (client: Client): Promise<void> => {
    while (started < most && performance.now() < until) {
      const sentAt = performance.now();
      const failure = await send(client, pathname, body(started++));
      latencies.push(performance.now() - sentAt);
      if (failure === null) continue;
      failures += 1;
      firstFailure ??= failure;
    }
  };
  const clients = Array.from({ length: connections }, () => new Client(origin, { pipelining: 1 }));
  try {
    await Promise.all(clients.map(work));
  } finally {
    await Promise.all(clients.map((client) => client.destroy()));
  }
  return {
    operations: latencies.length,
    seconds: (performance.now() - begun) / 1000,
    latenciesMs: Float64Array.from(latencies).sort(),
    failures,
    firstFailure,
  };
}

const HEADERS = { 'content-type': 'application/json', accept: 'application/json' };

/** Null on success. */
function send(client: Client, path: string, body: string): Promise<string | null> {
  return new Promise((resolve) => {
    let status = 0;
    let wrong: Buffer | null = null;
    client.dispatch(
      { method: 'POST', path, headers: HEADERS, body },
      {
        onRequestStart: () => undefined,
        onResponseStart(_controller, statusCode) {
          status = statusCode;
        },
        onResponseData(_controller, chunk) {
          if (status !== 200 || chunk.includes(ERRORS)) wrong ??= chunk;
        },
        onResponseEnd: () => resolve(wrong === null ? null : `${status} ${wrong.toString('utf8', 0, 300)}`),
        onResponseError: (_controller, error) => resolve(error.message),
      },
    );
  });
}
