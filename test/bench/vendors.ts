import { type Child, node, startChild } from './child.ts';

/** The addresses and credentials of the simulated vendors. */
export interface VendorAddresses {
  readonly careCloud: { readonly baseUrl: string; readonly token: string };
  readonly helpCrunch: { readonly baseUrl: string; readonly apiKey: string };
}

export interface Vendors extends VendorAddresses {
  readonly careCloud: VendorAddresses['careCloud'] & { readonly rows: number };
  readonly helpCrunch: VendorAddresses['helpCrunch'] & { readonly rows: number };
}

export interface RunningVendors extends Vendors {
  /** The requests both received while `work` ran. */
  counted(work: () => Promise<unknown>): Promise<number>;
  cpuMs(): number | null;
  stop(): Promise<void>;
}

type Counts = { readonly careCloud: number; readonly helpCrunch: number };

/**
 * A million rows need more than the usual heap, and collecting it takes seconds: what a request allocates should die
 * young.
 */
const HEAP = ['--max-old-space-size=12000', '--max-semi-space-size=128'];

export async function startVendors(people: number): Promise<RunningVendors> {
  const child: Child = await startChild({
    ...node(...HEAP, 'test/bench/sandbox-process.ts', String(people)),
  });
  const vendors = await child.ask<Vendors>('describe');
  return {
    ...vendors,
    async counted(work) {
      await child.ask<Counts>('clear');
      await work();
      const { careCloud, helpCrunch } = await child.ask<Counts>('count');
      return careCloud + helpCrunch;
    },
    cpuMs: () => child.cpuMs(),
    stop: () => child.stop(),
  };
}

/** The vendors' addresses and keys as the gateway's settings. */
export function settingsFor({ careCloud, helpCrunch }: VendorAddresses): Readonly<Record<string, string>> {
  return {
    CARECLOUD_BASE_URL: careCloud.baseUrl,
    CARECLOUD_TOKEN: careCloud.token,
    HELPCRUNCH_BASE_URL: helpCrunch.baseUrl,
    HELPCRUNCH_API_KEY: helpCrunch.apiKey,
  };
}
