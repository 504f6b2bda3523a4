import { startGateway } from '../../peers/start-peers.ts';
import { serveVendors } from '../vendors/serve-vendors.ts';
import { askOverHttp } from './ask-over-http.ts';
import type { Contestant, ContestantParts } from './contestant.ts';
import { daySettings } from './day-settings.ts';

/**
 * `npm start` in a process of its own, asked through sockets: what it holds in memory is its own. In real time only.
 */
export async function startProcess({ vendors, env }: ContestantParts): Promise<Contestant> {
  const served = await serveVendors(vendors);
  const server = await startGateway(served, { env: { ...daySettings(served), ...env } });
  return {
    ask: (operation) => askOverHttp(operation, (request) => fetch(new Request(server.url, request))),
    cpuMs: server.cpuMs,
    rssMb: server.rssMb,
    async stop() {
      await server.stop();
      await served.stop();
    },
  };
}
