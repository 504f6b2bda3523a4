import { UpstreamError } from '../../../src/errors/gateway-error.ts';
import type { UpstreamCall, UpstreamRequestLine } from '../../../src/upstream/upstream-call.ts';
import { createUpstreamClient, type UpstreamClient } from '../../../src/upstream/upstream-client.ts';
import type { UpstreamClientOptions } from '../../../src/upstream/upstream-options.ts';
import type { UpstreamRequest } from '../../../src/upstream/upstream-request.ts';
import { ManualClock } from './manual-clock.ts';
import { type ScriptedAnswer, type ScriptedServer, startScriptedServer } from './scripted-server.ts';

/** A vendor, a client for it and a clock, all controlled by the test. */
export interface Setting extends AsyncDisposable {
  readonly server: ScriptedServer;
  readonly client: UpstreamClient;
  readonly clock: ManualClock;
}

/** Without cache and retries, unless a test enables them. */
export async function createSetting(
  options: Partial<UpstreamClientOptions> = {},
  ...script: ScriptedAnswer[]
): Promise<Setting> {
  const server = await startScriptedServer(...script);
  const clock = new ManualClock();
  const client = createUpstreamClient({
    source: 'VENDOR',
    baseUrl: server.baseUrl,
    authorize: { headers: () => ({ authorization: 'Bearer secret' }) },
    toError: ({ status }) =>
      new UpstreamError(
        status === 429
          ? 'UPSTREAM_RATE_LIMITED'
          : status < 500
            ? 'UPSTREAM_REJECTED'
            : 'UPSTREAM_UNAVAILABLE',
        'VENDOR',
        `it said ${status}`,
      ),
    cacheFreshMs: 0,
    cacheStaleMs: 0,
    retry: { mostAttempts: 1, baseMs: 200, capMs: 2_000 },
    random: () => 1,
    clock,
    ...options,
  });
  return {
    server,
    client,
    clock,
    async [Symbol.asyncDispose]() {
      await client.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** A read of `/things/{id}` that returns the whole JSON. */
export function read(id = '1', more: Partial<UpstreamRequest<unknown>> = {}): UpstreamRequest<unknown> {
  return {
    method: 'GET',
    path: `/things/${id}`,
    route: '/things/{id}',
    parameters: ['id'],
    decode: (body) => body,
    ...more,
  };
}

export interface TestCall extends UpstreamCall {
  readonly sent: readonly UpstreamRequestLine[];
  readonly saved: readonly { readonly ageSeconds: number; readonly stale: boolean }[];
  /** The client disconnects. */
  leave(): void;
}

/** A call with ten seconds and a counting meter. */
export function makeCall(
  clock: ManualClock,
  more: Partial<UpstreamCall> & { readonly withinMs?: number } = {},
): TestCall {
  const { withinMs = 10_000, ...rest } = more;
  const controller = new AbortController();
  const sent: UpstreamRequestLine[] = [];
  const saved: { ageSeconds: number; stale: boolean }[] = [];
  return {
    signal: controller.signal,
    deadlineAt: clock.now() + withinMs,
    bypassCache: false,
    client: 'anna',
    deadlineCause: {},
    meter: {
      sent: (_, request) => void sent.push(request),
      saved: (_source, _request, { ageSeconds, stale }) => void saved.push({ ageSeconds, stale }),
    },
    sent,
    saved,
    leave: () => controller.abort(new Error('the client went away')),
    ...rest,
  };
}

/** The result of a promise: its value, or code and delay of its error. */
export async function outcomeOf(work: Promise<unknown>): Promise<unknown> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof UpstreamError)) return error instanceof Error ? error.message : error;
    const { code, retryAfterSeconds } = error;
    return retryAfterSeconds === undefined ? code : `${code} ${retryAfterSeconds}`;
  }
}
