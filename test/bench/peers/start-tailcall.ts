import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BENCH, freePort, startChild } from '../child.ts';
import { PASSED_ON } from '../operations.ts';
import type { Vendors } from '../vendors.ts';
import type { Server } from './start-peers.ts';

/**
 * Tailcall, with or without deduplicating upstream requests in flight. `TAILCALL` names a binary; otherwise the first
 * one installed from npm that runs here: the newest needs glibc 2.39.
 */
export async function startTailcall(vendors: Vendors, dedupe: boolean): Promise<Server> {
  const { binary, version } = await findBinary();
  const port = await freePort();
  const directory = await mkdtemp(join(tmpdir(), 'bench-'));
  const file = join(directory, 'tailcall.graphql');
  await writeFile(file, config(vendors, port, dedupe));
  // Its own marker file that suppresses the check for a newer version.
  await mkdir(join(directory, 'tailcall'));
  await writeFile(join(directory, 'tailcall/.state'), '0');
  const child = await startChild({
    command: binary,
    args: ['start', file],
    env: { TAILCALL_LOG_LEVEL: 'error', TAILCALL_TRACKER: 'false', XDG_CACHE_HOME: directory },
    readyUrl: `http://127.0.0.1:${port}/status`,
  });
  return {
    version,
    url: `http://127.0.0.1:${port}/graphql`,
    coldBody: PASSED_ON,
    ...child,
    stop: () => child.stop().then(() => rm(directory, { recursive: true })),
  };
}

async function findBinary(): Promise<{ readonly binary: string; readonly version: string }> {
  const installed = ['tailcall-1.6', 'tailcall-1.0'].map((name) =>
    join(BENCH, 'node_modules', name, 'bin/tailcall'),
  );
  const reasons: string[] = [];
  for (const binary of process.env.TAILCALL ? [process.env.TAILCALL] : installed) {
    try {
      const { stdout } = await promisify(execFile)(binary, ['--version']);
      return { binary, version: stdout.trim().replace(/^tailcall v?/, '') };
    } catch (error) {
      reasons.push(error instanceof Error ? error.message.trim() : String(error));
    }
  }
  throw new Error(`no binary runs here: ${reasons.at(-1)}`);
}

function config({ careCloud, helpCrunch }: Vendors, port: number, dedupe: boolean): string {
  const query = (pairs: Readonly<Record<string, string>>) =>
    Object.entries(pairs)
      .map(([key, value]) => `{key: "${key}", value: "${value}"}`)
      .join(', ');
  const http = (vendor: string, key: string, pairs: Readonly<Record<string, string>>) =>
    `@http(url: "${vendor}/customers", query: [${query(pairs)}], ` +
    `headers: [{key: "authorization", value: "Bearer ${key}"}], dedupe: ${dedupe})`;
  const accounts = { count: '20', offset: '0', sort_field: 'customer_id', sort_direction: 'ASC' };
  const profiles = { sort: 'customers.firstSeen', order: 'asc', limit: '20', offset: '0' };
  return `
    schema @server(port: ${port}, hostname: "127.0.0.1") { query: Query }
    type Query {
      careCloudCustomers: CareCloudAnswer ${http(careCloud.baseUrl, careCloud.token, accounts)}
      helpCrunchCustomers: HelpCrunchAnswer ${http(helpCrunch.baseUrl, helpCrunch.apiKey, profiles)}
    }
    type CareCloudAnswer { data: CareCloudData }
    type CareCloudData { customers: [CareCloudCustomer!] }
    type CareCloudCustomer { customer_id: String, personal_information: CareCloudPerson }
    type CareCloudPerson { first_name: String, last_name: String, email: String, phone: String }
    type HelpCrunchAnswer { data: [HelpCrunchCustomer!] }
    type HelpCrunchCustomer { id: Int, name: String, email: String, company: String, phone: String }
  `;
}
