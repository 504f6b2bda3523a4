import type { Logger } from '../../telemetry/logger.ts';
import type { GatewayPlugin } from '../request-state.ts';
import { readUpTo } from './use-body-limit.ts';
import { pathOf } from './use-routes.ts';

/** A vendor's webhook endpoint. `receive` decides the response and does not use the body as data. */
export interface WebhookRoute {
  readonly path: string;
  receive(event: {
    header(name: string): string | null;
    readonly body: Uint8Array;
  }): Promise<{ readonly status: number; readonly text: string }>;
}

export interface WebhookOptions {
  readonly webhooks: readonly WebhookRoute[];
  readonly maxBodyBytes: number;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}

/** Handles POSTs to the configured webhook paths; each has its own credentials. */
export function useWebhooks({ webhooks, maxBodyBytes, logger }: WebhookOptions): GatewayPlugin {
  const byPath = new Map(webhooks.map((webhook) => [webhook.path, webhook]));
  return {
    onRequest({ request, fetchAPI, endResponse }) {
      const webhook = byPath.size === 0 ? undefined : byPath.get(pathOf(request.url));
      if (webhook === undefined) return;
      return answer(webhook);

      async function answer(route: WebhookRoute): Promise<void> {
        const { status, text, allow } = await answerTo(route, request);
        const fields = { path: route.path, status };
        if (status < 400) logger.info('webhook', fields);
        else logger.warn('webhook', fields);
        const headers = {
          'content-type': 'text/plain; charset=utf-8',
          'cache-control': 'no-store',
          ...(allow !== undefined && { allow }),
        };
        endResponse(new fetchAPI.Response(`${text}\n`, { status, headers }));
      }
    },
  };

  async function answerTo(
    route: WebhookRoute,
    request: Request,
  ): Promise<{ readonly status: number; readonly text: string; readonly allow?: string }> {
    if (request.method !== 'POST') return { status: 405, text: 'Only POST is allowed here.', allow: 'POST' };
    const stated = Number(request.headers.get('content-length') ?? 0);
    const tooLarge = { status: 413, text: `expected at most ${maxBodyBytes} bytes` };
    if (stated > maxBodyBytes) return tooLarge;
    let body: Uint8Array;
    try {
      body = await readUpTo(request.body, maxBodyBytes);
    } catch {
      return tooLarge;
    }
    return route.receive({ header: (name) => request.headers.get(name), body });
  }
}
