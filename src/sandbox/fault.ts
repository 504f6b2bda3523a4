import type { SandboxRequest } from './sandbox-request.ts';

/** A simulated vendor's answer, before a fault changes it. */
export type Answer = {
  readonly status: number;
  /** Text as sent; absent = no body. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The body's compression; none by default. */
  readonly encoding?: 'gzip' | 'br';
};

/**
 * A fault of a vendor. The first fault that matches and has uses left applies; its parts combine (`{status: 503,
 * headers: {'retry-after': '2'}, times: 1}`). The request is logged and counted as usual.
 */
export type Fault = {
  /** Which requests; all by default. */
  readonly match?: (request: SandboxRequest) => boolean;
  /** How many requests; unlimited by default. */
  readonly times?: number;
  /** Wait this long (milliseconds of real time) before answering. */
  readonly delayMs?: number;
  /** Wait for this before answering: a delay without a clock. */
  readonly until?: Promise<unknown>;
  /** Without a custom body, it has the vendor's documented body for that status. */
  readonly status?: number;
  /** Replaces the body: text as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** An HTML page instead of JSON. */
  readonly html?: true;
  /** No body at all. */
  readonly empty?: true;
  /**
   * `'fields'` (or true): every member of every record except its id has another type. `'envelope'`: data and total
   * have.
   */
  readonly wrongTypes?: true | 'fields' | 'envelope';
  /**
   * Send only this many bytes of the body, as if it were complete. With `hang` or `resetConnection`, the rest never
   * arrives.
   */
  readonly cutBodyAt?: number;
  /** Never answer (or, with `cutBodyAt`, never finish). */
  readonly hang?: true;
  /** Close the connection instead of answering (or, with `cutBodyAt`, in the middle of the body). */
  readonly resetConnection?: true;
};

/** Chooses the fault for each request and counts how often each has applied. */
export class FaultList {
  #faults: { readonly fault: Fault; left: number }[] = [];

  set(faults: Fault | readonly Fault[] | null): void {
    const list =
      faults === null ? [] : Array.isArray(faults) ? (faults as readonly Fault[]) : [faults as Fault];
    this.#faults = list.map((fault) => ({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }));
  }

  take(request: SandboxRequest): Fault | null {
    const chosen = this.#faults.find(({ fault, left }) => left > 0 && (fault.match?.(request) ?? true));
    if (!chosen) return null;
    chosen.left -= 1;
    return chosen.fault;
  }
}

const HTML_PAGE =
  '<!DOCTYPE html><html><head><title>Error</title></head><body><h1>Something went wrong</h1></body></html>';

/** Applies the fault's status, body and headers to the answer. The server handles delays, hangs and cuts. */
export const spoilAnswer = (real: Answer, fault: Fault, errorAnswer: (status: number) => Answer): Answer => {
  const { status } = fault;
  const base = status === undefined ? real : status >= 400 ? errorAnswer(status) : { ...real, status };
  const spoilt = spoilBody(base, fault);
  return fault.headers ? { ...spoilt, headers: { ...spoilt.headers, ...fault.headers } } : spoilt;
};

const spoilBody = (answer: Answer, fault: Fault): Answer => {
  const { status, headers = {} } = answer;
  if (fault.empty) return { status, headers };
  if (fault.html)
    return { status, headers: { ...headers, 'content-type': 'text/html; charset=utf-8' }, body: HTML_PAGE };
  if (fault.body !== undefined) {
    return {
      status,
      headers,
      body: typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body),
    };
  }
  if (fault.wrongTypes === 'envelope')
    return { status, headers, body: '{"data":"unexpected","total":"many"}' };
  if (fault.wrongTypes && answer.body) {
    return { status, headers, body: JSON.stringify(withWrongTypes(JSON.parse(answer.body))) };
  }
  return answer;
};

const KEPT = new Set(['id', 'customer_id', 'total', 'total_items', 'meta']);

const withWrongTypes = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withWrongTypes);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, KEPT.has(key) ? member : withWrongTypes(member)]),
    );
  }
  if (typeof value === 'string') return { unexpected: true };
  if (typeof value === 'number') return 'not a number';
  if (typeof value === 'boolean') return 'perhaps';
  return [];
};
