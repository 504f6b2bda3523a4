import type { IncomingHttpHeaders } from 'node:http';

/** One request as a simulated vendor received it. */
export type SandboxRequest = {
  readonly method: string;
  /** Below the vendor's base URL: `/customers`, `/customers/search`. A path outside of it is given in full. */
  readonly path: string;
  /** Decoded: `email_list[]` stands for `email_list%5B%5D` too. */
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Parsed if it is JSON, else the text; undefined without a body. */
  readonly body: unknown;
  /** 0 until answered, and forever if the connection was closed instead. */
  status: number;
  /** In milliseconds of the sandbox's clock. */
  readonly at: number;
  /** Whether the client disconnected before the whole answer was sent (or the sandbox closed the connection). */
  aborted: boolean;
  /** Resolves when the answer was sent or the connection is closed. */
  readonly settled: Promise<void>;
};
