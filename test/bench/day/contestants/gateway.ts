import { createHash } from 'node:crypto';
import type { Dispatcher } from 'undici';
import { createGateway } from '../../../../src/gateway.ts';
import { createRandom } from '../../../../src/sandbox/random.ts';
import { readSettings } from '../../../../src/settings/read-settings.ts';
import type { SimulatedVendors, VendorName } from '../vendors/simulated-vendors.ts';
import type { Contestant, ContestantParts } from './contestant.ts';
import { startVirtualRedis, type VirtualRedis } from './virtual-redis.ts';

const CLIENTS = ['desk', 'marketing', 'orders', 'crawler'];
const SCOPES = 'customers:read+customers:pii+customers:conversations';

const NOTHING_SHARED = {
  CACHE_TTL_SECONDS: '0',
  CACHE_STALE_SECONDS: '0',
  CHAT_TTL_SECONDS: '0',
  FACET_TTL_SECONDS: '0',
};

/** Several replicas get the operations in turn, and share what they do through Redis. */
export async function startReplicas(parts: ContestantParts, isSharing: boolean): Promise<Contestant> {
  const redis = parts.replicas > 1 ? await startVirtualRedis(parts.time) : null;
  const replicas: Contestant[] = [];
  for (let number = 0; number < parts.replicas; number++)
    replicas.push(await startGateway(parts, isSharing, redis));
  let turn = 0;
  return {
    ask(operation) {
      turn = (turn + 1) % replicas.length;
      return (replicas[turn] as Contestant).ask(operation);
    },
    async stop() {
      for (const replica of replicas) await replica.stop();
      redis?.stop();
    },
  };
}

/** The gateway as `npm start` puts it together; only time, chance and the vendors' sockets are others. */
async function startGateway(
  parts: ContestantParts,
  isSharing: boolean,
  redis: VirtualRedis | null,
): Promise<Contestant> {
  const { vendors, time, seed, replicas, env = {} } = parts;
  const { careCloud, helpCrunch } = vendors;
  const settings = readSettings({
    CARECLOUD_BASE_URL: careCloud.baseUrl,
    CARECLOUD_TOKEN: careCloud.token,
    HELPCRUNCH_BASE_URL: helpCrunch.baseUrl,
    HELPCRUNCH_API_KEY: helpCrunch.apiKey,
    PHONE_COUNTRY: 'CZ',
    LOG_LEVEL: 'silent',
    AUTH_API_KEYS: CLIENTS.map((name) => `${name}:${sha256(name)}:${SCOPES}`).join(','),
    ...(isSharing ? {} : NOTHING_SHARED),
    ...(redis && { REDIS_URL: redis.url, REPLICAS: String(replicas) }),
    ...env,
  });
  const gateway = await createGateway(settings, {
    ...(redis && { openStore: redis.openStore }),
    upstream: {
      clock: time,
      random: createRandom(seed).next,
      openPool: (origin) => openPool(origin.includes('carecloud') ? 'CARECLOUD' : 'HELPCRUNCH', vendors),
      stateDir: null,
      isSharingInFlight: isSharing,
    },
  });
  const checks = await gateway.checkSources();
  const failed = checks.filter(({ outcome }) => outcome !== 'OK');
  if (failed.length > 0) throw new Error(`Expected both sources to answer, got ${JSON.stringify(failed)}.`);
  await gateway.probeSources(checks.map(({ source }) => source));
  return {
    async ask({ client, query, variables, signal = null }) {
      const response = await gateway.fetch(
        new Request('http://gateway.example/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/json', 'x-api-key': client },
          body: JSON.stringify({ query, variables }),
          signal,
        }),
      );
      return (await response.json()) as Awaited<ReturnType<Contestant['ask']>>;
    },
    stop: () => gateway.stop(0),
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** In undici's words, without a socket. */
function openPool(vendor: VendorName, vendors: SimulatedVendors): Pick<Dispatcher, 'dispatch' | 'destroy'> {
  return {
    dispatch({ method, path, headers, body }, handler) {
      let reason: Error | null = null;
      const controller = {
        get aborted() {
          return reason !== null;
        },
        abort(error: Error) {
          reason = error;
          handler.onResponseError?.(this as never, error);
        },
      } as unknown as Dispatcher.DispatchController;
      handler.onRequestStart?.(controller, {});
      const text = typeof body === 'string' ? body : null;
      const request = { method, path, headers: headers as Record<string, string>, body: text };
      vendors.send(vendor, request).then(
        (answer) => {
          if (reason !== null) return;
          handler.onResponseStart?.(controller, answer.status, answer.headers, '');
          handler.onResponseData?.(controller, Buffer.from(answer.text));
          handler.onResponseEnd?.(controller, {});
        },
        (error: Error) => handler.onResponseError?.(controller, error),
      );
      return true;
    },
    destroy: async () => undefined,
  } as Pick<Dispatcher, 'dispatch' | 'destroy'>;
}
