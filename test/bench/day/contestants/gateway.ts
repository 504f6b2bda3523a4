import type { Dispatcher } from 'undici';
import { createGateway, type Gateway } from '../../../../src/gateway.ts';
import { createRandom } from '../../../../src/sandbox/random.ts';
import { readSettings } from '../../../../src/settings/read-settings.ts';
import type { SimulatedVendors, VendorName } from '../vendors/simulated-vendors.ts';
import { askOverHttp, SESSION_HEADER } from './ask-over-http.ts';
import type { Contestant, ContestantParts } from './contestant.ts';
import { daySettings, sha256 } from './day-settings.ts';
import { type FetchGateway, startRouter } from './router.ts';
import { startVirtualRedis, type VirtualRedis } from './virtual-redis.ts';

const NOTHING_SHARED = {
  CACHE_TTL_SECONDS: '0',
  CACHE_STALE_SECONDS: '0',
  CHAT_TTL_SECONDS: '0',
  FACET_TTL_SECONDS: '0',
};

/**
 * Several replicas share what they do through Redis, and get the requests of the clients, or of a router, as from a
 * load balancer.
 */
export async function startReplicas(parts: ContestantParts, isSharing: boolean): Promise<Contestant> {
  const redis = parts.replicas > 1 ? await startVirtualRedis(parts.time) : null;
  const replicas: Gateway[] = [];
  for (let number = 0; number < parts.replicas; number++)
    replicas.push(await startGateway(parts, isSharing, redis));
  let turn = 0;
  const fetchReplica = (request: Request) => {
    const session = parts.isSticky ? request.headers.get(SESSION_HEADER) : null;
    if (!session) turn = (turn + 1) % replicas.length;
    const place = session ? Number.parseInt(sha256(session).slice(0, 8), 16) % replicas.length : turn;
    return Promise.resolve((replicas[place] as Gateway).fetch(request));
  };
  const router = parts.isRouted ? await startRouter(await sdlOf(fetchReplica), fetchReplica) : null;
  return {
    ask: router?.ask ?? ((operation) => askOverHttp(operation, fetchReplica)),
    async stop() {
      await router?.stop();
      for (const replica of replicas) await replica.stop(0);
      redis?.stop();
    },
  };
}

async function sdlOf(fetch: FetchGateway): Promise<string> {
  const { data } = await askOverHttp(
    { client: 'orders', query: '{ _service { sdl } }', variables: {} },
    fetch,
  );
  return data._service.sdl;
}

/** The gateway as `npm start` puts it together; only time, chance and the vendors' sockets are others. */
async function startGateway(
  parts: ContestantParts,
  isSharing: boolean,
  redis: VirtualRedis | null,
): Promise<Gateway> {
  const { vendors, time, seed, replicas, env = {} } = parts;
  const settings = readSettings({
    ...daySettings(vendors),
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
  return gateway;
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
