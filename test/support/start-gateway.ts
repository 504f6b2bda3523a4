import { createGateway, type Gateway, type GatewayOptions } from '../../src/gateway.ts';
import type { SandboxRequest } from '../../src/sandbox/sandbox-request.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { type Environment, withSandbox } from '../../src/settings/read-settings.ts';

export interface StartOptions {
  /** Environment variables: `{ CACHE_TTL_SECONDS: '0' }`. Ports are free ones, and the log is silent. */
  readonly env?: Environment;
  /**
   * The number of people, the format, the clock. By default 120 people, which are two pages of a hundred at either
   * vendor.
   */
  readonly sandbox?: SandboxOptions;
  readonly gateway?: GatewayOptions;
  /** False: the gateway treats the simulated vendors as real ones. Default true. */
  readonly isSandbox?: boolean;
}

export interface StartedGateway extends AsyncDisposable {
  /** The GraphQL URL: `http://127.0.0.1:41234/graphql`. */
  readonly url: string;
  readonly gateway: Gateway;
  readonly sandbox: Sandbox;
  /** Posts an operation over the socket and returns the response unchanged. */
  query(
    query: string,
    variables?: object,
    headers?: Readonly<Record<string, string>>,
  ): Promise<GraphQLAnswer>;
  /** Each vendor's requests since the last `resetRequests`: `{ careCloud: ['GET /customers'], helpCrunch: [] }`. */
  upstreamRequests(): { readonly careCloud: readonly string[]; readonly helpCrunch: readonly string[] };
  /** Empties both vendors' request logs. */
  resetRequests(): void;
}

// biome-ignore lint/suspicious/noExplicitAny: whole answers are compared as they come.
type GraphQLAnswer = { data?: any; errors?: any[]; extensions?: any };

/** The whole product on free ports, with its own sandbox. For `await using`: both stop at the end of the scope. */
export async function startGateway(options: StartOptions = {}): Promise<StartedGateway> {
  const sandbox = await startSandbox({ people: 120, ...options.sandbox });
  try {
    const simulated = withSandbox({ PORT: '0', LOG_LEVEL: 'silent', ...options.env }, sandbox);
    const settings = { ...simulated, sandbox: options.isSandbox ?? simulated.sandbox };
    const gateway = await createGateway(settings, options.gateway);
    const { port } = await gateway.start();
    return startedGateway(`http://127.0.0.1:${port}/graphql`, gateway, sandbox);
  } catch (error) {
    await sandbox.close();
    throw error;
  }
}

function startedGateway(url: string, gateway: Gateway, sandbox: Sandbox): StartedGateway {
  return {
    url,
    gateway,
    sandbox,
    async query(query, variables, headers) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as GraphQLAnswer;
    },
    upstreamRequests: () => ({
      careCloud: sandbox.careCloud.requests.map(line),
      helpCrunch: sandbox.helpCrunch.requests.map(line),
    }),
    resetRequests() {
      sandbox.careCloud.clearRequests();
      sandbox.helpCrunch.clearRequests();
    },
    async [Symbol.asyncDispose]() {
      await gateway.stop(0);
      await sandbox.close();
    },
  };
}

function line({ method, path }: SandboxRequest): string {
  return `${method} ${path}`;
}
