import type { IncomingHttpHeaders } from 'node:http';

/** One request as a simulated vendor saw it. */
export type SandboxRequest = {
  readonly method: string;
  /** Below the vendor's base URL: `/customers`, `/customers/search`. A path outside of it is given whole. */
  readonly path: string;
  /** Decoded: `email_list[]` stands for `email_list%5B%5D` too. */
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Parsed when it is JSON, else the text; undefined when there is none. */
  readonly body: unknown;
  /** 0 until answered, and for ever when the connection was closed instead. */
  status: number;
  /** By the sandbox's clock, milliseconds. */
  readonly at: number;
  /** The client went away before the whole answer was sent (or the sandbox closed the connection). */
  aborted: boolean;
  /** Resolves when the answer was sent or the connection is gone. */
  readonly settled: Promise<void>;
};
