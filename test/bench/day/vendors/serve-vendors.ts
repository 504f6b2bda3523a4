import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SimulatedVendors, VendorName } from './simulated-vendors.ts';

export interface ServedVendors extends Pick<SimulatedVendors, 'careCloud' | 'helpCrunch'> {
  stop(): Promise<void>;
}

/** The simulated vendors behind sockets, for contestants in a process of their own. Their addresses are local. */
export async function serveVendors(vendors: SimulatedVendors): Promise<ServedVendors> {
  const servers = { CARECLOUD: serve('CARECLOUD', vendors), HELPCRUNCH: serve('HELPCRUNCH', vendors) };
  for (const server of Object.values(servers))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = (server: Server, baseUrl: string) =>
    `http://127.0.0.1:${(server.address() as AddressInfo).port}${new URL(baseUrl).pathname}`;
  return {
    careCloud: { ...vendors.careCloud, baseUrl: at(servers.CARECLOUD, vendors.careCloud.baseUrl) },
    helpCrunch: { ...vendors.helpCrunch, baseUrl: at(servers.HELPCRUNCH, vendors.helpCrunch.baseUrl) },
    async stop() {
      for (const server of Object.values(servers)) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

function serve(vendor: VendorName, vendors: SimulatedVendors): Server {
  return createServer(async (request, response) => {
    const { method = 'GET', url = '/', headers } = request;
    const body = await textOf(request);
    const sent = { method, path: url, headers: headers as Record<string, string>, body };
    const answer = await vendors.send(vendor, sent);
    response.writeHead(answer.status, answer.headers).end(answer.text);
  });
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
