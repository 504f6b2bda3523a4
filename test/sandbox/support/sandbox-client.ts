import type { Sandbox } from '../../../src/sandbox/start-sandbox.ts';

export type Reply = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed if it is JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: what a server sent is looked at as it is.
  readonly json: any;
};

export const send = async (url: string, init: RequestInit = {}): Promise<Reply> => {
  const response = await fetch(url, init);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson && text ? JSON.parse(text) : undefined,
  };
};

export const askCareCloud = (
  sandbox: Sandbox,
  path: string,
  headers: Record<string, string> = {},
): Promise<Reply> =>
  send(sandbox.careCloud.baseUrl + path, {
    headers: { authorization: `Bearer ${sandbox.careCloud.token}`, ...headers },
  });

export const askHelpCrunch = (sandbox: Sandbox, path: string, init: RequestInit = {}): Promise<Reply> =>
  send(sandbox.helpCrunch.baseUrl + path, {
    ...init,
    headers: { authorization: `Bearer ${sandbox.helpCrunch.apiKey}`, ...init.headers },
  });

export const searchHelpCrunch = (sandbox: Sandbox, body: unknown): Promise<Reply> =>
  askHelpCrunch(sandbox, '/customers/search', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

export const careCloudIds = ({ json }: Reply): string[] =>
  json.data.customers.map(({ customer_id }: { customer_id: string }) => customer_id);

export const helpCrunchIds = ({ json }: Reply): number[] => json.data.map(({ id }: { id: number }) => id);
